"""Running out of memory, and out of the stack."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.wording import code

UNITS = ("bytes", "KB", "MB", "GB", "TB", "PB")


def readable(count: int) -> str:
    """A number of bytes in units of 1,000: 40 TB."""
    size, unit = float(count), 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.3g} {UNITS[unit]}"


@kind(
    "out-of-memory",
    title="A tensor that does not fit into memory",
    rule="A tensor takes as many bytes as its sizes multiply to, times the bytes of one element (4 "
    "for float32).",
    errors=(RuntimeError, MemoryError),
    says=r"can't allocate memory: you tried to allocate (\d+) bytes|Tried to allocate ([\d.]+ \w+)"
    r"|Unable to allocate ([\d.]+ \w+)",
    origins=("own", "torch", "numpy"),
)
def out_of_memory(seen: Failure, match: Match) -> Told | None:
    if seen.spot is None or seen.spot.node is None:
        return None
    wanted = readable(int(match[1])) if match[1] else match[2] or match[3]
    operation = seen.operation
    return Told(
        say=f"{code(seen.spot.source_of(seen.spot.node))} needs {wanted} of memory at once, which "
        "this machine does not give.",
        look="Multiply the sizes of the result; a broadcast of (n, 1) with (1, n) makes n × n elements.",
        operands=() if operation is None else operation.operands,
    )


@kind(
    "size-too-big",
    title="A size that is no size any more",
    rule="A size is at most about 9.2 × 10¹⁸.",
    errors=(TypeError, RuntimeError),
    says=r"argument 'size' failed to unpack the object at pos \d+ with error \"Overflow when "
    r"unpacking long|Storage size calculation overflowed",
    origins=("own",),
)
def size_too_big(seen: Failure, _: Match) -> Told | None:
    if seen.operation is None:
        return None
    return Told(
        say=f"{code(seen.operation.text)} asks for more elements than a tensor can have.",
        look="See how the size was computed.",
        operands=seen.operation.operands,
    )


@kind(
    "endless-recursion",
    title="A function that calls itself without end",
    rule="Python stops after about a thousand nested calls.",
    errors=RecursionError,
    origins=("own", "torch", "numpy", "other"),
)
def endless_recursion(seen: Failure, _: Match) -> Told | None:
    functions = [frame.function for frame in seen.frames if frame.own and not frame.function.startswith("<")]
    if not functions:
        return None
    most = max(dict.fromkeys(functions), key=functions.count)
    return Told(
        say=f"{code(most)} was called again before it had ended, over and over, until Python stopped it.",
        look="Something must end the recursion before the next call; and an attribute or `forward` "
        "must not call itself.",
    )
