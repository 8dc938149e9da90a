"""Losses: predictions and targets that do not fit each other."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.pictures.aligned import broadcast_picture
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import a_type, dtype_of, shape_of
from torchenstein_lab.explainer.wording import code, dtype_in, mention, mention_dtype, plural, sizes, sizes_in

BINARY = ("binary_cross_entropy", "binary_cross_entropy_with_logits")
DISTANCES = ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "kl_div")
CLASSES = ("cross_entropy", "nll_loss")


def _pair(seen: Failure, functions: tuple[str, ...]) -> tuple[str, Named, Named] | None:
    """The loss function that ran, the prediction and the target."""
    frame = seen.called(*functions)
    if frame is None:
        return None
    prediction, target = seen.passed(frame.function, "input", 0), seen.passed(frame.function, "target", 1)
    return None if prediction is None or target is None else (frame.function, prediction, target)


@kind(
    "class-batch",
    title="Predictions and targets for different numbers of samples",
    rule="Cross-entropy takes one row of scores and one class for each sample.",
    errors=ValueError,
    says=r"Expected input batch_size \((\d+)\) to match target batch_size \((\d+)\)",
    origins=("torch",),
)
def class_batch(seen: Failure, match: Match) -> Told | None:
    found = _pair(seen, CLASSES)
    if found is None:
        return None
    name, prediction, target = found
    return Told(
        say=f"You compute {code(name)} of {mention(prediction)} and the targets {mention(target)}. "
        "The first sizes must be equal: "
        f"{match[1]} rows of scores, {match[2]} targets.",
        look="For sequences both are flattened: `scores.view(-1, classes)` and `targets.view(-1)`.",
        operands=(prediction, target),
    )


@kind(
    "class-range",
    title="A class that there are no scores for",
    rule="With n scores for each sample the classes are 0 to n - 1.",
    errors=IndexError,
    says=r"Target (-?\d+) is out of bounds",
    origins=("torch",),
)
def class_range(seen: Failure, match: Match) -> Told | None:
    found = _pair(seen, CLASSES)
    if found is None:
        return None
    name, prediction, target = found
    shape = shape_of(prediction.value)
    classes = None if not shape else shape[1] if len(shape) > 1 else shape[0]
    range_ = (
        f"There are {plural(classes, 'score')} for each sample, so the classes are 0 to {classes - 1}"
        if classes
        else "It is out of range"
    )
    return Told(
        say=f"You compute {code(name)} of {mention(prediction)} and the targets {mention(target)}. "
        f"{range_}; one of the targets is {match[1]}.",
        look="Classes are counted from 0; print `target.min()` and `target.max()`.",
        operands=(prediction, target),
    )


@kind(
    "class-dtype",
    title="Targets of a dtype that cross-entropy does not take",
    rule="Class numbers are int64; targets that are probabilities are floating point and have the "
    "shape of the scores.",
    errors=RuntimeError,
    says=r"expected target dtype to be Long or Byte, but got (\w+)|Expected floating point type for "
    r"target with class probabilities, got (\w+)"
    r"|expected scalar type Long but found (\w+)",
    origins=("torch",),
)
def class_dtype(seen: Failure, match: Match) -> Told | None:
    found = _pair(seen, CLASSES)
    if found is None:
        return None
    name, prediction, target = found
    got = dtype_in(match[1] or match[2] or match[3])
    if match[2]:
        what = (
            f"The targets have the shape of the scores, so they are taken for probabilities; their "
            f"dtype is {got}, not floating point."
        )
        look = "Class numbers have one dimension less than the scores; probabilities are floats: `.float()`."
    else:
        what = f"Class numbers must be int64, and these are {got}."
        look = "`.long()` makes int64; for probabilities the targets have the shape of the scores."
    return Told(
        say=f"You compute {code(name)} of {mention(prediction)} and the targets {mention(target)}. {what}",
        look=look,
        operands=(prediction, target),
    )


@kind(
    "class-dimensions",
    title="Targets with a dimension too many, or in another place",
    rule="For scores of (samples, classes, …) the targets are (samples, …): the classes' dimension is "
    "left out.",
    errors=RuntimeError,
    says=r"0D or 1D target tensor expected, multi-target not supported|Expected target size \[([\d, "
    r"]+)\], got \[([\d, ]+)\]",
    origins=("torch",),
)
def class_dimensions(seen: Failure, match: Match) -> Told | None:
    found = _pair(seen, CLASSES)
    if found is None:
        return None
    name, prediction, target = found
    shape = shape_of(prediction.value) or ()
    wanted = sizes_in(match[1]) if match[1] else (*shape[:1], *shape[2:])
    look = "`.squeeze(1)` takes a dimension of size 1 away."
    if match[1]:
        look = "The classes stand in dimension 1: for (samples, tokens, classes), `scores.transpose(1, 2)`."
    return Told(
        say=f"You compute {code(name)} of {mention(prediction)} and the targets {mention(target)}. "
        f"For these scores the targets must be {sizes(wanted)}.",
        look=look,
        operands=(prediction, target),
    )


@kind(
    "class-weights",
    title="Another number of class weights than classes",
    rule="`weight` of a cross-entropy has one number for each class.",
    errors=RuntimeError,
    says=r"weight tensor should be defined either for all (\d+) classes or no classes but got weight "
    r"tensor of shape: \[([\d, ]*)\]",
    origins=("torch",),
)
def class_weights(seen: Failure, match: Match) -> Told | None:
    found = _pair(seen, CLASSES)
    if found is None:
        return None
    name, prediction, target = found
    return Told(
        say=f"You compute {code(name)} of {mention(prediction)}, which has {match[1]} classes. The "
        f"class weights are {sizes(sizes_in(match[2]))}: "
        "one for each class is wanted.",
        look="Compare the length of `weight` with the number of classes.",
        operands=(prediction, target),
    )


@kind(
    "loss-shapes",
    title="Prediction and target of different shapes",
    rule="A loss that compares element by element takes two tensors of one shape.",
    errors=(RuntimeError, ValueError),
    says=r"The size of tensor a|Using a target size|Target size \(torch",
    origins=("torch",),
)
def loss_shapes(seen: Failure, _: Match) -> Told | None:
    found = _pair(seen, BINARY + DISTANCES)
    if found is None:
        return None
    name, prediction, target = found
    first, second = shape_of(prediction.value), shape_of(target.value)
    if first is None or second is None or first == second:
        return None
    return Told(
        say=f"You compute {code(name)} of {mention(prediction)} and the target {mention(target)}. "
        "Both must have one shape.",
        look="`.squeeze(-1)` takes a last dimension of size 1 away, `.unsqueeze(-1)` adds one.",
        operands=(prediction, target),
        picture=broadcast_picture((prediction.text, target.text), (first, second)),
    )


@kind(
    "probability-range",
    title="Probabilities outside 0 and 1",
    rule="`binary_cross_entropy` takes probabilities; `binary_cross_entropy_with_logits` takes any numbers.",
    errors=RuntimeError,
    says=r"all elements of (input|target) should be between 0 and 1",
    origins=("torch",),
)
def probability_range(seen: Failure, match: Match) -> Told | None:
    found = _pair(seen, BINARY)
    if found is None:
        return None
    name, prediction, target = found
    which = prediction if match[1] == "input" else target
    return Told(
        say=f"You compute {code(name)} of {mention(prediction)} and the target {mention(target)}. All "
        f"elements of {code(which.text)} must be between 0 "
        "and 1, and some are not.",
        look="`torch.sigmoid` makes probabilities; `F.binary_cross_entropy_with_logits` does it inside.",
        operands=(prediction, target),
    )


@kind(
    "loss-dtype",
    title="A target of another dtype than the prediction",
    rule="A binary cross-entropy takes prediction and target of one floating-point dtype.",
    errors=RuntimeError,
    says=r"Found dtype (\w+) but expected (\w+)|result type (\w+) can't be cast to the desired output "
    r"type (\w+)",
    origins=("torch",),
)
def loss_dtype(seen: Failure, _: Match) -> Told | None:
    found = _pair(seen, BINARY + DISTANCES)
    if found is None or not dtype_of(found[1].value):
        return None
    name, prediction, target = found
    return Told(
        say=f"You compute {code(name)} of {mention_dtype(prediction)} and the target "
        f"{mention_dtype(target)}. Both must have one floating-point dtype.",
        look="`.float()` makes float32.",
        operands=(prediction, target),
    )


@kind(
    "loss-no-tensor",
    title="A target that is no tensor",
    rule="Losses take two tensors.",
    errors=AttributeError,
    says=r"'(\w+)' object has no attribute 'size'",
    origins=("torch",),
)
def loss_no_tensor(seen: Failure, _: Match) -> Told | None:
    found = _pair(seen, DISTANCES + BINARY + CLASSES)
    if found is None:
        return None
    name, prediction, target = found
    wrong = prediction if not dtype_of(prediction.value) else target
    return Told(
        say=f"You compute {code(name)} of {code(prediction.text)} and the target {code(target.text)}. "
        f"{code(wrong.text)} is {a_type(wrong.value)}; a tensor is wanted.",
        look="`torch.tensor(…)` makes a tensor of numbers and lists.",
        operands=(prediction, target),
    )


@kind(
    "loss-made-with-values",
    title="Values given to a loss while it is made",
    rule="A loss is a layer: it is made first (`nn.MSELoss()`), then called with prediction and target.",
    errors=RuntimeError,
    says=r"Boolean value of Tensor with (?:more than one value|no values) is ambiguous",
    origins=("torch",),
)
def loss_made_with_values(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.called is None or seen.called("legacy_get_string") is None:
        return None
    name = operation.called.text
    return Told(
        say=f"You give {mention(operation.operands[0])} to {code(name)} while making it. It is made "
        "without values and then called with them.",
        look=f"Two pairs of brackets: {code(name + '()(prediction, target)')}.",
        operands=operation.operands,
    )
