"""What a learner hands to a widget about shapes: a tensor, an array, a number, or just a shape.

A tuple of whole numbers is a shape; a list is data. What is none of these is refused in one sentence, and the
sentence is the picture.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import torch

from torchenstein_lab.widgets.drawing import Drawing, widget_html


class NotDrawable(ValueError):
    """There is no picture of this; the message is a sentence that says why, and what to do."""


@dataclass(frozen=True)
class Operand:
    """One side of an operation. `tensor` is `None` where only a shape was given; then values are not drawn.

    `number` is the Python number, where one was given: PyTorch promotes it otherwise than a tensor.
    """

    label: str
    shape: tuple[int, ...]
    dtype: torch.dtype
    tensor: torch.Tensor | None = None
    number: complex | None = None

    @property
    def numel(self) -> int:
        """How many elements the shape has."""
        return count_of(self.shape)

    @property
    def dtype_name(self) -> str:
        """The dtype without `torch.`"""
        return str(self.dtype).removeprefix("torch.")


def count_of(shape: tuple[int, ...]) -> int:
    """How many elements a shape has; exact at any size."""
    count = 1
    for size in shape:
        count *= size
    return count


def is_shape(value: object) -> bool:
    """Whether the value is a tuple of whole numbers, which stands for a shape."""
    return isinstance(value, tuple) and all(type(size) is int for size in value)


def operand_of(value: object, label: str) -> Operand:
    """Read what was handed in. Raises `NotDrawable`."""
    if is_shape(value):
        return Operand(label, shape_of(value, label), torch.get_default_dtype())
    if isinstance(value, (bool, int, float, complex)):
        made = _made(lambda: torch.tensor(value), label)
        return Operand(label, (), made.dtype, made, value)
    tensor = tensor_of(value, label)
    if tensor.device.type == "meta":
        return Operand(label, tuple(tensor.shape), tensor.dtype)
    return Operand(label, tuple(tensor.shape), tensor.dtype, tensor)


def tensor_of(value: object, label: str) -> torch.Tensor:
    """A strided tensor for a tensor, a NumPy array or a list, without its graph. Raises `NotDrawable`."""
    numpy = sys.modules.get("numpy")
    if isinstance(value, torch.Tensor):
        tensor = value.detach()
    elif numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
        array: Any = value
        tensor = _made(lambda: _of_array(array), label)
    elif isinstance(value, list):
        tensor = _made(lambda: torch.tensor(value), label)
    else:
        raise NotDrawable(
            f"There is no picture of {_kind(value)}. Give a tensor, a list of numbers, "
            "or a shape such as (2, 3)."
        )
    if tensor.is_nested:
        raise NotDrawable(
            f"{label} is a nested tensor: its rows have lengths of their own. Look at one of them."
        )
    if tensor.layout is not torch.strided:
        raise NotDrawable(
            f"{label} is sparse: most of its numbers are not stored. Look at {label}.to_dense()."
        )
    if tensor.is_quantized:
        raise NotDrawable(f"{label} is quantised. Look at {label}.dequantize(), or at {label}.int_repr().")
    return tensor


def shape_of(value: object, label: str) -> tuple[int, ...]:
    """A shape that can be. Raises `NotDrawable`."""
    assert isinstance(value, tuple)
    for at, size in enumerate(value):
        if size < 0:
            raise NotDrawable(
                f"{value} is no shape for {label}: dim {at} is {size}, and no size is below zero."
            )
    return tuple(int(size) for size in value)


def drawn_or_said(kind: str, draw: Callable[[], Drawing]) -> Drawing:
    """The drawing; where there is none, the sentence that says why is the picture."""
    try:
        with torch.no_grad():
            return draw()
    except NotDrawable as why:
        return Drawing(str(why), widget_html(kind, f"<p>{escape(str(why))}</p>"))


def _of_array(array: Any) -> torch.Tensor:
    """The array's memory as a tensor. A slice comes as a view of what it was cut from, as a tensor's
    slice does."""
    owner = array
    while isinstance(getattr(owner, "base", None), type(array)):
        owner = owner.base
    size = array.itemsize
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Nothing is written, so an array that cannot be written to will do.
        plain = owner.dtype == array.dtype and (owner.flags.c_contiguous or owner.flags.f_contiguous)
        if owner is array or not plain or any(step < 0 or step % size for step in array.strides):
            return torch.as_tensor(array)
        whole = torch.as_tensor(owner.ravel(order="K"))
    offset = (array.__array_interface__["data"][0] - owner.__array_interface__["data"][0]) // size
    return whole.as_strided(array.shape, [step // size for step in array.strides], offset)


def _made(make: Callable[[], torch.Tensor], label: str) -> torch.Tensor:
    try:
        return make()
    except (TypeError, ValueError, RuntimeError, OverflowError) as error:
        words = str(error).split("\n", maxsplit=1)[0][:200]
        raise NotDrawable(f"{label} cannot be made a tensor: {words}") from None


def _kind(value: object) -> str:
    name = type(value).__name__
    return "nothing (None)" if value is None else f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
