"""What is worth knowing about modules, optimizers and data loaders, under PyTorch's own names for it.

Values are plain numbers, texts and tuples of them, as they were set; of anything else only the type is named.
"""

from __future__ import annotations

from typing import Any

from torchenstein_lab.contracts.inspector import Fact
from torchenstein_lab.inspector.inside import attributes
from torchenstein_lab.inspector.tensor_row import class_name, cut

FACTS = 8
OPTIONS = (
    "lr", "momentum", "betas", "weight_decay", "eps", "alpha", "nesterov", "amsgrad", "maximize"
)  # fmt: skip
LAYER = (
    "in_features", "out_features", "in_channels", "out_channels", "kernel_size", "stride", "padding",
    "groups", "num_embeddings", "embedding_dim", "num_features", "normalized_shape", "num_heads", "embed_dim",
    "p", "hidden_size", "num_layers", "batch_first", "negative_slope", "dim",
)  # fmt: skip


def plain(value: object) -> str:
    """A value in a few words, without running any code of its class."""
    kind = type(value)
    if kind is float:
        return f"{value:g}"
    if kind in (int, bool, type(None)):
        return str(value)
    if kind is str:
        return cut(str(value))
    if kind in (list, tuple):
        items: Any = value
        inner = ", ".join(plain(item) for item in items[:4])
        return f"({inner}{', …' if len(items) > 4 else ''})"
    return class_name(value)


def module_facts(module: object) -> tuple[Fact, ...]:
    """The numbers a layer was made with, and whether it trains."""
    held = attributes(module)
    facts = [Fact(name, plain(held[name])) for name in LAYER if name in held]
    if "training" in held:
        facts.append(Fact("training", plain(held["training"])))
    return tuple(facts[:FACTS])


def optimizer_facts(optimizer: object) -> tuple[Fact, ...]:
    """The options of the first group of parameters, and how many groups there are."""
    groups = attributes(optimizer).get("param_groups")
    if type(groups) is not list or not groups or type(groups[0]) is not dict:
        return ()
    first = groups[0]
    facts = [
        Fact(name, plain(first[name]))
        for name in OPTIONS
        if name in first and (name == "lr" or _is_set(first[name]))
    ]
    parameters = sum(len(group["params"]) for group in groups if type(group.get("params")) is list)
    facts.append(Fact("params", str(parameters)))
    if len(groups) > 1:
        facts.append(Fact("param_groups", str(len(groups))))
    return tuple(facts[:FACTS])


def loader_facts(loader: object) -> tuple[Fact, ...]:
    """What a data loader deals out, in which batches and in which order."""
    held = attributes(loader)
    facts = []
    if "dataset" in held:
        facts.append(Fact("dataset", class_name(held["dataset"])))
        length = _length(held["dataset"])
        if length is not None:
            facts.append(Fact("len(dataset)", str(length)))
    facts += [Fact(name, plain(held[name])) for name in ("batch_size", "sampler") if name in held]
    facts += [Fact(name, plain(held[name])) for name in ("num_workers", "drop_last") if held.get(name)]
    return tuple(facts[:FACTS])


def _length(dataset: object) -> int | None:
    """The length of PyTorch's own data sets; the `__len__` of another class is the learner's code."""
    held = attributes(dataset)
    if type(dataset).__module__.startswith("torch.utils.data."):
        if type(held.get("tensors")) is tuple and held["tensors"]:
            sizes = tuple(held["tensors"][0].shape)
            return sizes[0] if sizes else None
        if type(held.get("indices")) in (list, range):
            return len(held["indices"])
    return None


def _is_set(value: object) -> bool:
    """Tell whether an option says something: one that is off or zero does not."""
    return value is not None and value is not False and not (type(value) in (int, float) and value == 0)
