"""Errors of Python itself that learners of PyTorch meet daily."""

from __future__ import annotations

import ast
import builtins
import re
import sys

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.frames import Origin
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.owner import closest, owner_of
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import a_type, is_layer, is_tensor, preview_of, shape_of, with_article
from torchenstein_lab.explainer.wording import called_name, code, doing, listed, mention, plural, sizes

ANYWHERE: tuple[Origin, ...] = ("own", "torch", "numpy", "other")


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
        f"{code(named.text)} is {_a(type_name)}"
        for named, type_name in zip(operation.operands, types, strict=False)
    ]
    look = "`torch.tensor(…)` makes a tensor of a list; `int(…)` and `float(…)` make numbers of texts."
    if any(type_name == "NoneType" for type_name in types):
        look = "A function without `return` gives None."
    elif any(is_layer(named.value) for named in operation.operands):
        look = "A layer is made first, then called: `nn.ReLU()(x)`."
    return Told(f"{doing(operation, plain)}. {listed(facts)}.", look, operation.operands)


def _a(type_name: str) -> str:
    name = type_name.rsplit(".", 1)[-1]
    return {"NoneType": "None", "Tensor": "a tensor"}.get(name, with_article(name))


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


@kind(
    "sequence-index",
    title="A position that a list or shape does not have",
    rule="A list of n items has the positions 0 to n - 1, which are also called -n to -1.",
    errors=IndexError,
    says=r"(list|tuple|string|range object|deque)?(?: assignment)? index out of range|pop from empty "
    r"list|pop index out of range",
    origins=("own",),
)
def sequence_index(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = operation.operands[0]
    index = operation.operands[1] if len(operation.operands) > 1 else None
    count = (
        f" It has {plural(len(named.value), 'item')}." if isinstance(named.value, (list, tuple, str)) else ""
    )
    at = f", with {mention(index)}" if index is not None and index.known and not index.literal else ""
    return Told(
        say=f"You take {code(operation.text)}{at}.{count} There is no such position.",
        look="The last position is the length - 1, or -1.",
        operands=operation.operands,
    )


@kind(
    "key-unknown",
    title="A key that a dictionary does not have",
    rule="`d[key]` needs a key that is in the dictionary.",
    errors=KeyError,
    origins=("own",),
)
def key_unknown(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("getitem", "pop", "delitem") or not operation.operands:
        return None
    named, index = operation.operands[0], operation.operands[1]
    key = seen.error.args[0] if seen.error.args else None
    shown = preview_of(key) or code(index.text)
    keys = list(named.value) if type(named.value) is dict else []
    near = closest(key, [one for one in keys if isinstance(one, str)]) if isinstance(key, str) else ""
    has = (
        f" Its keys are {listed([code(repr(one)) for one in keys])}."
        if 0 < len(keys) <= 6 and all(preview_of(k) for k in keys)
        else ""
    )
    tensor = " Tensors are found by identity, not by value: take `.item()`." if is_tensor(key) else ""
    return Told(
        say=f"You look up {code(shown.strip('`'))} in {code(named.text)}, which has no such "
        f"key.{has}{tensor}",
        look=near or f"{code(named.text + '.get(key)')} gives None where there is none.",
        operands=operation.operands,
    )


@kind(
    "divided-by-zero",
    title="A division by zero",
    rule="Python's numbers are not divided by 0 (tensors are: they give inf or nan).",
    errors=ZeroDivisionError,
    origins=("own",),
)
def divided_by_zero(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or len(operation.operands) != 2:
        return None
    return Told(
        f"{doing(operation)}. The divisor is 0.",
        f"See how {code(operation.operands[1].text)} became 0.",
        operation.operands,
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


@kind(
    "unpack-count",
    title="More or fewer names than values",
    rule="`a, b = values` needs exactly as many values as names; a tensor is taken apart along its "
    "first dimension.",
    errors=ValueError,
    says=r"(not enough|too many) values to unpack \(expected (?:at least )?(\d+)(?:, got (\d+))?\)",
    origins=("own",),
)
def unpack_count(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "unpack":
        return None
    named, targets = operation.operands
    got = match[3]
    shape = shape_of(named.value)
    if shape:
        got = str(shape[0])
    elif isinstance(named.value, (list, tuple)):
        got = str(len(named.value))
    along = " along its first dimension" if shape else ""
    held = f"it has {got}" if got else "it has more"
    subject = (
        f"{mention(named)} is taken apart{along}" if named.text != "each item" else "Each item is taken apart"
    )
    return Told(
        say=f"{subject} into {plural(int(match[2]), 'name')} ({code(targets.text.strip('()'))}), and {held}.",
        look="`*rest` takes all that is left; `print(len(values))` shows how many there are.",
        operands=(named,) if named.text != "each item" else (),
    )


@kind(
    "not-subscriptable",
    title="Square brackets behind something without parts",
    rule="Square brackets take a part of a tensor, list, tuple, text or dictionary.",
    errors=TypeError,
    says=r"'([\w.]+)' object is not subscriptable",
    origins=("own",),
)
def not_subscriptable(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("getitem", "setitem"):
        return None
    named = operation.operands[0]
    look = (
        "A function without `return` gives None."
        if match[1] == "NoneType"
        else "Round brackets call a function: `f(x)`."
    )
    return Told(
        f"You take {code(operation.text)}, and {code(named.text)} is {_a(match[1])}, which has no parts.",
        look,
        (named,),
    )


@kind(
    "not-iterable",
    title="Going through something that has no items",
    rule="`for`, `list()`, `sum()` and unpacking go through lists, tuples, tensors and the like.",
    errors=TypeError,
    says=r"'([\w.]+)' object is not iterable|cannot unpack non-iterable (\w+) object",
    origins=("own",),
)
def not_iterable(seen: Failure, match: Match) -> Told | None:
    found = _a(match[1] or match[2])
    what = "something"
    operation: Operation | None = seen.operation
    in_head = (
        seen.spot is not None
        and isinstance(seen.spot.statement, ast.For)
        and seen.spot.node is seen.spot.statement.iter
    )
    if operation is not None and operation.operands and not in_head:
        wrong = [part for part in operation.operands if part.known and a_type(part.value) == found]
        what = code((wrong or list(operation.operands))[0].text)
    elif seen.spot is not None and seen.spot.node is not None:
        what = code(seen.spot.source_of(seen.spot.node))
    look = (
        "A function without `return` gives None."
        if found == "None"
        else "`range(n)` gives the numbers 0 to n - 1."
    )
    return Told(
        f"You go through the items of {what}, and it is {found}, which has none.",
        look,
        () if operation is None else operation.operands,
    )


@kind(
    "syntax",
    title="A line that is no Python",
    rule="Python reads the whole cell before it runs any of it.",
    errors=SyntaxError,
    origins=ANYWHERE,
)
def syntax(seen: Failure, _: Match) -> Told | None:
    error = seen.error
    assert isinstance(error, SyntaxError)
    if error.lineno is None or not error.msg:
        return None
    said = error.msg[0].lower() + error.msg[1:]
    if isinstance(error, IndentationError):
        return Told(
            say=f"Python cannot read line {error.lineno}: {said}. The spaces at the beginning of a "
            "line say what belongs together.",
            look="Lines of one block begin in the same column; use four spaces a level.",
        )
    return Told(
        say=f"Python cannot read line {error.lineno}: {said}. Nothing of the cell has run.",
        look="Look at the marked place and at the line before it: brackets, quotes, colons.",
    )


@kind(
    "number-from-text",
    title="A number from a text that holds none",
    rule="`int()` and `float()` read texts that hold a number and nothing else.",
    errors=ValueError,
    says=r"invalid literal for int\(\) with base \d+: (.+)|could not convert string to float: (.+)",
    origins=("own",),
)
def number_from_text(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    return Told(
        say=f"You make a number of {mention(operation.operands[0])} with {called_name(operation)}, "
        f"and {code(match[1] or match[2])} is no such number.",
        look="Look for letters, spaces and empty texts; `int` does not take a decimal point.",
        operands=operation.operands,
    )


@kind(
    "file-missing",
    title="A file that is not there",
    rule="A path that does not begin with `/` counts from the folder in which the kernel runs.",
    errors=FileNotFoundError,
    origins=ANYWHERE,
)
def file_missing(seen: Failure, _: Match) -> Told | None:
    name = getattr(seen.error, "filename", None)
    if not isinstance(name, str):
        return None
    return Told(
        say=f"You open the file {code(name)}, and there is none of that name.",
        look="`%pwd` shows the kernel's folder, `%ls` what is in it.",
    )


@kind(
    "unhashable",
    title="A key that can change",
    rule="Keys of dictionaries and members of sets cannot be lists, dictionaries or sets.",
    errors=TypeError,
    says=r"unhashable type: '(\w+)'",
    origins=("own",),
)
def unhashable(seen: Failure, match: Match) -> Told | None:
    if seen.spot is None or seen.spot.node is None:
        return None
    return Told(
        say=f"You use {with_article(match[1])} as a key, or in a set, in "
        f"{code(seen.spot.source_of(seen.spot.node))}; it can change, so it cannot be one.",
        look="A tuple can be a key: `tuple(x)`.",
        operands=() if seen.operation is None else seen.operation.operands,
    )


@kind(
    "stopped",
    title="A cell that was stopped",
    rule="The kernel stops what runs when it is interrupted.",
    errors=KeyboardInterrupt,
    origins=ANYWHERE,
)
def stopped(_seen: Failure, _match: Match) -> Told | None:
    return Told(
        say="The cell was stopped while it ran; the marked line is where it was.",
        look="A loop that should have ended: see what its condition waits for.",
        operands=(),
    )


@kind(
    "assertion",
    title="An assertion that does not hold",
    rule="`assert` stops where its condition is false.",
    errors=AssertionError,
    origins=("own",),
    own_raise=True,
)
def assertion(seen: Failure, _: Match) -> Told | None:
    statement = None if seen.spot is None else seen.spot.statement
    if seen.spot is None or not isinstance(statement, ast.Assert):
        return None
    parts = [
        seen.look_up(node)
        for node in ast.walk(statement.test)
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript))
    ]
    values = tuple(
        part for part in parts if part.known and (preview_of(part.value) or shape_of(part.value) is not None)
    )
    said = f" It says: {seen.message}" if seen.message else ""
    return Told(
        say=f"Your code asserts {code(seen.spot.source_of(statement.test))}, and that is false.{said}",
        look="Compare the two sides."
        if isinstance(statement.test, ast.Compare)
        else "Print what the condition is made of.",
        operands=values,
    )


@kind(
    "raised-by-you",
    title="An error that your own code raises",
    rule="`raise` stops with an error of the code's choice.",
    errors=Exception,
    origins=("own",),
    own_raise=True,
)
def raised_by_you(seen: Failure, _: Match) -> Told | None:
    if seen.spot is None or not isinstance(seen.spot.statement, ast.Raise):
        return None
    said = f": {seen.message}" if seen.message else ""
    return Told(
        say=f"Your own code raises this {code(type(seen.error).__name__)}{said}",
        look="See which condition leads to the line with `raise`.",
    )
