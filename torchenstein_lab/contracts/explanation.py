"""What an error means: made in the kernel from an exception, shown by the interface and by `_repr_html_`.

An explanation says what was seen, never what may have been meant. In its sentences, what stands between
backticks is code. Encoded it is at most `EXPLANATION_BYTES` long.
"""

from typing import Final, Literal

import msgspec

EXPLANATION_BYTES: Final = 128 * 1024
MESSAGE_CHARACTERS: Final = 500


class Operand(msgspec.Struct, frozen=True):
    """A value that took part in what failed.

    `name` is the expression as the learner wrote it, `type` the name of the value's type (empty where the
    value could not be looked up without running code), `preview` the value itself where it is short and
    exact: whole numbers, texts, small tensors of whole numbers.
    """

    name: str
    type: str = ""
    shape: tuple[int, ...] | None = None
    dtype: str = ""
    device: str = ""
    preview: str = ""


class Axis(msgspec.Struct, frozen=True):
    """One axis of a tensor in a picture of shapes.

    `state`: `meets` and `clashes` are told of axes that the operation compares; `missing` is an axis that
    this tensor does not have and the others do (its `size` is 1, as broadcasting counts it).
    """

    size: int
    state: Literal["plain", "meets", "clashes", "missing"] = "plain"
    label: str = ""


class ShapeRow(msgspec.Struct, frozen=True):
    """One tensor in a picture of shapes: its name, its axes in order, and a note such as "6 elements"."""

    name: str
    axes: tuple[Axis, ...]
    note: str = ""


Role = Literal["plain", "meets", "clashes", "missing", "quiet", "hatch"]


class Box(msgspec.Struct, frozen=True):
    """A rectangle of a drawing. All places and sizes are whole CSS pixels, from the top left corner."""

    x: int
    y: int
    width: int
    height: int
    role: Role = "plain"


class Line(msgspec.Struct, frozen=True):
    """A straight line of a drawing."""

    x1: int
    y1: int
    x2: int
    y2: int
    role: Role = "plain"


class Label(msgspec.Struct, frozen=True):
    """A short text of a drawing; `y` is its base line, `align` which part of it stands at `x`."""

    x: int
    y: int
    text: str
    role: Role = "plain"
    align: Literal["start", "middle", "end"] = "middle"


class Drawing(msgspec.Struct, frozen=True):
    """A picture of shapes as plain data, for whoever draws it: first boxes, then lines, then labels.

    A `role` is told by colour and by stroke: what clashes is dashed and hatched. `alt` says it in words.
    """

    width: int
    height: int
    alt: str
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    labels: tuple[Label, ...] = ()


class Mark(msgspec.Struct, frozen=True):
    """What failed, in one line of `Explanation.source`: the line's index there, and columns in characters."""

    line: int
    start: int
    end: int


class Explanation(msgspec.Struct, frozen=True):
    """One explained error.

    `known` is false when the error is of no kind in `docs/errors.md`; `kind` and `family` are then empty.
    `say` is read first: what was computed, and how it broke the rule. `rule` is the rule in general, `look`
    what to look at next. `error` and `message` are Python's own. `place` says in words where the learner's
    line is; `line` is its number there, `source` its text, `marks` the part that failed. `cell` is the
    execution count of the cell that was run. `shapes` are the facts of a picture, `drawing` the picture;
    there is none where none helps.
    """

    known: bool
    kind: str
    family: str
    say: str
    rule: str
    look: str
    error: str
    message: str
    place: str = ""
    line: int | None = None
    source: str = ""
    marks: tuple[Mark, ...] = ()
    cell: int | None = None
    operands: tuple[Operand, ...] = ()
    shapes: tuple[ShapeRow, ...] = ()
    drawing: Drawing | None = None
    traceback: str = ""
    contract: int = 1


class ExplainRequest(msgspec.Struct, frozen=True):
    """What the server asks the learner's kernel: its last error.

    `cell`, `error` and `message` (what a front end knows of an error that it shows: the execution count, the
    exception's name, the first `MESSAGE_CHARACTERS` of its message) make sure that it is that error and no
    later one.
    """

    cell: int | None = None
    error: str | None = None
    message: str | None = None
    contract: int = 1


class ExplainReply(msgspec.Struct, frozen=True):
    """The explanation, or a sentence that says why there is none."""

    explanation: Explanation | None
    say: str = ""
