"""What the tensor inspector asks a kernel, and what the kernel answers: a page of rows, never the whole.

Everything in an answer comes from the learner's namespace: names, types and numbers are untrusted text.
Rows and fields are few and flat, because a busy kernel pays for each object. The list's answer to a page of
`PAGE_ROWS` is at most `PAGE_BYTES` long.
"""

from typing import Final, Literal

import msgspec

QUESTION: Final = "torchenstein_inspect_request"
REPLY: Final = "torchenstein_inspect_reply"
"""The types of the inspector's messages to and from a kernel."""
PAGE_ROWS: Final = 50
PAGE_BYTES: Final = 16 * 1024


class OpenedRow(msgspec.Struct, frozen=True):
    """A row whose insides are shown: where it is, and how many of its children are asked for."""

    path: tuple[str, ...]
    count: int = PAGE_ROWS


class InspectRequest(msgspec.Struct, frozen=True):
    """One question of the inspector.

    `ask`: `page` some rows (`start`, `count`) with the insides of the `open` ones; `detail` the value at
    `path` with its picture; `examine` the next few tensors for NaN and infinity, from the one numbered
    `start`. `only` and `search` choose rows by kind and by a part of the name. `begin` says that the panel
    has just opened (what changed before counts for nothing), `fresh` that names may have come and gone,
    `ended` that a cell has ended since the last question, `running` that one runs now.
    """

    ask: Literal["page", "detail", "examine"] = "page"
    start: int = 0
    count: int = PAGE_ROWS
    sort: Literal["name", "bytes", "kind", "changed"] = "name"
    only: Literal["all", "tensors", "parameters", "modules", "changed"] = "all"
    search: str = ""
    open: tuple[OpenedRow, ...] = ()
    path: tuple[str, ...] = ()
    begin: bool = False
    fresh: bool = False
    ended: bool = False
    running: bool = False
    contract: int = 1


class Fact(msgspec.Struct, frozen=True):
    """One thing about a module, an optimizer or a data loader, under PyTorch's own name for it."""

    name: str
    value: str


class Inside(msgspec.Struct, frozen=True):
    """What is inside a module, a group, an optimizer or a data loader: how many children, a module's learned
    numbers and those of them that get no gradient (`null` for what is no module), and facts."""

    children: int = 0
    parameters: int | None = None
    frozen: int = 0
    facts: tuple[Fact, ...] = ()


class Strange(msgspec.Struct, frozen=True):
    """How many elements are NaN, and how many infinite."""

    nan: int
    infinite: int


class TensorRow(msgspec.Struct, frozen=True):
    """One value in the list, or inside another one.

    `path` leads to it from the notebook's names; it is empty where the value cannot be opened.
    `type` is the name of its class. `gradient`: `none` is not tracked, `wanted` will get one, `ready` has
    one in `.grad`, `made` came out of an operation on tracked tensors (`by` names it). `nbytes` are the
    bytes of its elements, `storage_bytes` those of the memory it lies in. `storage` is the same number for
    rows that share memory (0: shares with nobody), `layout` how it lies there. `mark` says what the last cell
    did to it. `strange` is `null` until somebody asked, and again when the tensor has changed since. `note`
    is a code for what is odd about it.
    """

    name: str
    path: tuple[str, ...]
    kind: Literal["tensor", "parameter", "buffer", "module", "optimizer", "loader", "group"]
    type: str
    shape: tuple[int, ...] | None = None
    dtype: str = ""
    device: str = ""
    gradient: Literal["none", "wanted", "ready", "made"] = "none"
    by: str = ""
    nbytes: int | None = None
    storage_bytes: int | None = None
    storage: int = 0
    layout: Literal["", "whole", "part", "strided", "permuted", "stretched"] = ""
    mark: Literal["", "new", "replaced", "changed"] = ""
    strange: Strange | None = None
    inside: Inside | None = None
    note: Literal["", "unreadable", "lazy", "freed", "half-built", "no-data"] = ""


class Branch(msgspec.Struct, frozen=True):
    """The insides of an open row, as many as were asked for."""

    path: tuple[str, ...]
    rows: tuple[TensorRow, ...]


class DeviceMemory(msgspec.Struct, frozen=True):
    """Memory that PyTorch itself counts on an accelerator, in bytes: now, and the most so far."""

    device: str
    now: int
    peak: int


class MemoryUse(msgspec.Struct, frozen=True):
    """Bytes: of everything listed, each storage counted once; the most the inspector has seen of that;
    of the whole Python process now and at its peak (`null` where the system does not say)."""

    tensors: int
    highest: int
    process: int | None
    process_peak: int | None
    devices: tuple[DeviceMemory, ...] = ()


class TensorPage(msgspec.Struct, frozen=True):
    """A page. `total` names are tensors and their like, `matching` of them were asked for; `rows` are those
    from `start` on. `gone` are names that the last cell took away. `torch` is false while the kernel has not
    imported PyTorch. `uncounted` says that memory and brackets are older than the rows: ask once more."""

    torch: bool
    total: int
    matching: int
    start: int
    rows: tuple[TensorRow, ...]
    branches: tuple[Branch, ...]
    gone: tuple[str, ...]
    memory: MemoryUse
    uncounted: bool = False


class TensorDetail(msgspec.Struct, frozen=True):
    """One value, looked at closely: its row, strides and offset (in elements), the other names of its memory
    (`others` more are not named), and its picture by MIME type (empty where it has none)."""

    row: TensorRow
    strides: tuple[int, ...] = ()
    offset: int = 0
    sharing: tuple[str, ...] = ()
    others: int = 0
    picture: tuple[Fact, ...] = ()


class Examined(msgspec.Struct, frozen=True):
    """How far the search for NaN and infinity is: `next` is the tensor to go on from, `null` at the end.

    `looked` tensors were looked at this time, and `found` of them have some.
    """

    next: int | None
    looked: int
    found: int


class InspectReply(msgspec.Struct, frozen=True):
    """The answer to one question; `say` tells why there is none."""

    page: TensorPage | None = None
    detail: TensorDetail | None = None
    examined: Examined | None = None
    say: Literal["", "contract", "gone", "failed"] = ""
    contract: int = 1
