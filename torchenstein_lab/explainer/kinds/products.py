"""Products of matrices: `@`, `einsum`, and what needs a square matrix."""

from __future__ import annotations

import ast
import re

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.pictures.aligned import broadcast_picture, clashing_axis
from torchenstein_lab.explainer.pictures.matmul import matmul_picture
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import (
    shape_of,
)
from torchenstein_lab.explainer.wording import (
    code,
    doing,
    mention,
    plural,
    sizes,
)

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
        picture=matmul_picture(left.text, a, right.text, b),
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
        picture=broadcast_picture([named.text for named in pair], batches),
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
