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
    doing,
    mention,
    plural,
    sizes,
    sizes_in,
)


def _got(layer: Layer) -> str:
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
        f"{shape[-1]}: it was given {_got(layer)}, and the last "
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
        f"{match[3]}: it was given {_got(layer)}.",
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
        say=f"{a_layer(layer.path, layer.kind)}, takes tensors of {wanted}. It was given {_got(layer)}.",
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
        f"was given: {_got(layer)}.",
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
        say=f"{a_layer(layer.path, layer.kind)}, {what}: it was given {_got(layer)}.",
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
        f"batch; it was given {_got(layer)}, one value for each channel.",
        look="`net.eval()` uses the means and variances kept from training; in training a batch has "
        "at least two samples.",
        operands=(layer.given,),
    )


@kind(
    "attention-size",
    title="Attention that is given another embedding size",
    rule="`nn.MultiheadAttention(e, h)` takes query, key and value whose last size is e.",
    errors=AssertionError,
    says=r"was expecting embedding dimension of (\d+), but got (\d+)|(key) shape torch\.Size\(\[([\d, "
    r"]+)\]\) does not match value shape "
    r"torch\.Size\(\[([\d, ]+)\]\)",
    origins=("torch",),
)
def attention_size(seen: Failure, match: Match) -> Told | None:
    layer = seen.layer
    if layer is None:
        return None
    if match[3]:
        what = (
            f"was given keys of {sizes(sizes_in(match[4]))} and values of "
            f"{sizes(sizes_in(match[5]))}, which must have one shape"
        )
    else:
        what = (
            f"was made for embeddings of {match[1]}, got {match[2]}: it was given {_got(layer)} as the query"
        )
    return Told(
        say=f"{a_layer(layer.path, layer.kind)}, {what}.",
        look="With `batch_first=True` the axes are (batch, tokens, embedding), without it (tokens, "
        "batch, embedding).",
        operands=(layer.given,),
    )


@kind(
    "attention-heads",
    title="Heads that do not divide the embedding",
    rule="Each head gets an equal share of the embedding: its size is divisible by the number of heads.",
    errors=AssertionError,
    says=r"embed_dim must be divisible by num_heads",
    origins=("torch",),
)
def attention_heads(seen: Failure, _: Match) -> Told | None:
    operation, frame = seen.operation, seen.called("__init__")
    if operation is None or frame is None:
        return None
    size, heads = frame.variable("embed_dim"), frame.variable("num_heads")
    return Told(
        say=f"You make {code(operation.name)} with embeddings of {size} and "
        f"{plural(int(str(heads)), 'head')}. {size} is not divisible by {heads}.",
        look="The size of a head is the embedding's size divided by the number of heads.",
        operands=operation.operands,
    )


@kind(
    "attention-mask",
    title="A mask that does not fit the attention scores",
    rule="An attention mask has the shape of the scores: one row for each query, one column for each key.",
    errors=(RuntimeError, AssertionError),
    says=r"The shape of the 2D attn_mask is torch\.Size\(\[([\d, ]+)\]\), but should be \(([\d, ]+)\)"
    r"|Expected key_padded_mask\.shape\[(\d)\] to be (\d+), but got (\d+)",
    origins=("torch",),
)
def attention_mask(seen: Failure, match: Match) -> Told | None:
    layer = seen.layer
    if layer is None:
        return None
    if match[1]:
        what = (
            f"`attn_mask` must be {sizes(sizes_in(match[2]))} (queries, keys), and is "
            f"{sizes(sizes_in(match[1]))}"
        )
    else:
        what = (
            f"`key_padding_mask` is (batch, keys): its size {match[3]} must be {match[4]}, and is {match[5]}"
        )
    return Told(
        say=f"You call {a_layer(layer.path, layer.kind)}, with {_got(layer)} as the query. {what}.",
        look="Print the shapes of query, key and mask.",
        operands=tuple(seen.operation.keywords.values()) if seen.operation is not None else (),
    )


@kind(
    "attention-shapes",
    title="Query, key and value that do not fit each other",
    rule="Query and key have equal last sizes; key and value have equally many tokens; a mask has "
    "(queries, keys).",
    errors=RuntimeError,
    says=r"Expected size for first two dimensions of batch2|The size of tensor a|mat1 and mat2 shapes "
    r"cannot be multiplied",
    origins=("own",),
)
def attention_shapes(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "scaled_dot_product_attention":
        return None
    given = [
        operation.argument(index, name) for index, name in enumerate(("query", "key", "value", "attn_mask"))
    ]
    query, key, value, mask = (None if part is None else shape_of(part.value) for part in given)
    if not query or not key or not value:
        return None
    what = ""
    if query[-1] != key[-1]:
        what = f"The last size of the query ({query[-1]}) must equal that of the key ({key[-1]})."
    elif key[-2] != value[-2]:
        what = (
            f"The key has {plural(key[-2], 'token')} and the value {value[-2]}; both must have equally many."
        )
    elif mask is not None:
        what = f"The scores are {query[-2]} × {key[-2]} (queries × keys), and the mask is {sizes(mask)}."
    if not what:
        return None
    parts = tuple(part for part in given if part is not None)
    return Told(
        f"{doing(operation)}. {what}", "Say for each what its axes are: (batch, tokens, features).", parts
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
        what = f"expects a last size of {match[1]}, got {match[2]}: it was given {_got(layer)}"
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
