"""Attention: embeddings, heads, masks, and shapes of query, key and value."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.kinds.layers import got_by
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import shape_of
from torchenstein_lab.explainer.wording import (
    a_layer,
    code,
    doing,
    plural,
    sizes,
    sizes_in,
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
        given = f"it was given {got_by(layer)} as the query"
        what = f"was made for embeddings of {match[1]}, got {match[2]}: {given}"
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
        say=f"You call {a_layer(layer.path, layer.kind)}, with {got_by(layer)} as the query. {what}.",
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
