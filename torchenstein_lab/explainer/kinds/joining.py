"""Putting tensors together: cat, stack, batches."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure, parts_of
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.pictures.aligned import compared_picture
from torchenstein_lab.explainer.pictures.join import join_picture
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import a_type, is_tensor, shape_of
from torchenstein_lab.explainer.wording import called_name, code, listed, mention, plural, sizes, sizes_in

JOINS = ("cat", "concat", "concatenate", "hstack", "vstack", "dstack", "column_stack", "row_stack", "stack")


def _joined(seen: Failure) -> tuple[Operation, list[Named]] | None:
    """A joining call and the tensors in its list (none where the list is made by a call)."""
    operation = seen.operation
    if operation is None or operation.name not in JOINS:
        return None
    given = operation.argument(0, "tensors")
    return (operation, []) if given is None else (operation, parts_of(given, seen))


def _joining(operation: Operation, parts: list[Named], dim: int | None) -> str:
    """Say "You join `a` (2, 3) and `b` (2, 4) along dimension 0 with `torch.cat`"."""
    what = listed([mention(part) for part in parts]) if 0 < len(parts) <= 6 else "the tensors of the list"
    along = "" if dim is None else f" along dimension {dim}"
    return f"You join {what}{along} with {called_name(operation)}"


@kind(
    "cat-sizes",
    title="Tensors to be joined that differ elsewhere too",
    rule="`torch.cat` joins along one dimension; all others must have equal sizes.",
    errors=RuntimeError,
    says=r"Sizes of tensors must match except in dimension (\d+)\. Expected size (\d+) but got size "
    r"(\d+) for tensor number (\d+)",
    origins=("own",),
)
def cat_sizes(seen: Failure, match: Match) -> Told | None:
    found = _joined(seen)
    if found is None:
        return None
    operation, parts = found
    dim, wanted, got, number = map(int, match.groups())
    shapes = [shape_of(part.value) for part in parts]
    culprit = code(parts[number].text) if number < len(parts) else f"tensor number {number}"
    picture = (
        join_picture([p.text for p in parts], [s for s in shapes if s], dim)
        if shapes and all(shapes)
        else None
    )
    return Told(
        say=f"{_joining(operation, parts, dim)}. Every other dimension must agree: {culprit} has "
        f"{got} where the first has {wanted}.",
        look="`dim=` chooses the dimension to join along.",
        operands=tuple(parts),
        picture=picture,
    )


@kind(
    "cat-dimensions",
    title="Tensors to be joined with different numbers of dimensions",
    rule="`torch.cat` joins tensors that all have the same number of dimensions, and at least one.",
    errors=RuntimeError,
    says=r"Tensors must have same number of dimensions: got (\d+) and (\d+)|zero-dimensional tensor "
    r"\(at position (\d+)\) cannot be concatenated",
    origins=("own",),
)
def cat_dimensions(seen: Failure, match: Match) -> Told | None:
    found = _joined(seen)
    if found is None:
        return None
    operation, parts = found
    if match[3] is not None:
        what = "A tensor of shape () has no dimension to join along."
        look = "`torch.stack` joins single numbers: it makes the dimension."
    else:
        what = f"They have {match[1]} and {match[2]} dimensions; they must have equally many."
        look = "`.unsqueeze(0)` gives a tensor another dimension at the front."
    return Told(f"{_joining(operation, parts, None)}. {what}", look, tuple(parts))


@kind(
    "stack-sizes",
    title="Tensors to be stacked that have different shapes",
    rule="`torch.stack` puts tensors of one and the same shape along a new dimension.",
    errors=RuntimeError,
    says=r"stack expects each tensor to be equal size, but got \[([\d, ]*)\] at entry 0 and \[([\d, "
    r"]*)\] at entry (\d+)",
    origins=("own",),
)
def stack_sizes(seen: Failure, match: Match) -> Told | None:
    found = _joined(seen)
    if found is None:
        return None
    operation, parts = found
    first, other = sizes_in(match[1]), sizes_in(match[2])
    return Told(
        say=f"{_joining(operation, parts, None)}. All must have one shape; number 0 is "
        f"{sizes(first)}, number {match[3]} is {sizes(other)}.",
        look="`torch.cat` joins along a dimension that exists; `torch.nn.utils.rnn.pad_sequence` pads "
        "to one length.",
        operands=tuple(parts),
        picture=compared_picture(
            [f"number 0: {parts[0].text}" if parts else "number 0", f"number {match[3]}"], [first, other]
        ),
    )


@kind(
    "join-nothing",
    title="Joining an empty list",
    rule="`torch.cat` and `torch.stack` need at least one tensor.",
    errors=(RuntimeError, ValueError),
    says=r"expected a non-empty list of Tensors|stack expects a non-empty TensorList",
    origins=("own",),
)
def join_nothing(seen: Failure, _: Match) -> Told | None:
    found = _joined(seen)
    if found is None:
        return None
    operation = found[0]
    given = operation.argument(0, "tensors")
    what = code(given.text) if given is not None else "the list"
    return Told(
        say=f"You join the tensors of {what} with {called_name(operation)}, and there is none in it.",
        look="See where the list should be filled, and whether that line ran.",
        operands=(given,) if given is not None else (),
    )


@kind(
    "join-no-list",
    title="Tensors given one by one instead of in a list",
    rule="`torch.cat` and `torch.stack` take their tensors in one list or tuple.",
    errors=TypeError,
    says=r"argument 'tensors' \(position 1\) must be tuple of Tensors, not (\w+)|expected Tensor as "
    r"element (\d+) in argument 0, but got (\w+)"
    r"|[hvd]stack\(\) takes 1 positional argument but (\d+) were given",
    origins=("own",),
)
def join_no_list(seen: Failure, match: Match) -> Told | None:
    found = _joined(seen)
    if found is None or not found[0].operands:
        return None
    operation, parts = found
    name = called_name(operation)
    if match[2] is not None:
        index = int(match[2])
        item = parts[index] if index < len(parts) else None
        what = (
            f"{code(item.text)} is {a_type(item.value)}"
            if item is not None and item.known
            else f"number {match[2]} is {match[3]}"
        )
        return Told(
            say=f"You join the items of a list with {name}. All must be tensors, and {what}.",
            look="`torch.tensor([…])` makes a tensor of a number or a list.",
            operands=tuple(parts),
        )
    first = operation.operands[0]
    given = "its first argument must be a list or tuple of tensors"
    return Told(
        say=f"You call {name} with {listed([mention(part) for part in operation.operands])}, and {given}.",
        look=f"In brackets they are one list: "
        f"{code(name.strip('`') + '([' + ', '.join(p.text for p in operation.operands) + '])')}."
        if all(is_tensor(part.value) for part in operation.operands)
        else "Put the tensors in brackets.",
        operands=(first, *operation.operands[1:]),
    )


@kind(
    "batch-shapes",
    title="Samples of a batch that differ",
    rule="A `DataLoader` stacks the samples of a batch, so they must have one shape.",
    errors=RuntimeError,
    says=r"stack expects each tensor to be equal size, but got \[([\d, ]*)\] at entry 0 and \[([\d, "
    r"]*)\] at entry (\d+)",
    origins=("torch",),
)
def batch_shapes(seen: Failure, match: Match) -> Told | None:
    if seen.called("collate_tensor_fn", "default_collate") is None:
        return None
    first, other = sizes_in(match[1]), sizes_in(match[2])
    return Told(
        say=f"A `DataLoader` stacks the samples of a batch. Number 0 is {sizes(first)}, number "
        f"{match[3]} is {sizes(other)}.",
        look="Look at `dataset[i]` for some i; a `collate_fn` of your own can pad the samples.",
        operands=(),
        picture=compared_picture(["sample 0", f"sample {match[3]}"], [first, other]),
    )


@kind(
    "batch-contents",
    title="Samples that a `DataLoader` cannot stack",
    rule="A `DataLoader` makes batches of tensors, arrays, numbers, texts, and tuples, lists and "
    "dictionaries of them.",
    errors=TypeError,
    says=r"default_collate: batch must contain tensors, .*; found <class '([\w.]+)'>",
    origins=("torch",),
)
def batch_contents(seen: Failure, match: Match) -> Told | None:
    if seen.called("collate", "default_collate") is None:
        return None
    found = "None" if match[1] == "NoneType" else match[1]
    return Told(
        say=f"A `DataLoader` makes a batch of samples, and one of them is, or holds, {code(found)}, "
        "of which it can make none.",
        look="Look at what `__getitem__` of the dataset returns.",
    )


@kind(
    "dataset-lengths",
    title="Tensors of a dataset with different lengths",
    rule="`TensorDataset` pairs row with row: all its tensors have the same first size.",
    errors=AssertionError,
    says=r"Size mismatch between tensors",
    origins=("torch",),
)
def dataset_lengths(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "TensorDataset":
        return None
    lengths = [shape[0] for part in operation.operands if (shape := shape_of(part.value))]
    rows = f" Their first sizes are {listed([str(n) for n in lengths])}." if lengths else ""
    return Told(
        say=f"You put {listed([mention(part) for part in operation.operands])} into one "
        f"`TensorDataset`.{rows} They must be equal.",
        look="The first axis counts the samples: inputs and targets have equally many.",
        operands=operation.operands,
    )


@kind(
    "random-split",
    title="Parts of a dataset that do not add up",
    rule="The lengths given to `random_split` add up to the dataset's length (or, as fractions, to 1).",
    errors=ValueError,
    says=r"Sum of input lengths does not equal the length of the input dataset",
    origins=("torch",),
)
def random_split(seen: Failure, _: Match) -> Told | None:
    frame, operation = seen.called("random_split"), seen.operation
    if frame is None or operation is None:
        return None
    lengths, dataset = frame.variable("lengths"), frame.variable("dataset")
    if not isinstance(lengths, list) or not all(isinstance(n, int) for n in lengths):
        return None
    name = operation.operands[0].text if operation.operands else "dataset"
    whole = (
        f"{code(name)} has {plural(len(dataset), 'sample')}"
        if isinstance(dataset, (list, tuple))
        else f"{code(name)} has another number"
    )
    return Told(
        say=f"You split into parts of {listed([str(n) for n in lengths])}, together {sum(lengths)}, "
        f"and {whole}.",
        look="Fractions such as `[0.8, 0.2]` are taken too.",
        operands=operation.operands,
    )
