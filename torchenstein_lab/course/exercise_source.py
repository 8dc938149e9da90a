"""What one exercise file says. Read by the compiler and, for its check and wrong answers, by the kernel.

The file is read as a syntax tree and never run. Needs the standard library and the contracts only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from torchenstein_lab.contracts.lesson import Answer, Choices, Kind, Level
from torchenstein_lab.course.cell_text import CellText
from torchenstein_lab.course.dealing import PlainFunction, deal_choices, deal_numbers, put_in


@dataclass(frozen=True)
class ExerciseSource:
    """An exercise as written, before numbers are dealt.

    `names` are what the learner must produce, `dealt` the names that `@deal` deals (empty without one).
    `check` is the text behind *Show the check*, `check_line` its line. `content` is the hash of the file.
    """

    id: str
    file: str
    title: str
    task: str
    kind: Kind
    level: Level
    core: bool
    objectives: tuple[str, ...]
    limit: float
    names: tuple[str, ...]
    dealt: tuple[str, ...]
    promises: tuple[str, ...]
    hints: tuple[str, str, str]
    starter: CellText
    solution: CellText
    right: tuple[CellText, ...]
    wrong: tuple[CellText, ...]
    check: str
    check_line: int
    content: str
    lines: Mapping[str, int]
    deal: PlainFunction | None = None
    choices: tuple[PlainFunction, ...] = ()

    def deal_out(self, number: int) -> "DealtExercise":
        """The exercise with the numbers of deal `number` put in; as it is when it deals nothing.

        Raises `ValueError` with a sentence when a dealing function fails.
        """
        numbers = deal_numbers(self.deal, number) if self.deal else {}
        starter = _put_in(self.starter, numbers)
        if self.deal:
            starter = replace(starter, source=f"{starter.source}\n# deal {number}".lstrip("\n"))
        return DealtExercise(
            number=number if self.deal else None,
            numbers=numbers,
            task=put_in(self.task, numbers, code=False),
            starter=starter.source,
            hints=tuple(put_in(hint, numbers, code=False) for hint in self.hints),  # type: ignore[arg-type]
            choices=tuple(deal_choices(f, numbers, f"{self.id}/{number}") for f in self.choices),
            solution=_put_in(self.solution, numbers),
            right=tuple(_put_in(answer, numbers) for answer in self.right),
            wrong=tuple(_put_in(answer, numbers) for answer in self.wrong),
        )


@dataclass(frozen=True)
class DealtExercise:
    """An exercise with its numbers put in; `number` is `None` when it deals nothing."""

    number: int | None
    numbers: Mapping[str, object]
    task: str
    starter: str
    hints: tuple[str, str, str]
    choices: tuple[Choices, ...]
    solution: CellText
    right: tuple[CellText, ...]
    wrong: tuple[CellText, ...]


def answer(cell: CellText) -> Answer:
    """A right answer as learners see it: its title is its function's name in words."""
    words = cell.name.replace("_", " ").strip()
    return Answer(title=words[:1].upper() + words[1:], source=cell.source, explanation=cell.note)


def _put_in(cell: CellText, numbers: Mapping[str, object]) -> CellText:
    return replace(
        cell, source=put_in(cell.source, numbers, code=True), note=put_in(cell.note, numbers, code=False)
    )
