"""Deals numbers to an exercise: runs its `@deal` and `@choices` functions, alone, and puts the numbers in.

The two functions are plain Python. They are run without the rest of their file: no imports, no names
from outside, a short list of built-ins.
"""

import ast
import builtins
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import CodeType

from torchenstein_lab.contracts.lesson import Choices

_BUILTIN_NAMES = (
    "abs all any bin bool bytes chr dict divmod enumerate filter float format frozenset hex int isinstance "
    "iter len list map max min next oct ord pow range repr reversed round set sorted str sum tuple zip"
)
_BUILTINS = {name: getattr(builtins, name) for name in _BUILTIN_NAMES.split()}

Numbers = Mapping[str, object]


@dataclass(frozen=True)
class PlainFunction:
    """A function of an exercise file that is run on its own."""

    name: str
    line: int
    parameters: tuple[str, ...]
    code: CodeType = field(compare=False, repr=False)

    def call(self, *arguments: object) -> object:
        """Call it. Raises `ValueError` with a sentence when it fails."""
        space: dict[str, object] = {"__builtins__": _BUILTINS}
        try:
            exec(self.code, space)  # noqa: S102  (the author's own plain function, without its file)
            function = space[self.name]
            assert callable(function)
            result: object = function(*arguments)
        except Exception as error:
            message = f"`{self.name}`, run on its own, raised {type(error).__name__}: {error}."
            raise ValueError(message) from error
        return result


def plain_function(function: ast.FunctionDef, file: str) -> PlainFunction:
    """Compile `function` without its decorators."""
    alone = ast.FunctionDef(**{**dict(ast.iter_fields(function)), "decorator_list": [], "returns": None})
    module = ast.Module(body=[ast.copy_location(alone, function)], type_ignores=[])
    code = compile(ast.fix_missing_locations(module), file, "exec", dont_inherit=True)
    parameters = tuple(argument.arg for argument in function.args.args)
    return PlainFunction(function.name, function.lineno, parameters, code)


def deal_numbers(function: PlainFunction, number: int) -> dict[str, object]:
    """The numbers of deal `number`: the same for the same number, on every machine.

    Raises `ValueError` with a sentence when the function fails or returns something else than a
    dictionary of UPPER-CASE names.
    """
    numbers = function.call(random.Random(number))  # noqa: S311  (exercises, not secrets)
    if not isinstance(numbers, dict) or not numbers:
        message = f"`{function.name}` returned no dictionary of dealt names."
        raise ValueError(message)
    for name in numbers:
        if not (isinstance(name, str) and name.isidentifier() and name.isupper()):
            message = f"`{function.name}` dealt the name {name!r}, which is not an UPPER-CASE Python name."
            raise ValueError(message)
    return numbers


def deal_choices(function: PlainFunction, numbers: Numbers, salt: str) -> Choices:
    """The answers offered for the learner's name that `function` is called after.

    They are put in an order that depends on their text and on `salt` only, so that their place says
    nothing about which one is right. Raises `ValueError` with a sentence.
    """
    unknown = [name for name in function.parameters if name not in numbers]
    if unknown:
        message = f"`{function.name}` asks for `{unknown[0]}`, which `@deal` does not deal."
        raise ValueError(message)
    options = function.call(*(numbers[name] for name in function.parameters))
    if not isinstance(options, (list, tuple)) or not all(isinstance(option, str) for option in options):
        message = (
            f"`{function.name}` must return a list of texts, each a piece of Python for the learner's cell."
        )
        raise ValueError(message)
    return Choices(
        function.name, tuple(sorted(options, key=lambda o: sha256(f"{salt}/{o}".encode()).digest()))
    )


def put_in(text: str, numbers: Numbers, *, code: bool) -> str:
    """`text` with each dealt name that stands as a whole word replaced.

    In code the name's `repr` takes its place, in prose its `str`.
    """
    if not numbers:
        return text
    pattern = r"\b(?:" + "|".join(sorted(numbers, key=len, reverse=True)) + r")\b"
    show = repr if code else str
    return re.sub(pattern, lambda match: show(numbers[match.group()]), text)
