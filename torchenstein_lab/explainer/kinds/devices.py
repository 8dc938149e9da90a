"""Tensors on devices that do not go together, or are not there."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.kinds.broadcasting import with_shapes
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import device_of
from torchenstein_lab.explainer.wording import a_layer, code, doing, listed


@kind(
    "device-mismatch",
    title="Tensors on different devices",
    rule="What is computed together lies on one device.",
    errors=RuntimeError,
    says=r"Tensor on device (\S+) is not on the expected device (\S+?)!|Expected all tensors to be on "
    r"the same device",
)
def device_mismatch(seen: Failure, _: Match) -> Told | None:
    operation, layer = seen.operation, seen.layer
    if operation is None:
        return None
    if layer is not None:
        weight = next(iter(layer.module.parameters(recurse=False)), None)
        given = code(layer.given.text) if not layer.given.text.startswith("input of ") else "what came in"
        there, here = device_of(weight), device_of(layer.given.value)
        if there and here and there != here:
            return Told(
                say=f"{a_layer(layer.path, layer.kind)}, is on the device {there}; {given} is on "
                f"{here}. Both must be on one device.",
                look="`.to(device)` moves a tensor (it returns the moved one) or a whole module.",
                operands=(layer.given,),
            )
    tensors = [named for named, _ in with_shapes(operation, seen)]
    where = listed([f"{code(named.text)} is on {device_of(named.value)}" for named in tensors])
    return Told(
        say=f"{doing(operation)}. {where or 'They are on different devices'}; all must be on one device.",
        look="`.to(device)` returns the tensor on another device; `x.to(y.device)` puts it beside y.",
        operands=tuple(tensors),
    )


@kind(
    "no-cuda",
    title="A graphics card that this PyTorch cannot use",
    rule="`cuda` needs an NVIDIA graphics card and a PyTorch that was built for it.",
    errors=(AssertionError, RuntimeError),
    says=r"Torch not compiled with CUDA enabled|Cannot get CUDA generator without ATen_cuda|Found no "
    r"NVIDIA driver",
)
def no_cuda(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    return Told(
        say=f"You ask for a CUDA device in {code(operation.text)}, and the PyTorch of this kernel was "
        "built for the processor only.",
        look='`device = "cuda" if torch.cuda.is_available() else "cpu"` takes what is there.',
        operands=(),
    )


@kind(
    "no-such-backend",
    title="A device that this PyTorch was built without",
    rule="A device can be used where PyTorch was built for it.",
    errors=(NotImplementedError, RuntimeError),
    says=r"Could not run 'aten::[\w.]+' with arguments from the '(\w+)' backend",
    origins=("own",),
)
def no_such_backend(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    return Told(
        say=f"You ask for the device {match[1].lower()} in {code(operation.text)}, and the PyTorch of "
        "this kernel was built without it.",
        look='`torch.device("cpu")` is always there.',
    )


@kind(
    "device-name",
    title="A name that is no device",
    rule="Devices are called `cpu`, `cuda`, `cuda:0`, `mps` and so on.",
    errors=RuntimeError,
    says=r"Expected one of cpu, cuda, .* device type at start of device string: (.+)",
)
def device_name(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    return Told(
        say=f"You ask for the device {code(match[1])} in {code(operation.text)}. PyTorch has none of "
        "that name.",
        look='The usual ones are `"cpu"`, `"cuda"` and `"mps"`.',
    )


@kind(
    "meta-has-no-data",
    title="Reading a tensor that has no data",
    rule="A tensor on the device `meta` has a shape and a dtype, but no numbers.",
    errors=(NotImplementedError, TypeError),
    says=r"Cannot copy out of meta tensor; no data|can't convert meta device type tensor to numpy",
)
def meta_has_no_data(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = operation.operands[0]
    return Told(
        say=f"You want the numbers of {code(named.text)} in {code(operation.text)}. It is on the "
        "device meta: it has a shape and no numbers.",
        look="`torch.empty_like(x, device=…)`, or `module.to_empty(device=…)`, makes room for "
        "numbers, which are then to be filled.",
        operands=(named,),
    )
