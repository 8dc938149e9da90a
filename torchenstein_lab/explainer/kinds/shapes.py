"""Values that must be one number, or have dimensions."""

from __future__ import annotations

import ast
from math import prod

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.kinds.products import plainly_named
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import (
    is_tensor,
    shape_of,
)
from torchenstein_lab.explainer.wording import (
    code,
    doing,
    mention,
    plural,
    sizes,
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
