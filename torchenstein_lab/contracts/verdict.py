"""What a check found: made in the kernel, stored in part, shown by the interface and by `_repr_html_`.

A verdict carries small pictures of tensors (`Preview`), never the tensors themselves. Encoded it is
at most `VERDICT_BYTES` long.
"""

from enum import Enum
from typing import Final, Literal

import msgspec

VERDICT_BYTES: Final = 256 * 1024


class Outcome(str, Enum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    RULE_BROKEN = "rule-broken"
    ERROR = "error"
    TIMEOUT = "timeout"
    NOT_ATTEMPTED = "not-attempted"
    KERNEL_BUSY = "kernel-busy"
    KERNEL_GONE = "kernel-gone"
    CANNOT_CHECK = "cannot-check"


class Category(str, Enum):
    """What a finding is about, in the order in which a diagnosis looks."""

    MISSING = "missing"
    NOT_ATTEMPTED = "not-attempted"
    TYPE = "type"
    SHAPE = "shape"
    DTYPE = "dtype"
    DEVICE = "device"
    GRADIENT_TRACKING = "gradient-tracking"
    VALUE = "value"
    GRADIENT = "gradient"
    MEMORY = "memory"
    ARGUMENT = "argument"
    RULE = "rule"
    RAISED = "raised"
    CRASH = "crash"
    TIME = "time"


class Preview(msgspec.Struct, frozen=True):
    """A small picture of a value: a window of at most 16 x 16 cells of a tensor, or a short text.

    `cells` holds the texts of the window in reading order (`rows` x `columns` of them), `levels` the same
    cells as numbers between 0 and 1 on the scale shared by expected and got (`None`: NaN, infinite or
    not a number), whose ends are `limits`, in words. With `diverging`, numbers lie on both sides of zero, and
    0.5 is zero. `wrong` the indices into `cells` that differ. `origin` is the index, in the tensor, of
    the window's first cell. `text` says it all in words, for those who do not see the picture.
    """

    text: str
    shape: tuple[int, ...] | None = None
    dtype: str | None = None
    rows: int = 0
    columns: int = 0
    cells: tuple[str, ...] = ()
    levels: tuple[float | None, ...] = ()
    wrong: tuple[int, ...] = ()
    origin: tuple[int, ...] = ()
    truncated: bool = False
    diverging: bool = False
    limits: tuple[str, str] | None = None


class Finding(msgspec.Struct, frozen=True):
    """One thing a check observed.

    `promise` is the promise of the task it belongs to, `category` what it is about, `say` the sentence
    for the learner (empty while `state` is kept or waiting), `seen` the call and the numbers behind it,
    `replay` Python source that puts the failing input into a cell, `line` where in the learner's code.
    """

    promise: str
    state: Literal["kept", "broken", "waiting"]
    category: Category | None = None
    say: str = ""
    seen: str = ""
    expected: Preview | None = None
    got: Preview | None = None
    replay: str = ""
    line: int | None = None


class LearnerError(msgspec.Struct, frozen=True):
    """An exception that the learner's code raised: its kind and message, the line, and the full traceback."""

    kind: str
    message: str
    line: int | None
    source: str
    traceback: str


class Verdict(msgspec.Struct, frozen=True):
    """All findings of one check of one answer, and its outcome.

    `say` is the one sentence that is read first, `seen` the facts behind it, `next` what to try.
    `misconception` is the id of the known wrong answer that this answer behaves like. `seed` and `deal`
    let the check be repeated; `sandbox` says where it ran; `printed` is what the answer printed.
    """

    pack: str
    lesson: str
    exercise: str
    content: str
    outcome: Outcome
    say: str
    seen: str = ""
    next: str = ""
    misconception: str | None = None
    findings: tuple[Finding, ...] = ()
    error: LearnerError | None = None
    printed: str = ""
    seed: int = 0
    deal: int | None = None
    sandbox: Literal["fork", "guard", "none"] = "none"
    seconds: float = 0.0
    contract: int = 1


class JudgeRequest(msgspec.Struct, frozen=True):
    """What the server asks the learner's kernel to judge.

    `source` is the text of the learner's cell (it stays on the learner's machine), used to tell an
    untouched starter and to name lines; `content` the version of the exercise that the server knows;
    `raised` whether the cell has just ended in an error: the names in the kernel are then not its own.
    """

    pack: str
    lesson: str
    exercise: str
    content: str | None = None
    source: str | None = None
    deal: int | None = None
    seed: int | None = None
    raised: bool = False
    contract: int = 1
