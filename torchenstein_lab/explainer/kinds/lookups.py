"""Looking things up by tensors of positions: gather, selecting, embeddings."""

from __future__ import annotations

from typing import Any

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import is_tensor, shape_of
from torchenstein_lab.explainer.wording import (
    a_layer,
    code,
    doing,
    dtype_in,
    mention_dtype,
    plural,
    sizes_in,
)

MOST_READ = 200_000
"""Positions that are read to find the one that does not exist."""


@kind(
    "gather-shape",
    title="`gather` or `scatter` with an index of another shape",
    rule="The index of `gather` has as many dimensions as the tensor, and is no larger than it except "
    "along `dim`.",
    errors=RuntimeError,
    says=r"Index tensor must have the same number of dimensions as (?:input|self) tensor|Size does "
    r"not match at dimension (\d+) "
    r"expected index \[([\d, ]*)\] to be no larger than self \[([\d, ]*)\] apart from dimension (\d+)",
    origins=("own",),
)
def gather_shape(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("gather", "scatter", "scatter_add"):
        return None
    tensor, index = operation.operands[0], operation.argument(2, "index")
    if index is None:
        return None
    if match[1] is not None:
        at, small, big = int(match[1]), sizes_in(match[2]), sizes_in(match[3])
        what = f"At dimension {at} the index has {small[at]}, more than the tensor's {big[at]}."
    else:
        a, b = shape_of(tensor.value), shape_of(index.value)
        counts = "" if a is None or b is None else f": {len(b)} instead of {len(a)}"
        what = f"The index has another number of dimensions than the tensor{counts}."
    return Told(
        f"{doing(operation)}. {what}",
        "`index.unsqueeze(1)` makes a column of a vector of positions.",
        (tensor, index),
    )


@kind(
    "select-out-of-range",
    title="A position of `index_select` or `take` that does not exist",
    rule="The positions are 0 to n - 1 along the dimension (for `take`: of the flattened tensor).",
    errors=IndexError,
    says=r"index out of range in self|tried to access index (-?\d+) on a tensor of (\d+) elements",
    origins=("own",),
)
def select_out_of_range(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("index_select", "take"):
        return None
    tensor = operation.operands[0]
    shape = shape_of(tensor.value)
    what = "One of the positions does not exist."
    dim = operation.argument(1, "dim")
    if match[1] is not None:
        what = f"Position {match[1]} does not exist: the tensor has {plural(int(match[2]), 'element')}."
    elif shape and dim is not None and isinstance(dim.value, int):
        what = (
            f"Dimension {dim.value} has size {shape[dim.value]}, and one of the positions is not below that."
        )
    return Told(f"{doing(operation)}. {what}", "Print the index's `.max()`.", operation.operands)


@kind(
    "narrow-range",
    title="A stretch that reaches beyond the dimension",
    rule="`narrow(dim, start, length)` stays inside: start + length is at most the size.",
    errors=RuntimeError,
    says=r"start \((-?\d+)\) \+ length \((\d+)\) exceeds dimension size \((\d+)\)",
    origins=("own",),
)
def narrow_range(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "narrow":
        return None
    start, length, size = map(int, match.groups())
    return Told(
        say=f"{doing(operation)}. It would reach position {start + length - 1}, and the last one is "
        f"{size - 1}.",
        look="A slice (`x[a:b]`) stops at the end by itself.",
        operands=operation.operands[:1],
    )


@kind(
    "embedding-index",
    title="A number that an embedding has no row for",
    rule="An embedding of n rows takes the whole numbers 0 to n - 1.",
    errors=IndexError,
    says=r"index out of range in self",
    origins=("torch",),
)
def embedding_index(seen: Failure, _: Match) -> Told | None:
    frame = seen.called("embedding")
    if frame is None:
        return None
    given: Any = frame.variable("input")
    table = shape_of(frame.variable("weight"))
    if table is None or not is_tensor(given):
        return None
    rows = table[0]
    readable = given.device.type == "cpu" and given.numel() <= MOST_READ
    values = given.reshape(-1).tolist() if readable else []
    wrong = next((value for value in values if not 0 <= value < rows), None)
    named = seen.layer.given if seen.layer is not None else seen.passed("embedding", "input", 0)
    where = f"in an embedding of {plural(rows, 'row')}"
    if seen.layer is not None:
        where = f"in {a_layer(seen.layer.path, seen.layer.kind)} of {plural(rows, 'row')}"
    text = code(named.text) if named is not None else "numbers"
    held = (
        f"It holds {wrong}, and the rows are 0 to {rows - 1}."
        if wrong is not None
        else f"The rows are 0 to {rows - 1}."
    )
    return Told(
        say=f"You look up {text} {where}. {held}",
        look="Compare `num_embeddings` with the largest number that can come in, plus 1.",
        operands=(Named(named.text, given),) if named is not None else (),
    )


@kind(
    "embedding-dtype",
    title="An embedding that is given no whole numbers",
    rule="An embedding looks rows up by whole numbers: int64 or int32.",
    errors=RuntimeError,
    says=r"Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, "
    r"Int; but got (\S+)",
    origins=("torch",),
)
def embedding_dtype(seen: Failure, match: Match) -> Told | None:
    named = seen.layer.given if seen.layer is not None else seen.passed("embedding", "input", 0)
    if named is None:
        return None
    where = a_layer(seen.layer.path, seen.layer.kind) + "," if seen.layer is not None else "an embedding"
    return Told(
        say=f"You look up {mention_dtype(named, dtype_in(match[1]))} in {where} which takes whole "
        "numbers: int64 or int32.",
        look="Token numbers are made as int64; see where they became another dtype.",
        operands=(named,),
    )


@kind(
    "one-hot-classes",
    title="A class that `one_hot` has no place for",
    rule="`one_hot(x, num_classes=n)` takes whole numbers (int64) from 0 to n - 1.",
    errors=RuntimeError,
    says=r"Class values must be (smaller than num_classes|non-negative)|one_hot is only applicable to "
    r"index tensor",
    origins=("own",),
)
def one_hot_classes(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "one_hot":
        return None
    named, classes = operation.operands[0], operation.argument(1, "num_classes")
    if match[1] is None:
        what = f"The classes {mention_dtype(named)} must be int64."
    elif match[1] == "non-negative":
        what = "One of the classes is negative."
    else:
        what = f"One of the classes is not below {classes.value if classes is not None else 'num_classes'}."
    return Told(
        f"{doing(operation)}. {what}",
        "Print the smallest and the largest class: `x.min(), x.max()`.",
        operation.operands,
    )
