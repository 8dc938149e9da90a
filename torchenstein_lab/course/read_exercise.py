"""Reads an exercise file into an `ExerciseSource`, and says everything that is wrong with it."""

import ast
from enum import Enum
from pathlib import Path
from typing import TypeVar

from torchenstein_lab.contracts.lesson import Kind, Level
from torchenstein_lab.course.cell_text import CellText, cell_text, produced_names
from torchenstein_lab.course.dealing import PlainFunction, deal_numbers, plain_function
from torchenstein_lab.course.errors import Faults
from torchenstein_lab.course.exercise_source import ExerciseSource
from torchenstein_lab.course.hashes import short_hash
from torchenstein_lab.course.ids import KEBAB

LONGEST_LIMIT = 60.0
_ROLES = ("starter", "solution", "right", "wrong", "deal", "choices")
_E = TypeVar("_E", bound=Enum)


def read_exercise(path: Path, name: str | None = None) -> ExerciseSource:
    """Read the exercise file at `path`; errors call it `name`, or else by its path.

    Raises `LessonErrors` with every fault of the file, and `OSError` when it cannot be opened.
    """
    faults = Faults(name or path)
    text, tree = "", ast.Module(body=[], type_ignores=[])
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except UnicodeDecodeError:
        faults.add(1, "The file is not UTF-8.", "Save it as UTF-8.")
    except (SyntaxError, ValueError) as error:
        faults.add(getattr(error, "lineno", 1) or 1, f"This is no valid Python: {error}.", "Correct it.")
    faults.stop_if_any()
    exercise = _Reader(path.stem.replace("_", "-"), text, tree, faults).read()
    faults.stop_if_any()
    assert exercise is not None, "a reader that returns nothing has added a fault"
    return exercise


class _Reader:
    """Walks over the top level of one file once; each `_take_…` method reads one kind of statement."""

    def __init__(self, identity: str, text: str, tree: ast.Module, faults: Faults) -> None:
        self.id = identity
        self.text = text
        self.lines = text.splitlines()
        self.tree = tree
        self.faults = faults
        self.values: dict[str, ast.Assign] = {}
        self.cells: dict[str, list[CellText]] = {role: [] for role in _ROLES}
        self.plain: dict[str, list[PlainFunction]] = {"deal": [], "choices": []}
        self.hints: list[str] = []
        self.hints_line = 0
        self.check: ast.FunctionDef | None = None

    def read(self) -> ExerciseSource | None:
        if not KEBAB.match(self.id):
            self.faults.add(1, f"The id `{self.id}` is no kebab-case.", "Name the file `two_monsters.py`.")
        for statement in self.tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                self.values[statement.targets[0].id] = statement
            elif isinstance(statement, ast.Expr) and _called(statement.value) == "hints":
                self._take_hints(statement.value)
            elif isinstance(statement, ast.FunctionDef):
                self._take_function(statement)
        title, task = self._title_and_task()
        kind = self._enum("kind", Kind)
        level = self._enum("level", Level)
        core = self._plain_value("core", True)
        if not isinstance(core, bool):
            self.faults.add(self._line("core"), "`core` is neither True nor False.", "Write `core = False`.")
        limit = self._plain_value("limit", 10.0)
        if isinstance(limit, bool) or not isinstance(limit, (int, float)) or not 0 < limit <= LONGEST_LIMIT:
            self.faults.add(
                self._line("limit"),
                f"The limit is {limit!r}.",
                f"Write seconds, at most {LONGEST_LIMIT:.0f}: `limit = 20`.",
            )
            limit = 10.0
        objectives = self._objectives()
        for role, write in (
            ("starter", "Write exactly one; its body is what the learner finds in the cell."),
            ("solution", "Write exactly one; other right answers stand under `@right`."),
        ):
            if len(self.cells[role]) != 1:
                self.faults.add(1, f"There are {len(self.cells[role])} functions under `@{role}`.", write)
        if len(self.hints) != 3:
            self.faults.add(
                self.hints_line,
                f"There are {len(self.hints)} hints.",
                'Write `hints("where to look", "the idea", "nearly the code")`, three plain texts.',
            )
        dealt = self._dealt()
        names = self._names(dealt)
        self._check_ids()
        if self.check is None or self.faults.found or kind is None or level is None:
            return None
        self._check_produced(names)
        hints = (self.hints[0], self.hints[1], self.hints[2])
        return ExerciseSource(
            id=self.id,
            file=self.faults.file,
            title=title,
            task=task,
            kind=kind,
            level=level,
            core=core is True,
            objectives=objectives,
            limit=float(limit),
            names=names,
            dealt=dealt,
            promises=self._promises(),
            hints=hints,
            starter=self.cells["starter"][0],
            solution=self.cells["solution"][0],
            right=tuple(self.cells["right"]),
            wrong=tuple(self.cells["wrong"]),
            check="\n".join(self.lines[self._check_start() - 1 : self.check.end_lineno]),
            check_line=self._check_start(),
            content=short_hash(self.text),
            lines={"objectives": self._line("objectives"), "hints": self.hints_line},
            deal=self.plain["deal"][0] if self.plain["deal"] else None,
            choices=tuple(self.plain["choices"]),
        )

    # ------------------------------------------------------------------ what stands at the top level

    def _title_and_task(self) -> tuple[str, str]:
        title, _, task = (ast.get_docstring(self.tree) or "").partition("\n")
        if not title.strip() or not task.strip():
            self.faults.add(
                1,
                "The file does not begin with a title and a task.",
                'Begin it with """Title, an empty line, and the task in Markdown""".',
            )
        return title.strip(), task.strip()

    def _take_hints(self, call: ast.expr) -> None:
        assert isinstance(call, ast.Call)
        self.hints_line = call.lineno
        for argument in call.args:
            if (
                isinstance(argument, ast.Constant)
                and isinstance(argument.value, str)
                and argument.value.strip()
            ):
                self.hints.append(argument.value.strip())
            else:
                self.faults.add(argument.lineno, "This hint is no plain text.", "Write a string literal.")

    def _take_function(self, function: ast.FunctionDef) -> None:
        names = [_name_of(decorator) for decorator in function.decorator_list]
        roles = [name for name in names if name in _ROLES]
        if function.name == "check" and not roles:
            self.check = function
            return
        for name in names:
            if name not in _ROLES:
                self.faults.add(
                    function.lineno,
                    f"`@{name}` above `{function.name}` is unknown.",
                    f"Write one of @{', @'.join(_ROLES)}. `@forbid` stands above `check`.",
                )
        if len(roles) > 1:
            self.faults.add(function.lineno, f"`{function.name}` has several roles.", "Write one decorator.")
        if len(roles) != 1:
            return
        role = roles[0]
        if role in self.plain:
            self._take_plain(role, function)
            return
        try:
            cell = cell_text(function, self.lines)
        except ValueError as error:
            self.faults.add(
                function.lineno, f"`{function.name}`: {error}", "Its body is the text of the learner's cell."
            )
            return
        if not cell.note and role != "starter":
            what = "what the learner's code did, then what to try" if role == "wrong" else "why it works"
            self.faults.add(function.lineno, f"`{function.name}` has no docstring.", f"Say in it {what}.")
        self.cells[role].append(cell)

    def _take_plain(self, role: str, function: ast.FunctionDef) -> None:
        if role == "deal" and (self.plain["deal"] or len(function.args.args) != 1):
            self.faults.add(
                function.lineno,
                "`@deal` stands above one function with one parameter, a `random.Random`.",
                "Write `@deal` and `def numbers(dice):`.",
            )
            return
        self.plain[role].append(plain_function(function, self.faults.file))

    # ------------------------------------------------------------------ plain values

    def _line(self, name: str) -> int:
        return self.values[name].lineno if name in self.values else 1

    def _enum(self, name: str, kinds: type[_E]) -> _E | None:
        choices = ", ".join(f"{kinds.__name__}.{kind.name}" for kind in kinds)
        if name not in self.values:
            self.faults.add(1, f"`{name}` is missing.", f"Write `{name} = …` with one of {choices}.")
            return None
        value = self.values[name].value
        if isinstance(value, ast.Attribute) and _name_of(value.value) == kinds.__name__:
            for kind in kinds:
                if kind.name == value.attr:
                    return kind
        self.faults.add(
            self._line(name), f"The {name} `{ast.unparse(value)}` is unknown.", f"Write one of {choices}."
        )
        return None

    def _plain_value(self, name: str, default: object) -> object:
        """The literal that the file assigns to `name`; `None` when it is no literal."""
        if name not in self.values:
            return default
        try:
            value: object = ast.literal_eval(self.values[name].value)
        except ValueError:
            return None
        return value

    def _objectives(self) -> tuple[str, ...]:
        value = self._plain_value("objectives", None)
        if isinstance(value, (list, tuple)) and value and all(isinstance(text, str) for text in value):
            return tuple(value)
        self.faults.add(
            self._line("objectives"),
            "The objectives are no list of texts.",
            'Write `objectives = ["…"]` with literal copies of objectives of the lesson.',
        )
        return ()

    # ------------------------------------------------------------------ names, deals and the check

    def _dealt(self) -> tuple[str, ...]:
        if not self.plain["deal"]:
            return ()
        function = self.plain["deal"][0]
        try:
            return tuple(deal_numbers(function, 0))
        except ValueError as error:
            self.faults.add(function.line, str(error), "A dealing function is plain Python and is run alone.")
            return ()

    def _names(self, dealt: tuple[str, ...]) -> tuple[str, ...]:
        if self.check is None:
            self.faults.add(
                1,
                "There is no `check`.",
                "Write `def check(name):` with the learner's names as its parameters.",
            )
            return ()
        arguments = self.check.args
        if arguments.vararg or arguments.kwarg or arguments.defaults or arguments.kwonlyargs:
            self.faults.add(
                self.check.lineno,
                "`check` has other than plain parameters.",
                "Its parameters are the learner's names, and dealt names, without defaults.",
            )
        parameters = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        names = tuple(name for name in parameters if name not in dealt)
        for name in names:
            if name.isupper() and len(name) > 1:
                self.faults.add(
                    self.check.lineno,
                    f"`check` asks for `{name}`, which nothing deals.",
                    f'Deal it under `@deal`, as in `return {{"{name}": dice.randint(2, 5)}}`.',
                )
        if not names:
            self.faults.add(
                self.check.lineno,
                "`check` asks for no name of the learner's.",
                "Name what the learner produces.",
            )
        for function in self.plain["choices"]:
            if function.name not in names:
                self.faults.add(
                    function.line,
                    f"`@choices` offers answers for `{function.name}`, which `check` does not ask for.",
                    f"Call the function after one of the learner's names: {', '.join(names)}.",
                )
        return names

    def _check_start(self) -> int:
        assert self.check is not None
        return min([self.check.lineno, *(decorator.lineno for decorator in self.check.decorator_list)])

    def _promises(self) -> tuple[str, ...]:
        """The texts of `promise("…")` in `check`, in the order in which they stand there."""
        assert self.check is not None
        calls = [node for node in ast.walk(self.check) if _called(node) == "promise"]
        promises: list[str] = []
        for call in sorted(
            calls, key=lambda c: (c.lineno, c.col_offset) if isinstance(c, ast.Call) else (0, 0)
        ):
            assert isinstance(call, ast.Call)
            text = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if isinstance(text, str) and text.strip():
                if text not in promises:
                    promises.append(text)
            else:
                self.faults.add(call.lineno, "This promise is no plain text.", "Write a string literal.")
        return tuple(promises)

    def _check_ids(self) -> None:
        seen: set[str] = set()
        for cell in (*self.cells["solution"], *self.cells["right"], *self.cells["wrong"]):
            if cell.name in seen:
                self.faults.add(
                    cell.line, f"Two answers are called `{cell.name}`.", "Give each a name of its own."
                )
            seen.add(cell.name)

    def _check_produced(self, names: tuple[str, ...]) -> None:
        for cell in (*self.cells["solution"], *self.cells["right"]):
            for name in names:
                if name not in produced_names(cell.source):
                    self.faults.add(
                        cell.line,
                        f"The answer `{cell.name}` does not produce `{name}`, which `check` asks for.",
                        f"Let it assign or define `{name}`.",
                    )


def _name_of(node: ast.AST) -> str:
    """The last name of `name`, `module.name` or a call of one of them; empty for anything else."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _called(node: ast.AST) -> str:
    return _name_of(node) if isinstance(node, ast.Call) else ""
