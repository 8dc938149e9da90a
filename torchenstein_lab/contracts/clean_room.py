"""The clean room: one exercise judged in a fresh kernel that ran the notebook from the top.

`POST clean-room` starts it, `GET clean-room/ID` tells how far it is and at last what came of it.
"""

from typing import Literal

import msgspec

from torchenstein_lab.contracts.api import CheckReply, Problem


class CleanRoomCell(msgspec.Struct, frozen=True):
    """A code cell as it stands in the notebook. `raises`: it is tagged `raises-exception`."""

    id: str
    source: str
    raises: bool = False
    exercise: str | None = None
    deal: int | None = None


class CleanRoomRequest(msgspec.Struct, frozen=True):
    """Body of `POST clean-room`. `id` is chosen by the client. `cells` are all code cells of the notebook at
    `path`, in order; the one at the index `at` is judged. `kernel` is the learner's own kernel, which is only
    asked what its variables come from; `kernel_name` the kernelspec to start the fresh one from.
    `keep_spare`: have another kernel ready for the next time."""

    id: str
    pack: str
    lesson: str
    exercise: str
    path: str
    kernel_name: str
    cells: tuple[CleanRoomCell, ...]
    at: int
    kernel: str | None = None
    keep_spare: bool = True


class CleanRoomReadyRequest(msgspec.Struct, frozen=True):
    """Body of `POST clean-room/ready`: have a fresh kernel of this kernelspec ready before it is needed."""

    kernel_name: str


class HiddenState(msgspec.Struct, frozen=True):
    """A variable that the answer leaned on, and that a run from the top does not give, or gives otherwise.

    `deleted`: the cell that made it is gone, or is not what it was; `out-of-order`: it is made further down,
    or a cell above was run again; `overwritten`: a cell below gives it another value; `run-again`: its cell
    goes on from the value it finds, and ran more than once; `nowhere`: no cell makes it. `cell` is the id of
    the cell to look at, where there is one.
    """

    name: str
    why: Literal["deleted", "out-of-order", "overwritten", "run-again", "nowhere"]
    say: str
    cell: str | None = None


class CellTrouble(msgspec.Struct, frozen=True):
    """A cell that raised an error which nobody announced, took too long, or ended the kernel."""

    number: int
    cell: str
    say: str


class CleanRoomReply(msgspec.Struct, frozen=True):
    """What came of it: the verdict with progress and badges as after any check, and what a run from the top
    showed. `say` is the sentence after “In a clean room:”."""

    say: str
    check: CheckReply
    hidden: tuple[HiddenState, ...]
    troubles: tuple[CellTrouble, ...]


class CleanRoomState(msgspec.Struct, frozen=True):
    """How far a clean room is: cell `cell` of `cells`, or, at its end, `reply` or `problem`."""

    id: str
    phase: Literal["starting", "running", "checking", "done", "stopped"]
    cell: int = 0
    cells: int = 0
    reply: CleanRoomReply | None = None
    problem: Problem | None = None
