"""Saved parameters that do not fit the module they are loaded into."""

from __future__ import annotations

import re

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import (
    a_type,
    is_layer,
    with_article,
)
from torchenstein_lab.explainer.wording import (
    code,
    sizes,
    sizes_in,
    some_of,
)


@kind(
    "state-dict-keys",
    title="Saved parameters under other names",
    rule="`load_state_dict` wants exactly the names of the module's own `state_dict()`.",
    errors=RuntimeError,
    says=r"Error\(s\) in loading state_dict for (\w+)(?s:.*)(Missing|Unexpected) key",
    origins=("torch",),
)
def state_dict_keys(seen: Failure, match: Match) -> Told | None:
    if seen.called("load_state_dict") is None or seen.operation is None:
        return None
    missing, unexpected = (
        re.findall(r'"([^"]+)"', found[1])
        if (found := re.search(rf"{word} key\(s\) in state_dict: ([^\n]*)", seen.message))
        else []
        for word in ("Missing", "Unexpected")
    )
    parts = []
    if missing:
        parts.append(f"Missing are {some_of(missing)}.")
    if unexpected:
        parts.append(f"The module has no {some_of(unexpected, 'or')}.")
    owner = seen.operation.operands[0]
    return Told(
        say=f"You load saved parameters into {code(owner.text)}, {with_article(match[1])}. {' '.join(parts)}",
        look="Compare `net.state_dict().keys()` with the keys of what you load: a prefix too many or "
        "too few shows at once.",
        operands=seen.operation.operands,
    )


@kind(
    "state-dict-shapes",
    title="Saved parameters of other shapes",
    rule="`load_state_dict` wants the shapes of the module's own parameters.",
    errors=RuntimeError,
    says=r"size mismatch for ([\w.]+): copying a param with shape torch\.Size\(\[([\d, ]*)\]\) from "
    r"checkpoint, the shape in current model is "
    r"torch\.Size\(\[([\d, ]*)\]\)",
    origins=("torch",),
)
def state_dict_shapes(seen: Failure, match: Match) -> Told | None:
    if seen.called("load_state_dict") is None or seen.operation is None:
        return None
    count = seen.message.count("size mismatch for ")
    others = f" ({count - 1} more {'differs' if count == 2 else 'differ'}.)" if count > 1 else ""
    owner = seen.operation.operands[0]
    return Told(
        say=f"You load saved parameters into {code(owner.text)}. {code(match[1])} is saved as "
        f"{sizes(sizes_in(match[2]))}, and is "
        f"{sizes(sizes_in(match[3]))} in the module.{others}",
        look="The module must be made with the numbers that the saved one was made with.",
        operands=seen.operation.operands,
    )


@kind(
    "state-dict-type",
    title="`load_state_dict` of something that is no state",
    rule="`load_state_dict` takes the dictionary that `state_dict()` gives.",
    errors=TypeError,
    says=r"Expected state_dict to be dict-like, got",
    origins=("torch",),
)
def state_dict_type(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    given = None if operation is None else operation.argument(1, "state_dict")
    if operation is None or given is None:
        return None
    look = "A file is read first: `torch.load(path)`."
    if is_layer(given.value):
        look = f"Its parameters are {code(given.text + '.state_dict()')}."
    return Told(
        say=f"You load {code(given.text)} into {code(operation.operands[0].text)}. It is "
        f"{a_type(given.value)}; a dictionary of parameters is wanted.",
        look=look,
        operands=(given,),
    )
