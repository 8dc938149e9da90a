"""Layers that are given something of another size."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.layers import Layer
from torchenstein_lab.explainer.pictures.aligned import expected_picture
from torchenstein_lab.explainer.pictures.picture import Picture
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import (
    shape_of,
    with_article,
)
from torchenstein_lab.explainer.wording import (
    a_layer,
    code,
    mention,
    plural,
    sizes,
    sizes_in,
)


def got_by(layer: Layer) -> str:
    """What came into a layer: `x` (2, 16), or a shape where another layer made it."""
    shape = shape_of(layer.given.value)
    if layer.given.text.startswith("input of "):
        return f"a tensor of {sizes(shape)}" if shape is not None else "a tensor"
    return mention(layer.given)


def _expected(layer: Layer, size: int, at: int) -> Picture | None:
    """What came into a layer beside what it expects, which is another size at one axis."""
    shape = shape_of(layer.given.value)
    if shape is None or not -len(shape) <= at < 0 or shape[at] == size:
        return None
    return expected_picture(layer.given.text, shape, f"{layer.path} expects", size, at)


@kind(
    "linear-features",
    title="A Linear layer that is given another number of features",
    rule="`nn.Linear(a, b)` takes tensors whose last size is a, and makes it b.",
    errors=RuntimeError,
    says=r"mat1 and mat2 shapes cannot be multiplied|size mismatch, got",
    origins=("torch",),
)
def linear_features(seen: Failure, _: Match) -> Told | None:
    layer = seen.layer
    shape = None if layer is None else shape_of(layer.given.value)
    if layer is None or not shape or layer.kind != "Linear":
        return None
    wanted = int(layer.module.in_features)
    if shape[-1] == wanted:
        return None
    return Told(
        say=f"{a_layer(layer.path, layer.kind)}, expects {plural(wanted, 'feature')}, got "
        f"{shape[-1]}: it was given {got_by(layer)}, and the last "
        "size counts.",
        look=f"Compare `in_features` of {code(layer.path)} with the last size of what comes before it.",
        operands=(layer.given,),
        picture=_expected(layer, wanted, -1),
    )


@kind(
    "conv-channels",
    title="A convolution that is given another number of channels",
    rule="`nn.Conv2d(a, b, k)` takes (batch, a, height, width): the channels stand before height and width.",
    errors=RuntimeError,
    says=r"expected input\[([\d, ]+)\] to have (\d+) channels, but got (\d+) channels instead",
    origins=("torch",),
)
def conv_channels(seen: Failure, match: Match) -> Told | None:
    layer = seen.layer
    if layer is None:
        return None
    return Told(
        say=f"{a_layer(layer.path, layer.kind)}, expects {plural(int(match[2]), 'channel')}, got "
        f"{match[3]}: it was given {got_by(layer)}.",
        look="Channels come right after the batch: (batch, channels, height, width). `.permute` moves them.",
        operands=(layer.given,),
        picture=_expected(layer, int(match[2]), -len(layer.module.kernel_size) - 1),
    )


@kind(
    "layer-dimensions",
    title="A layer that is given another number of dimensions",
    rule="Convolutions, batch norms and recurrent layers take tensors with a fixed number of dimensions.",
    errors=(RuntimeError, ValueError),
    says=r"Expected (\dD) \(unbatched\) or (\dD) \(batched\) input to \w+|[Ee]xpected (\dD(?: or "
    r"\dD)?) input \(got (\d)D input\)"
    r"|Expected input to be (\dD or \dD), got (\d)D instead",
    origins=("torch",),
)
def layer_dimensions(seen: Failure, match: Match) -> Told | None:
    layer = seen.layer
    if layer is None:
        return None
    wanted = (
        f"{match[1][0]} dimensions, or {match[2][0]} with a batch"
        if match[1]
        else (match[3] or match[5]).replace("D", "")
    )
    wanted = wanted if match[1] else f"{wanted} dimensions"
    return Told(
        say=f"{a_layer(layer.path, layer.kind)}, takes tensors of {wanted}. It was given {got_by(layer)}.",
        look="`.unsqueeze(0)` adds a batch of one; `.flatten(1)` joins all but the first.",
        operands=(layer.given,),
    )


@kind(
    "kernel-too-big",
    title="A kernel that is larger than what it slides over",
    rule="The kernel of a convolution or pooling fits into its (padded) input.",
    errors=RuntimeError,
    says=r"Calculated padded input size per channel: \(([\dx ]+)\)\. Kernel size: \(([\dx ]+)\)\. "
    r"Kernel size can't be greater"
    r"|Given input size: \(([\dx]+)\)\. Calculated output size: \(([\dx]+)\)\. Output size is too small",
    origins=("torch",),
)
def kernel_too_big(seen: Failure, match: Match) -> Told | None:
    layer = seen.layer
    if layer is None:
        return None
    kernel = getattr(layer.module, "kernel_size", None)
    of = f" of {sizes(sizes_in(match[2])) if match[2] else kernel}"
    return Told(
        say=f"{a_layer(layer.path, layer.kind)}, has a kernel{of}, which does not fit into what it "
        f"was given: {got_by(layer)}.",
        look="Each convolution and pooling before it makes height and width smaller; follow them "
        "through the network.",
        operands=(layer.given,),
    )


@kind(
    "norm-shape",
    title="A normalisation made for another size",
    rule="`nn.LayerNorm(n)` takes tensors whose last size is n; `nn.BatchNorm…(n)` those whose second "
    "size is n.",
    errors=RuntimeError,
    says=r"Given normalized_shape=\[([\d, ]+)\], expected input with shape \[[^\]]*\], but got input "
    r"of size\s*\[([\d, ]+)\]"
    r"|running_mean should contain (\d+) elements not (\d+)|weight should contain (\d+) elements not (\d+)",
    origins=("torch",),
)
def norm_shape(seen: Failure, match: Match) -> Told | None:
    layer = seen.layer
    if layer is None:
        return None
    picture = None
    if match[1] is not None:
        wanted, got = sizes_in(match[1]), sizes_in(match[2])
        picture = _expected(layer, wanted[0], -1) if len(wanted) == 1 else None
        last = "last size" if len(wanted) == 1 else f"last {len(wanted)} sizes"
        what = f"was made for {sizes(wanted)} as the {last}, got {sizes(got[-len(wanted) :])}"
    else:
        channels = int(match[4] or match[6])
        what = f"was made for {channels} channels, got {match[3] or match[5]}"
        picture = _expected(layer, channels, 1 - len(shape_of(layer.given.value) or ()))
    return Told(
        say=f"{a_layer(layer.path, layer.kind)}, {what}: it was given {got_by(layer)}.",
        look="Compare the number that the layer was made with and the size of what comes in.",
        operands=(layer.given,),
        picture=picture,
    )


@kind(
    "norm-one-value",
    title="A batch norm in training with a single value",
    rule="In training a batch norm takes mean and variance over the batch: it needs more than one "
    "value for each channel.",
    errors=ValueError,
    says=r"Expected more than 1 value per channel when training, got input size torch\.Size\(\[([\d, ]+)\]\)",
    origins=("torch",),
)
def norm_one_value(seen: Failure, _: Match) -> Told | None:
    layer = seen.layer
    if layer is None:
        return None
    return Told(
        say=f"{a_layer(layer.path, layer.kind)}, is in training and takes the variance over the "
        f"batch; it was given {got_by(layer)}, one value for each channel.",
        look="`net.eval()` uses the means and variances kept from training; in training a batch has "
        "at least two samples.",
        operands=(layer.given,),
    )


@kind(
    "recurrent-size",
    title="A recurrent layer that is given another size",
    rule="`nn.LSTM(a, h)` takes inputs whose last size is a, and states of (layers, batch, h).",
    errors=RuntimeError,
    says=r"input\.size\(-1\) must be equal to input_size\. Expected (\d+), got (\d+)|Expected hidden "
    r"size \(([\d, ]+)\), got \[([\d, ]+)\]",
    origins=("torch",),
)
def recurrent_size(seen: Failure, match: Match) -> Told | None:
    layer = seen.layer
    if layer is None:
        return None
    if match[1]:
        what = f"expects a last size of {match[1]}, got {match[2]}: it was given {got_by(layer)}"
    else:
        what = f"expects a hidden state of {sizes(sizes_in(match[3]))}, got {sizes(sizes_in(match[4]))}"
    return Told(
        say=f"{a_layer(layer.path, layer.kind)}, {what}.",
        look="With `batch_first=True` the axes are (batch, time, features), without it (time, batch, "
        "features).",
        operands=seen.operation.operands if seen.operation is not None else (),
        picture=_expected(layer, int(match[1]), -1) if match[1] else None,
    )


@kind(
    "layer-no-tensor",
    title="A layer or function that is given no tensor",
    rule="Layers and functions of PyTorch take tensors, not lists, numbers or arrays.",
    errors=TypeError,
    says=r"(\w+)\(\): argument '(\w+)' \(position (\d+)\) must be Tensor, not ([\w.]+)",
)
def layer_no_tensor(seen: Failure, match: Match) -> Told | None:
    operation, layer = seen.operation, seen.layer
    found = with_article(match[4].rsplit(".", 1)[-1]) if match[4] != "NoneType" else "None"
    if layer is not None:
        given = code(layer.given.text) if not layer.given.text.startswith("input of ") else "what came in"
        return Told(
            say=f"{a_layer(layer.path, layer.kind)}, takes a tensor, and {given} is {found}.",
            look="`torch.tensor(…)` makes a tensor of numbers and lists, `torch.from_numpy(…)` of an array.",
            operands=(layer.given,),
        )
    if operation is None or not operation.operands:
        return None
    index = int(match[3]) - 1 + (1 if operation.method else 0)
    named = operation.argument(index, match[2])
    if named is None:
        return None
    return Told(
        say=f"You call {code(operation.called.text if operation.called else operation.name)} with "
        f"{code(named.text)}, which is {found}. It takes a tensor.",
        look="`torch.tensor(…)` makes a tensor of numbers and lists, `torch.from_numpy(…)` of an array.",
        operands=(named,),
    )
