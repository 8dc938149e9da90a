"""Operations on numbers of the wrong kind, or of two kinds."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.kinds.products import factors
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import dtype_of, is_tensor
from torchenstein_lab.explainer.wording import a_layer, code, doing, dtype_in, mention_dtype

BITS = (
    "bitwise_and",
    "bitwise_or",
    "bitwise_xor",
    "bitwise_not",
    "lshift",
    "rshift",
    "check_uniform",
    "normal_kernel",
)


@kind(
    "matmul-dtype",
    title="A matrix product of two dtypes",
    rule="Both sides of a matrix product have the same dtype; nothing is converted on its own.",
    errors=RuntimeError,
    says=r"expected m1 and m2 to have the same dtype, but got: (.+) != (.+)|expected scalar type "
    r"(\w+) but found (\w+)"
    r"|expected both vectors to have same dtype, but found (\w+) and (\w+)"
    r"|add\w+ input tensors must have the same dtype, but got \w+, (\w+), and (\w+)",
    origins=("own",),
)
def matmul_dtype(seen: Failure, match: Match) -> Told | None:
    operation, pair = seen.operation, factors(seen.operation)
    if operation is None or pair is None:
        return None
    kinds = [dtype_in(part) for part in match.groups() if part is not None]
    known = [dtype_of(named.value) or given for named, given in zip(pair, kinds, strict=True)]
    told = dict(zip((named.text for named in pair), known, strict=True))

    def tell(named: Named) -> str:
        return mention_dtype(named, told.get(named.text, ""))

    return Told(
        say=f"{doing(operation, tell)}. Both must have the same dtype.",
        look="`.float()` makes float32, `.double()` float64; see where the two got their dtypes.",
        operands=pair,
    )


@kind(
    "layer-dtype",
    title="A layer that is given another dtype than its weights have",
    rule="What goes into a layer has the dtype of the layer's parameters, float32 unless you chose another.",
    errors=RuntimeError,
    says=r"mat1 and mat2 must have the same dtype, but got (\w+) and (\w+)|Input type \(([\w: ]+)\) "
    r"and (?:bias|weight) type \(([\w: ]+)\) "
    r"should be the same|expected (?:m1 and m2|input and weight) to have the same dtype, but got: "
    r"(.+) != (.+)"
    r"|expected scalar type (\w+) but found (\w+)|mixed dtype",
    origins=("torch",),
)
def layer_dtype(seen: Failure, _: Match) -> Told | None:
    layer = seen.layer
    if layer is None or not is_tensor(layer.given.value):
        return None
    weight = next(iter(layer.module.parameters(recurse=False)), None)
    wanted, got = dtype_of(weight), dtype_of(layer.given.value)
    if not wanted or wanted == got:
        return None
    given = f"{code(layer.given.text)} is" if not layer.given.text.startswith("input of ") else "it got"
    return Told(
        say=f"{a_layer(layer.path, layer.kind)}, has {wanted} parameters; {given} {got}. Both must "
        "have the same dtype.",
        look="`.float()` makes float32 of what goes in; `.double()` on the module makes its "
        "parameters float64.",
        operands=(layer.given,),
    )


@kind(
    "float-wanted",
    title="Means, roots and norms of whole numbers",
    rule="Mean, standard deviation and norms are computed for floating-point numbers.",
    errors=RuntimeError,
    says=r"could not infer output dtype\. Input dtype must be either a floating point or complex "
    r"dtype\. Got: (\w+)"
    r"|std and var only support floating point|Expected a floating point or complex tensor as input\. "
    r"Got (\w+)",
)
def float_wanted(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = operation.operands[0]
    dtype = dtype_of(named.value) or dtype_in(match[1] or match[2] or "")
    of = f", a tensor of dtype {dtype}" if dtype else ""
    return Told(
        say=f"{doing(operation)}{of}. The {code(operation.name)} is computed for floating-point "
        "numbers only.",
        look=f"Compare {code(named.text)} with {code(named.text + '.float()')}.",
        operands=(named,),
    )


@kind(
    "not-for-dtype",
    title="An operation that does not exist for a dtype",
    rule="Many operations exist for some dtypes only: softmax for floating point, `&` and `|` for "
    "whole numbers and bools.",
    errors=NotImplementedError,
    says=r"\"(\w+)\" not implemented for '(\w+)'",
)
def not_for_dtype(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    dtype = dtype_in(match[2])
    bits = match[1].startswith(BITS[:6])
    look = "`.float()` makes float32 of whole numbers."
    if bits:
        look = "Comparisons such as `x > 0` give bools, which `&`, `|` and `~` take."
    elif match[1].startswith(BITS[6:]):
        look = "`torch.randint` draws whole numbers."
    elif dtype.startswith("complex"):
        look = "Complex numbers have no order; their sizes are `.abs()`."
    return Told(
        say=f"{doing(operation)}. PyTorch has no such operation for {dtype}.",
        look=look,
        operands=(*operation.operands, *operation.keywords.values()),
    )


@kind(
    "bits-of-floats",
    title="Inverting numbers that are no bools",
    rule="`~` inverts bools and the bits of whole numbers.",
    errors=TypeError,
    says=r"~ \(operator\.invert\) is only implemented on integer and Boolean-type tensors",
    origins=("own",),
)
def bits_of_floats(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = operation.operands[0]
    return Told(
        say=f"You invert {mention_dtype(named)} with `~`, which takes bools and whole numbers.",
        look="A comparison such as `x > 0` gives bools.",
        operands=(named,),
    )


@kind(
    "gradient-for-integers",
    title="A gradient for whole numbers",
    rule="Only floating-point and complex tensors can have gradients.",
    errors=RuntimeError,
    says=r"[Oo]nly Tensors of floating point (?:and complex )?dtype can require gradients",
)
def gradient_for_integers(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = operation.operands[0]
    dtype = dtype_of(named.value)
    what = (
        f"{mention_dtype(named)} holds whole numbers or bools"
        if dtype
        else f"{code(named.text)} makes whole numbers"
    )
    return Told(
        say=f"You want a gradient in {code(operation.text)}, and {what}; gradients need "
        "floating-point numbers.",
        look="Write one number with a point (`1.`), or pass `dtype=torch.float32`.",
        operands=(named,),
    )


@kind(
    "in-place-dtype",
    title="An in-place change whose result has another dtype",
    rule="An in-place operation keeps the dtype of the tensor that it changes.",
    errors=RuntimeError,
    says=r"result type (\w+) can't be cast to the desired output type (\w+)",
    origins=("own",),
)
def in_place_dtype(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.in_place or not operation.operands:
        return None
    target = operation.operands[0]
    result, own = dtype_in(match[1]), dtype_in(match[2])
    return Told(
        say=f"{doing(operation)}. The result is {result}, and in place it must stay {own}, the dtype "
        f"of {code(target.text)}.",
        look=f"An operation that is not in place makes a new tensor of {result}.",
        operands=operation.operands,
    )


@kind(
    "minus-of-bools",
    title="Minus between bools",
    rule="Bools are not subtracted or negated: `^` tells where two masks differ, `~` inverts one.",
    errors=RuntimeError,
    says=r"(Subtraction|Negation), the `-` operator, (?:with two|on a) bool tensors? is not supported",
    origins=("own",),
)
def minus_of_bools(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    known = {part.text for part in operation.operands}

    def tell(named: Named) -> str:
        return mention_dtype(named, "bool" if named.text in known else "")

    return Told(
        say=f"{doing(operation, tell)}. There is no minus for bools.",
        look="`a ^ b` is true where two masks differ; `~a` inverts one; `.int()` makes numbers of them.",
        operands=operation.operands,
    )
