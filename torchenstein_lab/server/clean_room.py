"""Running a notebook from the top in a fresh kernel, and judging answers there.

The same for the server (one exercise, with the learner's kernel to compare with) and for `torchenstein
verify` (all of them). An answer is judged right after its cell; one that passes is judged once more at the
end when a cell of the learner's below works with the names it leans on.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import msgspec

from torchenstein_lab.contracts.clean_room import CellTrouble, CleanRoomCell, HiddenState
from torchenstein_lab.contracts.lesson import Exercise
from torchenstein_lab.contracts.verdict import JudgeRequest, Outcome, Verdict
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.course.packs import InstalledPack
from torchenstein_lab.server.cell_names import cell_names, first_line
from torchenstein_lab.server.clean_room_kernel import FreshKernel, KernelDied, TookTooLong
from torchenstein_lab.server.hidden_state import (
    Variables,
    hidden_state,
    last_that_matters,
    leaned_on,
    overwritten_below,
)
from torchenstein_lab.server.judging import cannot_check, expressions, no_reply, verdict_of
from torchenstein_lab.server.live_variables import read_variables, variables_expression

CELL_SECONDS: Final = 60.0
"""So long may one cell of the notebook take."""
_JUDGE_SECONDS: Final = 60.0
"""Beyond the exercise's own limit: the judge may have to load PyTorch."""
_LOG = logging.getLogger(__name__)

Phase = Literal["running", "checking"]
Tell = Callable[[Phase, int], None]
"""Called with what begins, and with the cell it is about, counted from 1."""


@dataclass(frozen=True)
class Asked:
    """An answer to judge: the exercise, and the index of its cell."""

    exercise: Exercise
    at: int


@dataclass(frozen=True)
class Judged:
    """A verdict, and the hidden state that the answer leaned on."""

    verdict: Verdict
    hidden: tuple[HiddenState, ...] = ()


@dataclass
class Findings:
    """What a run found: by exercise, and by cell."""

    judged: dict[str, Judged] = field(default_factory=dict)
    troubles: list[CellTrouble] = field(default_factory=list)
    cells_run: int = 0


class CleanRoom:
    """One run of one notebook. `delivered` are the texts of the lesson's own cells, `own` is what the
    learner's kernel says about its variables."""

    def __init__(
        self,
        kernel: FreshKernel,
        pack: str,
        lesson: str,
        cells: Sequence[CleanRoomCell],
        delivered: Collection[str],
        own: Variables | None = None,
        tell: Tell = lambda _phase, _cell: None,
    ) -> None:
        self._kernel = kernel
        self._pack = pack
        self._lesson = lesson
        self._cells = cells
        self._of_lesson = {
            index for index, cell in enumerate(cells) if cell.exercise or cell.source.strip() in delivered
        }
        self._own = own
        self._tell = tell
        self._raised: set[int] = set()

    async def judge(self, asked: Sequence[Asked], *, whole: bool) -> Findings:
        """Run the notebook and judge; `whole` runs all of it, else what the answers need. Never fails: a
        kernel that ends is a verdict, too."""
        found = Findings()
        here: int | None = 0
        try:
            await self._kernel.bound_memory()
            await asyncio.to_thread(self._read_cells)
            while here is not None:
                await self._run(here, found)
                for each in (each for each in asked if each.at == here):
                    await self._judge_in_place(each, found)
                here = self._next(here, asked, found, whole)
            for each in asked:
                await self._judge_at_the_end(each, found)
        except (KernelDied, _Lost):
            for each in asked:
                if each.exercise.id not in found.judged:
                    found.judged[each.exercise.id] = Judged(self._never_judged(each, here or 0, found))
        return found

    def _read_cells(self) -> None:
        """Find the names of all cells, beside whatever else the server does: they are remembered."""
        for cell in self._cells:
            cell_names(cell.source)

    def _next(self, here: int, asked: Sequence[Asked], found: Findings, whole: bool) -> int | None:
        """The cell to run next, `None` at the end of what is needed."""
        last = len(self._cells) - 1
        if not whole:
            last = max(self._last(each.at) if _passed(each, found) else each.at for each in asked)
        return here + 1 if here < last else None

    async def _run(self, index: int, found: Findings) -> None:
        self._tell("running", index + 1)
        cell = self._cells[index]
        found.cells_run = index + 1
        say = ""
        try:
            content = await self._kernel.run(cell.source, CELL_SECONDS)
            if content.get("status") == "error":
                self._raised.add(index)
                # What an exercise's own cell raises, its verdict tells.
                if not (cell.raises or cell.exercise):
                    say = f"stops with {content.get('ename')}: {_short(content.get('evalue'))}"
        except TookTooLong as error:
            self._raised.add(index)
            say = f"did not end within {CELL_SECONDS:.0f} seconds and was stopped. Look for an endless loop."
            if error.lost:
                say = (
                    f"did not end within {CELL_SECONDS:.0f} seconds and could not be stopped, "
                    "so nothing below it was run."
                )
                self._trouble(index, say, found)
                raise _Lost from error
        except KernelDied:
            self._trouble(index, "ended the kernel, so nothing below it was run.", found)
            raise
        if say:
            self._trouble(index, say, found)

    def _trouble(self, index: int, what: str, found: Findings) -> None:
        cell = self._cells[index]
        say = f"Code cell {index + 1} (`{first_line(cell.source)}`) {what}"
        found.troubles.append(CellTrouble(index + 1, cell.id, say))

    # ------------------------------------------------------------------ judging

    async def _judge_in_place(self, asked: Asked, found: Findings) -> None:
        verdict = await self._ask(asked, found)
        hidden: tuple[HiddenState, ...] = ()
        if _is_judgement(verdict) and verdict.outcome is not Outcome.PASSED:
            clean = await self._variables(asked.at)
            if clean is not None:
                hidden = await asyncio.to_thread(hidden_state, self._cells, asked.at, clean, self._own)
        found.judged[asked.exercise.id] = _judged(verdict, hidden)

    async def _judge_at_the_end(self, asked: Asked, found: Findings) -> None:
        if not _passed(asked, found) or self._last(asked.at) == asked.at:
            return
        verdict = await self._ask(asked, found)
        if _is_judgement(verdict) and verdict.outcome is not Outcome.PASSED:
            hidden = overwritten_below(self._cells, asked.at, self._of_lesson)
            found.judged[asked.exercise.id] = _judged(verdict, hidden)

    def _last(self, at: int) -> int:
        return last_that_matters(self._cells, at, self._of_lesson)

    async def _ask(self, asked: Asked, found: Findings) -> Verdict:
        self._tell("checking", asked.at + 1)
        cell = self._cells[asked.at]
        request = JudgeRequest(
            pack=self._pack,
            lesson=self._lesson,
            exercise=asked.exercise.id,
            content=asked.exercise.content,
            source=cell.source,
            deal=cell.deal,
            raised=asked.at in self._raised,
            contract=CONTRACT,
        )
        try:
            content = await self._kernel.ask(expressions(request), asked.exercise.limit + _JUDGE_SECONDS)
        except TookTooLong as error:
            if error.lost:
                self._trouble(asked.at, "could not be stopped while its answer was judged.", found)
                raise _Lost from error
            return no_reply(request, asked.exercise.limit)
        except KernelDied:
            self._trouble(asked.at, "ended the kernel while its answer was judged.", found)
            raise
        return verdict_of(request, content, _LOG)

    async def _variables(self, at: int) -> Variables | None:
        """What there is now; `None` where the kernel cannot tell."""
        names = sorted(leaned_on(self._cells, at))
        try:
            content = await self._kernel.ask(variables_expression(names), _JUDGE_SECONDS)
        except TookTooLong:
            return None
        return read_variables(content)

    def _never_judged(self, asked: Asked, at: int, found: Findings) -> Verdict:
        """The verdict of an answer that the run did not get to."""
        request = JudgeRequest(self._pack, self._lesson, asked.exercise.id, asked.exercise.content)
        why = found.troubles[-1].say if found.troubles else "The kernel ended before it ran a cell."
        verdict = cannot_check(request, why, "Mend that cell, then check again.")
        if asked.at == at:
            return msgspec.structs.replace(verdict, outcome=Outcome.ERROR)
        return verdict


def lessons_own(pack: InstalledPack, lesson: str) -> frozenset[str]:
    """The texts of the code cells that a lesson was delivered with. Raises `PackError`."""
    cells = pack.notebook(lesson)["cells"]
    return frozenset("".join(cell["source"]).strip() for cell in cells if cell.get("cell_type") == "code")


def _judged(verdict: Verdict, hidden: tuple[HiddenState, ...]) -> Judged:
    """Hidden state says itself what to do, and the verdict's own advice leads elsewhere."""
    return Judged(msgspec.structs.replace(verdict, next="") if hidden else verdict, hidden)


class _Lost(Exception):
    """The kernel is there and does not listen."""


def _is_judgement(verdict: Verdict) -> bool:
    return verdict.outcome not in (Outcome.CANNOT_CHECK, Outcome.KERNEL_GONE, Outcome.KERNEL_BUSY)


def _passed(asked: Asked, found: Findings) -> bool:
    judged = found.judged.get(asked.exercise.id)
    return judged is not None and judged.verdict.outcome is Outcome.PASSED


def _short(text: Any) -> str:
    line = str(text or "").strip().partition("\n")[0]
    return line if len(line) <= 200 else f"{line[:199]}…"
