"""Making tensors: from lists, of a size, by chance; and calls that PyTorch does not understand."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import a_type, with_article
from torchenstein_lab.explainer.wording import called_name, code, doing, listed, plural

MAKERS = ("tensor", "as_tensor", "FloatTensor", "LongTensor", "Tensor", "Parameter")


def _made_from(seen: Failure) -> str | None:
    operation = seen.operation
    if operation is None or operation.name not in MAKERS or not operation.operands:
        return None
    return code(operation.operands[0].text)


@kind(
    "ragged-list",
    title="A tensor from a list with rows of different lengths",
    rule="A tensor is a full block: all rows of a list have one length.",
    errors=(ValueError, TypeError),
    says=r"expected sequence of length (\d+) at dim (\d+) \(got (\d+)\)|'list' object cannot be "
    r"interpreted as an integer",
    origins=("own",),
)
def ragged_list(seen: Failure, match: Match) -> Told | None:
    source = _made_from(seen)
    if source is None:
        return None
    what = "Numbers and lists stand side by side in it."
    if match[1]:
        what = (
            f"At depth {match[2]} the first list has {plural(int(match[1]), 'item')} and another "
            f"one {match[3]}."
        )
    return Told(
        say=f"You make a tensor of {source}. {what}",
        look="Print the lengths of the rows; `pad_sequence` pads rows to one length.",
        operands=seen.operation.operands if seen.operation else (),
    )


@kind(
    "tensor-of-texts",
    title="A tensor of texts",
    rule="Tensors hold numbers and bools, no texts.",
    errors=(ValueError, TypeError),
    says=r"too many dimensions 'str'|new\(\): invalid data type 'str'",
    origins=("own",),
)
def tensor_of_texts(seen: Failure, _: Match) -> Told | None:
    source = _made_from(seen)
    if source is None:
        return None
    return Told(
        say=f"You make a tensor of {source}, and there is a text in it.",
        look="Texts become numbers first: `ord(c)` for a letter, a dictionary for words.",
        operands=seen.operation.operands if seen.operation else (),
    )


@kind(
    "tensor-of-things",
    title="A tensor of things that are no numbers",
    rule="Tensors are made of numbers, bools, and lists or arrays of them.",
    errors=RuntimeError,
    says=r"Could not infer dtype of (\w+)",
    origins=("own",),
)
def tensor_of_things(seen: Failure, match: Match) -> Told | None:
    source = _made_from(seen)
    if source is None:
        return None
    found = "None" if match[1] == "NoneType" else with_article(match[1])
    return Told(
        say=f"You make a tensor of {source}, and {found} is, or stands in it: that is no number.",
        look="Print what you make it of; a function without `return` gives None.",
        operands=seen.operation.operands if seen.operation else (),
    )


@kind(
    "tensor-of-tensors",
    title="A tensor from a list of tensors",
    rule="`torch.tensor` takes numbers; tensors are put together with `torch.stack` or `torch.cat`.",
    errors=ValueError,
    says=r"only one element tensors can be converted to Python scalars",
    origins=("own",),
)
def tensor_of_tensors(seen: Failure, _: Match) -> Told | None:
    source = _made_from(seen)
    if source is None:
        return None
    return Told(
        say=f"You make a tensor of {source}, a list that holds tensors of more than one element.",
        look="`torch.stack` puts tensors of one shape along a new dimension.",
        operands=seen.operation.operands if seen.operation else (),
    )


@kind(
    "number-too-big",
    title="A number that a dtype cannot hold",
    rule="uint8 holds 0 to 255, int64 up to about 9.2 × 10¹⁸.",
    errors=(RuntimeError, ValueError),
    says=r"value cannot be converted to type ([\w:]+) without overflow|Overflow when unpacking long",
    origins=("own",),
)
def number_too_big(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    dtype = match[1] or "int64"
    return Told(
        say=f"{doing(operation)}. A number in it does not fit into {dtype}.",
        look="Choose a larger dtype: int64 for whole numbers, a floating-point one for still larger ones.",
        operands=operation.operands,
    )


@kind(
    "negative-size",
    title="A size below zero",
    rule="Sizes are 0 or more.",
    errors=RuntimeError,
    says=r"Dimension size must be non-negative|Trying to create tensor with negative dimension (-?\d+)",
    origins=("own",),
)
def negative_size(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    return Told(
        say=f"{doing(operation)}. One of the sizes is negative.",
        look="Only `view` and `reshape` take -1, for a size to be worked out.",
        operands=operation.operands,
    )


@kind(
    "size-no-number",
    title="A size that is no whole number",
    rule="Sizes are whole numbers.",
    errors=TypeError,
    says=r"(\w+)\(\): argument '(?:size|shape)' (?:\(position \d+\) must be tuple of ints, not (\w+)"
    r"|failed to unpack the object at pos \d+ with error "
    r"\"type must be tuple of ints,but got (\w+)\")",
    origins=("own",),
)
def size_no_number(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    return Told(
        say=f"{doing(operation)}. Its sizes must be whole numbers, and one is "
        f"{with_article(match[2] or match[3])}.",
        look="A division gives a float: `//` divides whole numbers.",
        operands=operation.operands,
    )


@kind(
    "range-direction",
    title="A range that goes nowhere",
    rule="`arange(start, end, step)` goes from start to end in the direction of step, which is not 0.",
    errors=RuntimeError,
    says=r"upper bound and lower bound inconsistent with step sign|step must be nonzero",
    origins=("own",),
)
def range_direction(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("arange", "range"):
        return None
    why = (
        "The step is 0."
        if "nonzero" in match[0]
        else "The end lies on the other side of the start than the step goes."
    )
    return Told(f"{doing(operation)}. {why}", "Downwards: `torch.arange(5, 0, -1)`.", operation.operands)


@kind(
    "random-range",
    title="Random numbers from an empty range",
    rule="`randint(low, high, size)` draws from low up to high - 1: low is below high.",
    errors=RuntimeError,
    says=r"random_ expects 'from' to be less than 'to', but got from=(-?\d+) >= to=(-?\d+)",
    origins=("own",),
)
def random_range(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    return Told(
        say=f"{doing(operation)}. There is no whole number from {match[1]} up to, but not including, "
        f"{match[2]}.",
        look="With one bound only, the numbers start at 0: `torch.randint(10, (3,))`.",
        operands=operation.operands,
    )


@kind(
    "probabilities-to-draw",
    title="Probabilities that nothing can be drawn from",
    rule="`torch.multinomial` draws by weights that are not negative, finite, and not all 0.",
    errors=RuntimeError,
    says=r"probability tensor contains either `inf`, `nan` or element < 0|invalid multinomial "
    r"distribution \(sum of probabilities <= 0\)"
    r"|cannot sample n_sample > prob_dist\.size\(-1\) samples without replacement|Expected p_in >= 0 "
    r"&& p_in <= 1",
    origins=("own",),
)
def probabilities_to_draw(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("multinomial", "bernoulli") or not operation.operands:
        return None
    look = (
        "Scores become probabilities by `torch.softmax(scores, dim=-1)`; look for NaN with `.isnan().any()`."
    )
    if "inf" in match[0]:
        what = "One of the weights is negative, infinite or not a number."
    elif "sum" in match[0]:
        what = "All weights are 0."
    elif "p_in" in match[0]:
        what = "A probability must be between 0 and 1, and one is not."
    else:
        what, look = (
            "More is to be drawn than there is, and nothing is put back.",
            "`replacement=True` puts back what was drawn.",
        )
    return Told(f"{doing(operation)}. {what}", look, operation.operands)


@kind(
    "normal-spread",
    title="A standard deviation below zero",
    rule="A standard deviation is 0 or more.",
    errors=RuntimeError,
    says=r"normal expects std >= 0\.0, but found std (\S+)",
    origins=("own",),
)
def normal_spread(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    return Told(
        f"{doing(operation)}. The standard deviation is {match[1]}, below 0.",
        "The mean comes first, then the standard deviation.",
        operation.operands,
    )


@kind(
    "dtype-no-dtype",
    title="A dtype that is none of PyTorch's",
    rule="`dtype=` takes a dtype of PyTorch, such as `torch.float32`.",
    errors=(TypeError, ValueError),
    says=r"argument 'dtype' must be torch\.dtype, not (\w+)|invalid type: '(\w+)'",
    origins=("own",),
)
def dtype_no_dtype(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    given = operation.keywords.get("dtype") or operation.argument(1)
    if given is None:
        return None
    what = f", which is {a_type(given.value)}" if given.known else ""
    return Told(
        say=f"You pass {code(given.text)} as a dtype{what}. It must be one of PyTorch's.",
        look="For instance `torch.float32`, `torch.int64`, `torch.bool`.",
        operands=(),
    )


@kind(
    "argument-missing",
    title="A function of PyTorch without an argument that it needs",
    rule="Arguments without a default must be given.",
    errors=TypeError,
    says=r"^(\w+)\(\) missing (\d+) required positional arguments?: (.+)$",
    origins=("own",),
)
def argument_missing(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.called is None or '"' not in match[3]:
        return None
    names = match[3].replace('"', "`")
    return Told(
        f"{doing(operation)}. It also needs {names}.",
        "Shift+Tab behind the opening bracket shows the arguments.",
        operation.operands,
    )


@kind(
    "arguments-not-understood",
    title="Arguments that a function of PyTorch does not take",
    rule="A function takes certain arguments, in number, name and type.",
    errors=TypeError,
    says=r"(\w+)\(\) received an invalid combination of arguments - got \((.*?)\), but expected "
    r"(?:one of:)?\s*(?s:(.*))",
    origins=("own",),
)
def arguments_not_understood(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.called is None:
        return None
    unknown = [
        name
        for name in operation.keywords
        if f" {name}" not in match[3] and f"{name}" not in match[3].split("(", 1)[-1]
    ]
    what = (
        f"It does not know {listed([code(name + '=') for name in unknown])}."
        if unknown
        else "These do not fit any of the ways it can be called."
    )
    forms = [line.strip(" *\n") for line in match[3].splitlines() if line.strip(" *\n").startswith("(")]
    form = min(forms, key=len) if forms else match[3].strip()
    return Told(
        say=f"{doing(operation)}. {what}",
        look=f"One way to call it: {code(match[1] + form)}.",
        operands=(*operation.operands, *operation.keywords.values()),
    )


@kind(
    "argument-type",
    title="An argument of another type than the function takes",
    rule="A function takes arguments of certain types.",
    errors=TypeError,
    says=r"^(\w+)\(\): argument '(\w+)' (?:\(position (\d+)\) )?must be ([\w. ]+), not ([\w.]+)",
)
def argument_type(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.called is None:
        return None
    index = int(match[3] or 0) - 1 + (1 if operation.method else 0)
    given = operation.keywords.get(match[2]) or (operation.argument(index) if match[3] else None)
    what = code(given.text) if given is not None else "what you give"
    found = "None" if match[5] == "NoneType" else with_article(match[5].rsplit(".", 1)[-1])
    return Told(
        say=f"You call {called_name(operation)} with {what} as `{match[2]}`. It is {found}, and must "
        f"be {_wanted(match[4])}.",
        look="Shift+Tab behind the opening bracket shows the arguments and their order.",
        operands=operation.operands,
    )


def _wanted(words: str) -> str:
    known = {
        "Tensor": "a tensor",
        "tuple of ints": "whole numbers",
        "bool": "True or False",
        "int": "a whole number",
        "Number": "a number",
    }
    return known.get(words, words)
