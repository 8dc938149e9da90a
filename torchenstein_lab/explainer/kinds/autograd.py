"""Gradients: graphs, leaves, in-place changes, optimisers."""

from __future__ import annotations

import ast
from typing import Any

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import a_type, is_layer, is_tensor, shape_of
from torchenstein_lab.explainer.wording import code, doing, listed, mention, plural, sizes, sizes_in


def _differentiated(seen: Failure) -> Named | None:
    """What `backward` was called on, or `torch.autograd.grad` was given first."""
    operation = seen.operation
    if operation is None or operation.name not in ("backward", "grad") or not operation.operands:
        return None
    return operation.operands[0]


@kind(
    "leaf-in-place",
    title="An in-place change of a tensor that wants a gradient",
    rule="A leaf that requires a gradient is not changed in place while operations are recorded.",
    errors=RuntimeError,
    says=r"a (view of a )?leaf Variable that requires grad is being used in an in-place operation",
    origins=("own", "torch"),
)
def leaf_in_place(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    target = operation.operands[0]
    part = "a part of " if match[1] else ""
    return Told(
        say=f"You change {part}{code(target.text)} in place in {code(operation.text)}. It is a leaf "
        "that requires a gradient, and operations "
        "are being recorded.",
        look="An update of a parameter stands inside `with torch.no_grad():`.",
        operands=operation.operands,
    )


@kind(
    "backward-twice",
    title="Going backward twice through one graph",
    rule="`backward` frees what the graph saved; a second time needs a new forward pass.",
    errors=RuntimeError,
    says=r"Trying to backward through the graph a second time",
    origins=("torch",),
)
def backward_twice(seen: Failure, _: Match) -> Told | None:
    named = _differentiated(seen)
    if named is None:
        return None
    return Told(
        say=f"You go backward from {code(named.text)}, through a graph (or a part of one) whose saved "
        "values an earlier `backward` has freed.",
        look="Compute the loss anew before each `backward`; look for a tensor with a `grad_fn` that "
        "is made before the loop and used in it.",
        operands=(named,),
    )


@kind(
    "nothing-to-differentiate",
    title="`backward` from a tensor that no gradient leads to",
    rule="`backward` starts at a tensor that was computed from one that requires a gradient.",
    errors=RuntimeError,
    says=r"element (\d+) of tensors does not require grad and does not have a grad_fn",
    origins=("torch",),
)
def nothing_to_differentiate(seen: Failure, _: Match) -> Told | None:
    named = _differentiated(seen)
    if named is None:
        return None
    return Told(
        say=f"You go backward from {code(named.text)}. It does not require a gradient: nothing that "
        "it was computed from does, or "
        "nothing was recorded.",
        look="Look at `.requires_grad` of what it was computed from, and for `.detach()`, `.item()` "
        "or `torch.no_grad()` on the way.",
        operands=(named,),
    )


@kind(
    "backward-from-many",
    title="`backward` from more than one number",
    rule="`backward()` without an argument starts at a single number.",
    errors=RuntimeError,
    says=r"grad can be implicitly created only for scalar outputs",
    origins=("torch",),
)
def backward_from_many(seen: Failure, _: Match) -> Told | None:
    named = _differentiated(seen)
    if named is None:
        return None
    return Told(
        say=f"You go backward from {mention(named)}, which is more than one number.",
        look="A loss is reduced to one number: `.mean()` or `.sum()`.",
        operands=(named,),
    )


@kind(
    "changed-before-backward",
    title="A value that `backward` needed was changed in place",
    rule="What an operation saved for its gradient must be unchanged when `backward` comes.",
    errors=RuntimeError,
    says=r"modified by an inplace operation: \[(\S+) \[([\d, ]*)\]\](?:, which is output \d+ of "
    r"(\w+?)(?:Backward\d*)?,)? is at version "
    r"(\d+); expected version (\d+)",
    origins=("torch",),
)
def changed_before_backward(seen: Failure, match: Match) -> Told | None:
    named = _differentiated(seen)
    if named is None:
        return None
    of = f", the result of `{match[3].lower()}`," if match[3] else ""
    changed = int(match[4]) - int(match[5])
    return Told(
        say=f"You go backward from {code(named.text)}. A tensor of shape "
        f"{sizes(sizes_in(match[2]))}{of} was saved for that and has since "
        f"been changed in place ({plural(changed, 'time')}).",
        look="Look between forward and backward for `+=`, `x[…] =` and names that end in `_`; `x = x "
        "+ 1` makes a new tensor.",
        operands=(named,),
    )


@kind(
    "numpy-of-recorded",
    title="NumPy from a tensor that requires a gradient",
    rule="NumPy records no operations: a tensor that requires a gradient is detached first.",
    errors=RuntimeError,
    says=r"Can't call numpy\(\) on Tensor that requires grad",
)
def numpy_of_recorded(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = next((part for part in operation.operands if is_tensor(part.value)), operation.operands[0])
    return Told(
        say=f"You want a NumPy array of {mention(named)} in {code(operation.text)}. It requires a "
        "gradient, which NumPy cannot keep.",
        look=f"Compare {code(named.text)} with {code(named.text + '.detach()')}.",
        operands=(named,),
    )


@kind(
    "not-in-the-graph",
    title="The gradient for a tensor that was not used",
    rule="`torch.autograd.grad` goes from outputs to inputs that they were computed from.",
    errors=RuntimeError,
    says=r"The differentiated Tensor at index (\d+) appears to not have been used in the graph",
    origins=("torch",),
)
def not_in_the_graph(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "grad":
        return None
    output, inputs = operation.operands[0], operation.argument(1, "inputs")
    if inputs is None:
        return None
    return Told(
        say=f"You ask for the gradient of {code(output.text)} with respect to {code(inputs.text)}, "
        f"and {code(output.text)} was not computed from it.",
        look="A copy made after the computation, or a new tensor under an old name, is not in the graph.",
        operands=(output, inputs),
    )


@kind(
    "backward-shape",
    title="A gradient of another shape than its output",
    rule="The gradient given to `backward` has the shape of the tensor that it belongs to.",
    errors=RuntimeError,
    says=r"Mismatch in shape: grad_output\[\d+\] has a shape of torch\.Size\(\[([\d, ]*)\]\) and "
    r"output\[\d+\] has a shape of torch\.Size\(\[([\d, ]*)\]\)",
    origins=("torch",),
)
def backward_shape(seen: Failure, match: Match) -> Told | None:
    operation, named = seen.operation, _differentiated(seen)
    if operation is None or named is None:
        return None
    given, output = sizes_in(match[1]), sizes_in(match[2])
    return Told(
        say=f"You go backward from {code(named.text)}, which is {sizes(output)}, with a gradient of "
        f"{sizes(given)}. Both must have one shape.",
        look="For a single number no gradient is given: `loss.backward()`.",
        operands=operation.operands,
    )


@kind(
    "gradient-none",
    title="A gradient that is not there",
    rule="`.grad` is None until `backward` has filled it, and for tensors that are no leaves.",
    errors=(AttributeError, TypeError),
    says=r"NoneType",
    origins=("own",),
)
def gradient_none(seen: Failure, _: Match) -> Told | None:
    if seen.spot is None or seen.spot.node is None:
        return None
    for node in ast.walk(seen.spot.node):
        if isinstance(node, ast.Attribute) and node.attr == "grad":
            gradient, owner = seen.look_up(node), seen.look_up(node.value)
            if gradient.known and gradient.value is None and is_tensor(owner.value):
                tensor: Any = owner.value
                facts = (
                    "It has not been filled by a `backward`."
                    if tensor.requires_grad
                    else "Its tensor does not require a gradient."
                )
                return Told(
                    say=f"You use {code(gradient.text)} in "
                    f"{code(seen.spot.source_of(seen.spot.node))}, and it is None. {facts}",
                    look=f"Look at {code(owner.text + '.requires_grad')} and "
                    f"{code(owner.text + '.is_leaf')}, and whether `backward` ran before.",
                    operands=(owner,),
                )
    return None


@kind(
    "copy-of-recorded",
    title="A deep copy of a computed tensor",
    rule="`copy.deepcopy` copies leaves; a computed tensor would need its graph copied.",
    errors=RuntimeError,
    says=r"Only Tensors created explicitly by the user \(graph leaves\) support the deepcopy protocol",
    origins=("torch",),
)
def copy_of_recorded(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "deepcopy" or not operation.operands:
        return None
    named = operation.operands[0]
    held = "It is, or holds, a tensor" if not is_tensor(named.value) else "It is a tensor"
    return Told(
        say=f"You copy {mention(named)} with `deepcopy`. {held} that was computed from one that "
        "requires a gradient.",
        look=f"{code('x.detach().clone()')} copies the numbers alone.",
        operands=(named,),
    )


@kind(
    "requires-grad-of-computed",
    title="Switching off the gradient of a computed tensor",
    rule="`requires_grad` is set on leaves; a computed tensor has what follows from its inputs.",
    errors=RuntimeError,
    says=r"you can only change requires_grad flags of leaf variables",
)
def requires_grad_of_computed(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = operation.operands[0]
    return Told(
        say=f"You set `requires_grad` of {code(named.text)}, which was computed from a tensor that "
        "requires a gradient.",
        look=f"{code(named.text + '.detach()')} is the same tensor, cut off from the graph.",
        operands=(named,),
    )


@kind(
    "gradient-shape",
    title="A gradient of another shape than its tensor",
    rule="`x.grad` has the shape of `x`.",
    errors=RuntimeError,
    says=r"attempting to assign a gradient of size '\[([\d, ]*)\]' to a tensor of size '\[([\d, ]*)\]'",
    origins=("own",),
)
def gradient_shape(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "setattr":
        return None
    owner, _, value = operation.operands
    return Told(
        say=f"You set the gradient of {code(owner.text)}, which is {sizes(sizes_in(match[2]))}, to "
        f"{code(value.text)}, which is "
        f"{sizes(sizes_in(match[1]))}. Both must have one shape.",
        look="A gradient has one number for each number of its tensor.",
        operands=(owner, value),
    )


@kind(
    "inference-tensor",
    title="A tensor made in inference mode, used for training",
    rule="Tensors made under `torch.inference_mode()` can be neither recorded nor changed in place "
    "outside it.",
    errors=RuntimeError,
    says=r"Inference tensors cannot be saved for backward|Inplace update to inference tensor outside "
    r"InferenceMode",
)
def inference_tensor(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    made = [code(p.text) for p in operation.operands if is_tensor(p.value) and p.value.is_inference()]  # type: ignore[attr-defined]
    who = f"{listed(made)} {'was' if len(made) == 1 else 'were'} made" if made else "A tensor in it was made"
    return Told(
        say=f"{doing(operation)}. {who} under `torch.inference_mode()`, and cannot take part in training.",
        look="`x.clone()` outside is an ordinary tensor; `torch.no_grad()` makes ordinary ones.",
        operands=operation.operands,
    )


@kind(
    "optimiser-parameters",
    title="An optimiser that is given no parameters",
    rule="An optimiser takes parameters (leaves) in a list or iterator: `module.parameters()`.",
    errors=(TypeError, ValueError),
    says=r"can't optimize a non-leaf Tensor|optimizer got an empty parameter list|params argument "
    r"given to the optimizer should be an "
    r"iterable|'(\w+)' object is not iterable",
    origins=("torch",),
)
def optimiser_parameters(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    given = None if operation is None else operation.argument(0, "params")
    if operation is None or given is None or seen.called("add_param_group", "__init__") is None:
        return None
    optimiser = seen.called("__init__")
    torch_optim = (
        "torch.optim" in str(optimiser.frame.f_globals.get("__name__", ""))
        if optimiser is not None
        else False
    )
    if not torch_optim:
        return None
    name = operation.name
    look = "Pass the parameters of the module: `net.parameters()`."
    if "non-leaf" in match[0]:
        what = "is, or holds, a tensor that was computed from others: an optimiser changes leaves"
        look = (
            "Make the tensor in one step, with `requires_grad=True` last; `.to()` and arithmetic "
            "make computed ones."
        )
    elif "empty" in match[0]:
        what = "holds no parameters"
        look = "Layers in a plain list are not registered; those in an `nn.ModuleList` are."
    elif is_layer(given.value):
        what = f"is {a_type(given.value)}, a whole module"
        look = f"Its parameters are {code(given.text + '.parameters()')}."
    elif is_tensor(given.value):
        what = "is a single tensor; a list is wanted"
        look = f"In brackets it is a list: {code('[' + given.text + ']')}."
    else:
        what = f"is {a_type(given.value)}; it cannot be gone through"
        look = "A method is called with `()`: `net.parameters()`."
    return Told(f"You give {code(given.text)} to {code(name)}. It {what}.", look, (given,))


@kind(
    "optimiser-setting",
    title="A setting that an optimiser does not take",
    rule="Learning rate, momentum and weight decay are not negative.",
    errors=ValueError,
    says=r"Invalid (learning rate|momentum value|weight_decay value|epsilon value|beta parameter at "
    r"index \d): (\S+)",
    origins=("torch",),
)
def optimiser_setting(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    what = match[1].replace(" value", "").replace("_", " ")
    return Told(
        say=f"You make {code(operation.name)} with the {what} {match[2]}, which it does not take.",
        look="Usual learning rates are between 0.1 and 0.00001.",
        operands=tuple(operation.keywords.values()),
    )


@kind(
    "data-no-tensor",
    title="Setting `.data` or `.grad` to something that is no tensor",
    rule="`.data` and `.grad` of a tensor are tensors.",
    errors=TypeError,
    says=r"Variable data has to be a tensor, but got (\w+)|assigned grad expected to be a Tensor or "
    r"None but got (?:grad of type )?(\w+)",
    origins=("own",),
)
def data_no_tensor(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "setattr":
        return None
    owner, name, value = operation.operands
    shape = shape_of(owner.value)
    return Told(
        say=f"You set {code(f'{owner.text}.{name.text}')} to {code(value.text)}, "
        f"{a_type(value.value) if value.known else 'no tensor'}. A tensor is wanted.",
        look="`x.fill_(v)` inside `torch.no_grad()` sets every element.",
        operands=(owner,) if shape is not None else (),
    )
