"""Names, attributes and packages that are not there."""

from __future__ import annotations

import builtins
import sys

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.owner import closest, owner_of
from torchenstein_lab.explainer.registry import ANYWHERE, Match, Told, kind
from torchenstein_lab.explainer.values import (
    is_tensor,
    with_article,
)
from torchenstein_lab.explainer.wording import (
    code,
    mention,
)


@kind(
    "name-unknown",
    title="A name that nothing was given to",
    rule="A name exists after a line that gives it a value has run.",
    errors=NameError,
    says=r"^name '(\w+)' is not defined",
    origins=("own",),
)
def name_unknown(seen: Failure, match: Match) -> Told | None:
    if seen.own is None or isinstance(seen.error, UnboundLocalError):
        return None
    known = {*seen.own.frame.f_locals, *seen.own.frame.f_globals, *vars(builtins)}
    near = closest(match[1], [name for name in known if not name.startswith("_")])
    return Told(
        say=f"You use the name {code(match[1])}, and nothing of that name is known at that moment.",
        look=near or f"Run the cell that defines {code(match[1])} (or imports it) first.",
    )


@kind(
    "name-not-yet",
    title="A name that is used in a function before it has a value there",
    rule="A name that a function gives a value to is the function's own, from its first line on.",
    errors=UnboundLocalError,
    says=r"'(\w+)'",
    origins=("own",),
)
def name_not_yet(seen: Failure, match: Match) -> Told | None:
    where = f"`{seen.own.function}`" if seen.own is not None else "the function"
    return Told(
        say=f"{where} uses {code(match[1])} before the line that gives it a value. A name that a "
        "function gives a value to is the "
        f"function's own, so a {code(match[1])} outside is not looked at.",
        look=f"Pass {code(match[1])} as an argument, or choose another name for the result.",
    )


@kind(
    "tensor-attribute",
    title="Something that tensors do not have",
    rule="A tensor has the attributes and methods of PyTorch's documentation.",
    errors=AttributeError,
    says=r"'(Tensor|Parameter)' object has no attribute '(\w+)'",
    origins=("own",),
)
def tensor_attribute(seen: Failure, match: Match) -> Told | None:
    named = owner_of(seen, match[2])
    if named is None:
        return None
    names = (
        [name for name in dir(type(named.value)) if not name.startswith("_")]
        if is_tensor(named.value)
        else []
    )
    return Told(
        say=f"You ask {mention(named)}, a tensor, for {code(match[2])}, and tensors have nothing of "
        "that name.",
        look=closest(match[2], names) or "Some functions stand in `torch` or `torch.nn.functional` only.",
        operands=(named,),
    )


@kind(
    "module-has-no",
    title="A name that a package does not have",
    rule="What stands behind the dot must exist in the package.",
    errors=(AttributeError, ImportError),
    says=r"module '([\w.]+)' has no attribute '(\w+)'|cannot import name '(\w+)' from '([\w.]+)'",
    origins=("own", "torch", "numpy"),
)
def module_has_no(_: Failure, match: Match) -> Told | None:
    package, name = (match[1], match[2]) if match[1] else (match[4], match[3])
    module = sys.modules.get(package)
    names = [] if module is None else [one for one in vars(module) if not one.startswith("_")]
    return Told(
        say=f"You ask the package {code(package)} for {code(name)}, and it has nothing of that name.",
        look=closest(name, names) or "See the documentation for where it is, and since which version.",
    )


@kind(
    "none-attribute",
    title="Something of None",
    rule="None has no methods; functions without `return`, and methods that work in place on lists, "
    "give None.",
    errors=AttributeError,
    says=r"'NoneType' object has no attribute '(\w+)'",
    origins=("own",),
)
def none_attribute(seen: Failure, match: Match) -> Told | None:
    named = owner_of(seen, match[1])
    if named is None:
        return None
    return Told(
        say=f"You ask {code(named.text)} for {code(match[1])}, and {code(named.text)} is None.",
        look=f"Find the line that gave {code(named.text)} its value: a function without `return` gives None.",
        operands=(named,),
    )


@kind(
    "attribute-unknown",
    title="Something that an object does not have",
    rule="An object has the attributes that its class and its `__init__` give it.",
    errors=AttributeError,
    says=r"'([\w.]+)' object has no attribute '(\w+)'",
    origins=("own",),
)
def attribute_unknown(seen: Failure, match: Match) -> Told | None:
    named = owner_of(seen, match[2])
    if named is None:
        return None
    names = [name for name in dir(type(named.value)) if not name.startswith("_")] if named.known else []
    return Told(
        say=f"You ask {code(named.text)}, {with_article(match[1].rsplit('.', 1)[-1])}, for "
        f"{code(match[2])}, and it has nothing of that name.",
        look=closest(match[2], names) or f"Compare {code(named.text)} with what you expected it to be.",
        operands=(named,),
    )


@kind(
    "read-only",
    title="Setting what can only be read",
    rule="Shape, transpose and the like of a tensor are read, not set.",
    errors=AttributeError,
    says=r"attribute '(\w+)' of '[\w.]+' objects is not writable",
    origins=("own",),
)
def read_only(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "setattr":
        return None
    owner = operation.operands[0]
    return Told(
        say=f"You set {code(f'{owner.text}.{match[1]}')}, which can only be read.",
        look="`.reshape(…)` gives a tensor of another shape.",
        operands=(owner,),
    )


@kind(
    "package-missing",
    title="A package that is not installed",
    rule="`import` finds packages that are installed where the kernel runs.",
    errors=ModuleNotFoundError,
    says=r"No module named '([\w.]+)'",
    origins=ANYWHERE,
)
def package_missing(seen: Failure, match: Match) -> Told | None:
    root = match[1].split(".")[0]
    if seen.origin != "own":
        return Told(
            say=f"A package that you use imports {code(match[1])}, which the environment of this "
            "kernel does not have.",
            look=f"`%pip install {root}` installs it, if that is its name; then restart the kernel.",
        )
    return Told(
        say=f"You import {code(match[1])}, which the environment of this kernel does not have.",
        look=f"See the spelling; `%pip install {root}` installs it, if that is its name.",
    )
