"""Products of matrices, and values that must be one number or have dimensions."""

from __future__ import annotations

import ast
import re
from math import prod

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.picture import broadcast_picture, clashing_axis, matmul_picture
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import is_tensor, shape_of
from torchenstein_lab.explainer.wording import code, doing, mention, plural, sizes

PRODUCTS = ("matmul", "mm", "bmm", "mv", "dot", "vdot", "inner", "outer", "ger")
ADDED_PRODUCTS = ("addmm", "addbmm", "baddbmm", "addmv")
ATTENTION = "scaled_dot_product_attention"


def factors(operation: Operation | None) -> tuple[Named, Named] | None:
    """The two operands that an operation multiplies as matrices; None where it multiplies none."""
    if operation is None:
        return None
    first = 1 if operation.name in ADDED_PRODUCTS else 0
    pair = operation.operands[first : first + 2]
    return (pair[0], pair[1]) if operation.name in PRODUCTS + ADDED_PRODUCTS and len(pair) == 2 else None


def _sides(operation: Operation) -> tuple[str, str]:
    return ("the left", "the right") if operation.symbol else ("the first", "the second")


def plainly_named(named: Named) -> bool:
    """Whether `.T` may be written behind an expression as it stands."""
    return isinstance(named.node, (ast.Name, ast.Attribute, ast.Subscript))


def _transposed(left: Named, right: Named) -> str:
    """What to look at: a factor whose transpose would fit, where there is one."""
    a, b = shape_of(left.value) or (), shape_of(right.value) or ()
    if len(b) >= 2 and plainly_named(right) and a[-1] == b[-1]:
        swapped = f"{right.text}.T" if len(b) == 2 else f"{right.text}.mT"
        return f"Compare {code(right.text)} with {code(swapped)}, which is {sizes((*b[:-2], b[-1], b[-2]))}."
    if len(a) >= 2 and plainly_named(left) and a[-2] == b[max(len(b) - 2, 0)]:
        swapped = f"{left.text}.T" if len(a) == 2 else f"{left.text}.mT"
        return f"Compare {code(left.text)} with {code(swapped)}, which is {sizes((*a[:-2], a[-1], a[-2]))}."
    return "Say for each of the two what its axes stand for: the product sums over one that both must have."


@kind(
    "matmul-sizes",
    title="A matrix product of sizes that do not fit",
    rule="A matrix product sums over one axis: the last of the left, the second-to-last of the right "
    "(or its only one).",
    errors=RuntimeError,
    says=r"mat1 and mat2 shapes cannot be multiplied|size mismatch, got input"
    r"|Expected size for first two dimensions of batch2|inconsistent tensor size, expected tensor",
    origins=("own",),
)
def matmul_sizes(seen: Failure, match: Match) -> Told | None:
    operation, pair = seen.operation, factors(seen.operation)
    if operation is None or pair is None:
        return None
    left, right = pair
    a, b = shape_of(left.value), shape_of(right.value)
    if not a or not b or a[-1] == b[max(len(b) - 2, 0)]:
        return _as_pytorch_saw(operation, pair, match.string)
    one, other = _sides(operation)
    last = "only size" if len(a) == 1 else "last size"
    inner = "only size" if len(b) == 1 else "second-to-last size"
    return Told(
        say=f"{doing(operation)}. The {last} of {one} ({a[-1]}) must equal the {inner} of {other} "
        f"({b[max(len(b) - 2, 0)]}).",
        look=_transposed(left, right),
        operands=pair,
        shapes=matmul_picture(left.text, a, right.text, b),
    )


SAID = (
    # What PyTorch says, the two sizes in it that had to be equal, and what it says of the shapes.
    (r"shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)", 2, 3),
    (r"mat \((\d+)x(\d+)\), vec \((\d+)\)", 2, 3),
    (r"batch2 tensor to be: \[(\d+), (\d+)\] but got: \[\1, (\d+)\]", 2, 3),
    (r"expected tensor \[(\d+)\] and src \[(\d+)\]", 1, 2),
)


def _as_pytorch_saw(operation: Operation, pair: tuple[Named, Named], message: str) -> Told | None:
    """For operands that are calls, whose values are not kept: the sizes are those that the message gives."""
    for pattern, left, right in SAID:
        said = re.search(pattern, message)
        if said is None or said[left] == said[right]:
            continue
        one, other = _sides(operation)
        return Told(
            say=f"{doing(operation)}. PyTorch saw {said[left]} as the last size of {one} and "
            f"{said[right]} as the size of {other} "
            "that must equal it.",
            look="Give each of the two a name on a line of its own, and print its `.shape`.",
            operands=pair,
        )
    return None


@kind(
    "matmul-batch",
    title="A batched matrix product whose batches do not fit",
    rule="All axes before the last two are batches: `@` broadcasts them, `torch.bmm` wants them equal.",
    errors=RuntimeError,
    says=r"The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)"
    r"|Expected size for first two dimensions of batch2",
    origins=("own",),
)
def matmul_batch(seen: Failure, match: Match) -> Told | None:
    operation, pair = seen.operation, factors(seen.operation)
    if operation is None or pair is None:
        return None
    a, b = (shape_of(named.value) or () for named in pair)
    batches = (a[:-2], b[:-2])
    back = clashing_axis(batches) if len(a) > 2 and len(b) > 2 else None
    if back is None:
        return None if a and b else _batches_as_pytorch_saw(operation, pair, match.string)
    return Told(
        say=f"{doing(operation)}. Their batches are {sizes(batches[0])} and {sizes(batches[1])}, "
        f"and {batches[0][back]} does not fit {batches[1][back]}.",
        look="Compare the first axes of both: do they count the same things?",
        operands=pair,
        shapes=broadcast_picture([named.text for named in pair], batches),
    )


def _batches_as_pytorch_saw(operation: Operation, pair: tuple[Named, Named], message: str) -> Told | None:
    """For operands that are calls: the batches that the message gives."""
    said = re.search(
        r"tensor a \((\d+)\) must match the size of tensor b \((\d+)\)|to be: \[(\d+), (\d+)\] but "
        r"got: \[(?!\3,)(\d+), \4\]",
        message,
    )
    if said is None:
        return None
    return Told(
        say=f"{doing(operation)}. PyTorch saw batches of {said[1] or said[3]} and "
        f"{said[2] or said[5]}, which do not fit each other.",
        look="Give each of the two a name on a line of its own, and print its `.shape`.",
        operands=pair,
    )


@kind(
    "matmul-scalar",
    title="A matrix product with a tensor that has no dimensions",
    rule="A matrix product needs at least one dimension on each side.",
    errors=RuntimeError,
    says=r"both arguments to matmul need to be at least 1D",
    origins=("own",),
)
def matmul_scalar(seen: Failure, _: Match) -> Told | None:
    operation, pair = seen.operation, factors(seen.operation)
    if operation is None or pair is None:
        return None
    flat = [code(named.text) for named in pair if shape_of(named.value) == ()]
    who = f"{flat[0]} is a single number, without dimensions" if flat else "One of them has no dimensions"
    return Told(f"{doing(operation)}. {who}.", "A single number is multiplied with `*`.", pair)


@kind(
    "product-dimensions",
    title="A product that wants vectors or matrices, and got another number of dimensions",
    rule="`torch.dot` takes two vectors, `torch.mv` a matrix and a vector, `torch.mm` two matrices, "
    "`torch.bmm` two "
    "batches of matrices.",
    errors=RuntimeError,
    says=r"must be a matrix|must be a 3D tensor|1D tensors expected|Expected 1-D argument|vector \+ "
    r"matrix @ vector",
    origins=("own",),
)
def product_dimensions(seen: Failure, _: Match) -> Told | None:
    operation, pair = seen.operation, factors(seen.operation)
    wanted = {
        "mm": (2, 2),
        "addmm": (2, 2),
        "bmm": (3, 3),
        "baddbmm": (3, 3),
        "mv": (2, 1),
        "dot": (1, 1),
        "outer": (1, 1),
    }
    if operation is None or pair is None or operation.name not in wanted:
        return None
    words = {
        1: "a vector (1 dimension)",
        2: "a matrix (2 dimensions)",
        3: "a batch of matrices (3 dimensions)",
    }
    for named, dims in zip(pair, wanted[operation.name], strict=True):
        shape = shape_of(named.value)
        if shape is not None and len(shape) != dims:
            return Told(
                say=f"{doing(operation)}. {code(named.text)} must be {words[dims]}; it has "
                f"{plural(len(shape), 'dimension')}.",
                look="`@` takes vectors, matrices and batches, and chooses by the number of dimensions.",
                operands=pair,
            )
    both = [words[dims] for dims in wanted[operation.name]]
    return Told(
        say=f"{doing(operation)}. It takes {both[0]} and {both[1]}, and one of them has another "
        "number of dimensions.",
        look="Print the `.shape` of both.",
        operands=pair,
    )


@kind(
    "einsum-sizes",
    title="A letter of `einsum` stands for two different sizes",
    rule="In an `einsum` equation one letter is one size, wherever it stands.",
    errors=RuntimeError,
    says=r"einsum\(\): subscript (\w) has size (\d+) for operand (\d+) which does not broadcast with "
    r"previously seen size (\d+)",
)
def einsum_sizes(seen: Failure, match: Match) -> Told | None:
    letter, size, index, earlier = match.groups()
    given = _einsum_operands(seen)
    if given is None:
        return None
    equation, operands = given
    named = operands[int(index)]
    return Told(
        say=f"You call `einsum` with the equation {code(equation)}. Its letter `{letter}` is {size} "
        f"in {mention(named)}, "
        f"and it was {earlier} before.",
        look="Write each operand's letters over its shape, one letter for each size.",
        operands=operands,
    )


def _einsum_operands(seen: Failure) -> tuple[str, tuple[Named, ...]] | None:
    operation = seen.operation
    if operation is None or operation.name != "einsum" or not operation.operands:
        return None
    equation, *rest = operation.operands
    return (equation.value, tuple(rest)) if isinstance(equation.value, str) else None


@kind(
    "einsum-letters",
    title="An `einsum` equation that does not fit its operands",
    rule="An `einsum` equation has one group of letters for each operand, and one letter for each of "
    "its dimensions; the "
    "output's letters all stand in the inputs.",
    errors=RuntimeError,
    says=r"einsum\(\): (the number of subscripts in the equation \((\d+)\) does not match the number "
    r"of dimensions \((\d+)\) "
    r"for operand (\d+)|output subscript (\w) does not appear|(?:fewer|more) operands were provided)",
)
def einsum_letters(seen: Failure, match: Match) -> Told | None:
    given = _einsum_operands(seen)
    if given is None:
        return None
    equation, operands = given
    start = f"You call `einsum` with the equation {code(equation)}."
    groups = equation.split("->")[0].split(",")
    if match[4] is not None:
        index = int(match[4])
        what = (
            f"It gives {mention(operands[index])} the letters `{groups[index].strip()}`: "
            f"{plural(int(match[2]), 'letter')} for {plural(int(match[3]), 'dimension')}."
        )
    elif match[5] is not None:
        what = f"Its output has the letter `{match[5]}`, which stands in no input."
    else:
        what = f"It speaks of {plural(len(groups), 'operand')}, and you give {len(operands)}."
    return Told(
        f"{start} {what}", "Write each operand's letters over its shape, one letter for each size.", operands
    )


@kind(
    "matrix-not-square",
    title="A matrix that must be square, and is not",
    rule="Inverse, determinant and Cholesky are defined for square matrices.",
    errors=RuntimeError,
    says=r"must be batches of square matrices, but they are (\d+) by (\d+)",
    origins=("own",),
)
def matrix_not_square(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    return Told(
        say=f"{doing(operation)}. Its last two sizes must be equal, and they are {match[1]} and {match[2]}.",
        look="For a matrix that is not square there are `torch.linalg.pinv` and `torch.linalg.lstsq`.",
        operands=operation.operands,
    )


@kind(
    "matrix-singular",
    title="A matrix that has no inverse",
    rule="A matrix whose rows depend on each other has no inverse.",
    errors=RuntimeError,
    says=r"matrix is singular",
    origins=("own",),
)
def matrix_singular(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    return Told(
        say=f"{doing(operation)}. This matrix is singular: some row of it is a combination of the "
        "others, so it has no inverse.",
        look=f"Look at the rows of {code(operation.operands[0].text)}, and at its "
        "`torch.linalg.matrix_rank`.",
        operands=operation.operands,
    )


@kind(
    "one-number-wanted",
    title="A tensor of many elements where one number is wanted",
    rule="`.item()`, `float()` and `int()` make a Python number of a tensor that has exactly one element.",
    errors=(RuntimeError, ValueError),
    says=r"a Tensor with (\d+) elements cannot be converted to Scalar|only one element tensors can be "
    r"converted to Python scalars",
    origins=("own",),
)
def one_number_wanted(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("item", "float", "int") or not operation.operands:
        return None
    named = operation.operands[0]
    shape = shape_of(named.value)
    count = match[1] or (str(prod(shape)) if shape is not None else None)
    has = (
        f"It has {plural(int(count), 'element')}; one number is wanted."
        if count
        else "It has more than one element."
    )
    return Told(
        say=f"{doing(operation)}. {has}",
        look="Take one element (`x[0, 0].item()`), reduce it (`x.mean().item()`), or make a list of "
        "all (`x.tolist()`).".replace("x", named.text if plainly_named(named) else "x")
        if plainly_named(named) and shape is not None and len(shape) == 2 and prod(shape) > 0
        else "Take one element, reduce to one (`.mean()`), or make a list of all (`.tolist()`).",
        operands=(named,),
    )


@kind(
    "truth-of-many",
    title="A tensor of many elements where Python wants yes or no",
    rule="`if`, `while`, `and`, `or`, `not` and `in` want one truth value; a tensor of many elements "
    "has many.",
    errors=RuntimeError,
    says=r"Boolean value of Tensor with (more than one value|no values) is ambiguous",
    origins=("own",),
)
def truth_of_many(seen: Failure, match: Match) -> Told | None:
    if seen.spot is None or not isinstance(seen.spot.node, ast.expr):
        return None
    operation = seen.operation
    node: ast.AST = seen.spot.node
    if operation is not None and operation.name in (
        "max",
        "min",
        "sorted",
        "any",
        "all",
        "sum",
        "in",
        "not",
        "bool",
    ):
        if operation.name != "not" and operation.name != "bool":
            return Told(
                say=f"{doing(operation)}. Python asks of a comparison there whether it is true, and "
                f"it has {match[1].replace('value', 'element')}, "
                "each true or false for itself.",
                look="Tensors have their own: `torch.max`, `torch.sort`, `torch.any`, `torch.equal`.",
                operands=operation.operands,
            )
        named = operation.operands[0]
    else:
        named = seen.look_up(node)
    operands = operation.operands if isinstance(node, ast.Compare) and operation is not None else (named,)
    shape = shape_of(named.value)
    held = "no elements" if match[1] == "no values" else "more than one element"
    if shape is not None:
        held = plural(prod(shape), "element")
    return Told(
        say=f"Python asks whether {mention(named)} is true. It has {held}, each true or false for itself.",
        look="Say which you mean: `.any()` (at least one), `.all()` (every one), or `torch.equal(a, "
        "b)` (same shape and values).",
        operands=operands,
    )


@kind(
    "no-dimension-to-walk",
    title="Iterating over, or counting, a tensor without dimensions",
    rule="`for` and `len()` go along the first dimension; a single number has none.",
    errors=TypeError,
    says=r"(iteration over|len\(\) of) a 0-d tensor",
    origins=("torch",),
)
def no_dimension_to_walk(seen: Failure, match: Match) -> Told | None:
    frame = seen.called("__iter__", "__len__")
    if frame is None or not is_tensor(frame.variable("self")):
        return None
    named = _walked(seen)
    what = code(named.text) if named is not None else "a tensor"
    act = "take the items of" if match[1].startswith("iter") else "count the items of"
    return Told(
        say=f"You {act} {what}, whose shape is (): it is a single number, without dimensions.",
        look="Take its value with `.item()`, or give it a dimension with `.unsqueeze(0)`.",
        operands=(named,) if named is not None else (),
    )


def _walked(seen: Failure) -> Named | None:
    """What is iterated over or counted: the operand of a call such as `list(x)`, else the expression "
    "itself."""
    spot, operation = seen.spot, seen.operation
    if spot is None or spot.node is None:
        return None
    in_head = isinstance(spot.statement, ast.For) and spot.node is spot.statement.iter
    if operation is not None and operation.called is not None and operation.operands and not in_head:
        return operation.operands[0]
    if operation is not None and operation.name == "unpack":
        return operation.operands[0]
    return seen.look_up(spot.node)


@kind(
    "tensor-as-count",
    title="A tensor where Python wants a whole number",
    rule="As an index of a list, in `range()` and in repetition, Python takes a whole number, or a "
    "whole-number tensor of one element.",
    errors=TypeError,
    says=r"only integer tensors of a single element can be converted to an index",
    origins=("own",),
)
def tensor_as_count(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    named = next((part for part in operation.operands if is_tensor(part.value)), None)
    if named is None:
        return Told(
            say=f"Python wants a whole number in {code(operation.text)}, and got a tensor that is not "
            "a single whole number.",
            look="`int(t)` or `t.item()` makes a number of a tensor with one element.",
            operands=operation.operands,
        )
    value = named.value
    dtype = str(getattr(value, "dtype", "")).removeprefix("torch.")
    return Told(
        say=f"Python wants a whole number in {code(operation.text)}. There stands {code(named.text)}, "
        "a tensor of shape "
        f"{sizes(shape_of(value) or ())} and dtype {dtype}.",
        look="`int(t)` or `t.item()` makes a number of a tensor with one element; a list can be made "
        "a tensor with `torch.tensor`.",
        operands=operation.operands,
    )


@kind(
    "nothing-to-reduce",
    title="The largest of no elements",
    rule="`max`, `min`, `argmax` and `argmin` of nothing do not exist.",
    errors=(RuntimeError, IndexError),
    says=r"Expected reduction dim to be specified for input\.numel\(\) == 0",
    origins=("own",),
)
def nothing_to_reduce(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    return Told(
        say=f"{doing(operation)}. It is empty, and the {code(operation.name)} of no elements does not exist.",
        look=f"Find out where {code(operation.operands[0].text)} lost its elements: a mask that is "
        "false everywhere, an empty slice.",
        operands=operation.operands,
    )


@kind(
    "too-many-wanted",
    title="`topk` of more elements than there are",
    rule="`topk(k)` takes at most as many elements as the dimension has.",
    errors=RuntimeError,
    says=r"selected index k out of range",
    origins=("own",),
)
def too_many_wanted(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "topk":
        return None
    named, k, dim = operation.argument(0, "input"), operation.argument(1, "k"), operation.argument(2, "dim")
    shape = None if named is None else shape_of(named.value)
    if named is None or k is None:
        return None
    if not shape or not k.known:
        return Told(
            f"{doing(operation)}. The dimension has fewer elements than that.",
            "Compare `k` with the size of that dimension.",
            (named, k),
        )
    axis = dim.value if dim is not None and isinstance(dim.value, int) else -1
    return Told(
        say=f"You ask for the {k.value} largest of {mention(named)} along dimension {axis}, which has "
        f"{plural(shape[axis], 'element')}.",
        look="Compare `k` with the size of that dimension; `dim=` chooses another.",
        operands=(named, k),
    )
