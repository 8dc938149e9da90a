"""Calls and operators that get what they do not take."""

from __future__ import annotations

import ast
import builtins
import re

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import (
    is_layer,
    shape_of,
    with_article,
)
from torchenstein_lab.explainer.wording import (
    a_type_called,
    called_name,
    code,
    doing,
    listed,
    plural,
    sizes,
)


@kind(
    "not-callable",
    title="Brackets behind something that cannot be called",
    rule="Round brackets call functions, classes and modules.",
    errors=TypeError,
    says=r"'([\w.]+)' object is not callable",
    origins=("own",),
)
def not_callable(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.called is None:
        return None
    named, found = operation.called, match[1].rsplit(".", 1)[-1]
    look = "Square brackets take a part: `x[0]`."
    if isinstance(named.node, ast.Name) and hasattr(builtins, named.text):
        look = (
            f"{code(named.text)} is also a function of Python; your variable hides it. `del "
            f"{named.text}` brings it back."
        )
    elif found == "Size":
        look = "`.shape` is written without brackets; `.size()` with them."
    what = "None" if found == "NoneType" else with_article(found)
    return Told(
        f"You call {code(named.text)} with `()`, and it is {what}, which cannot be called.", look, (named,)
    )


@kind(
    "operands-do-not-mix",
    title="An operator between things that it does not join",
    rule="Operators work between tensors and numbers, not between tensors and texts, lists or None.",
    errors=TypeError,
    says=r"unsupported operand type\(s\) for (\S+): '([\w.]+)' and '([\w.]+)'|can only concatenate "
    r"(\w+) \(not \"?([\w.]+)\"?\) to ([\w.]+)|bad operand type for "
    r"unary (\S+): '(\w+)'|'(\S+)' not supported between instances of '([\w.]+)' and '([\w.]+)'",
    origins=("own",),
)
def operands_do_not_mix(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands or operation.called is not None:
        return None

    def plain(named: Named) -> str:
        shape = shape_of(named.value)
        return code(named.text) if shape is None or named.literal else f"{code(named.text)} {sizes(shape)}"

    types = [part for part in match.groups() if part and re.fullmatch(r"[A-Za-z_][\w.]*", part)]
    if match[4]:
        types = [match[6], match[5]]
    facts = [
        f"{code(named.text)} is {a_type_called(type_name)}"
        for named, type_name in zip(operation.operands, types, strict=False)
    ]
    look = "`torch.tensor(…)` makes a tensor of a list; `int(…)` and `float(…)` make numbers of texts."
    if any(type_name == "NoneType" for type_name in types):
        look = "A function without `return` gives None."
    elif any(is_layer(named.value) for named in operation.operands):
        look = "A layer is made first, then called: `nn.ReLU()(x)`."
    return Told(f"{doing(operation, plain)}. {listed(facts)}.", look, operation.operands)


@kind(
    "call-arguments",
    title="A function called with too many, too few or unknown arguments",
    rule="A call gives every argument that has no default, and none that the function does not know.",
    errors=TypeError,
    says=r"([\w.<>]+)\(\) (takes (?:from )?(?:no|\d+)(?: to \d+)? (?:positional |keyword "
    r")?arguments?(?: but (\d+) (?:was|were|positional arguments?[^(]*were) given)?"
    r"|takes no arguments|missing (\d+) required (?:positional|keyword-only) arguments?: (.+)|got an "
    r"unexpected keyword argument '(\w+)'"
    r"|got multiple values for argument '(\w+)')",
    origins=("own", "torch", "numpy"),
)
def call_arguments(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.called is None or (seen.origin != "own" and len(seen.inner) > 2):
        return None
    name = match[1].removesuffix(".__init__").rsplit(".", 1)[-1]
    start = f"You call {called_name(operation)}"
    if match[5]:
        names = re.sub(r"'(\w+)'", r"`\1`", match[5])
        what = f"without {names}, which {'it' if name in operation.called.text else code(name)} needs"
    elif match[6]:
        what = f"with {code(match[6] + '=')}, which it does not know"
    elif match[7]:
        what = f"and give {code(match[7])} twice"
    else:
        given = len(operation.operands) - (1 if operation.method else 0) + len(operation.keywords)
        what = f"with {plural(given, 'argument')}, which is more than it takes"
    return Told(
        f"{start} {what}.", "Shift+Tab behind the opening bracket shows the arguments.", operation.operands
    )
