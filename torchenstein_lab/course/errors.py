"""What is wrong with the source of a lesson, said so that its author can repair it at once."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class LessonError:
    """One fault: where it is, what is wrong, and what to write instead.

    `file` is the path as the author gave it, `line` counts from 1.
    """

    file: str
    line: int
    wrong: str
    write: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.wrong} {self.write}".rstrip()


class LessonErrors(Exception):
    """The source cannot be compiled; `errors` holds every fault that was found, in order of place."""

    def __init__(self, errors: list[LessonError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(str(error) for error in self.errors))


class Faults:
    """Collects the faults of one file, so that an author learns of all of them at once."""

    def __init__(self, file: Path | str) -> None:
        self.file = Path(file).as_posix()
        self.found: list[LessonError] = []

    def add(self, line: int, wrong: str, write: str = "") -> None:
        self.found.append(LessonError(self.file, max(line, 1), wrong, write))

    def stop_if_any(self) -> None:
        """Raise `LessonErrors` with all that was found, if anything was."""
        if self.found:
            raise LessonErrors(self.found)
