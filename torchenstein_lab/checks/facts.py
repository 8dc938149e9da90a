"""What can be said of a value alone, where a check asked for something that cannot be shown beside it."""

from __future__ import annotations

import torch

from torchenstein_lab.checks.describe import counted, dtype_name, number_text, shape_text
from torchenstein_lab.checks.plain import is_plain_tensor, plain, unwatched
from torchenstein_lab.checks.plain_gap import family

_MOST = 100_000


def facts_of(value: object) -> str:
    """One sentence: the size of a text or a list, the kind of a tensor and what its numbers share."""
    if value is None:
        return "None stands for no value."
    if isinstance(value, str):
        return f"Yours has {counted(len(value), 'character')}."
    if isinstance(value, (list, tuple, dict, set)):
        return f"Yours has {counted(len(value), 'entry')}."
    if is_plain_tensor(value):
        assert isinstance(value, torch.Tensor)
        with unwatched():
            return _of_tensor(plain(value))
    return ""


def _of_tensor(data: torch.Tensor) -> str:
    if data.ndim == 0:
        return f"Yours is a tensor without dimensions, of {dtype_name(data.dtype)}."
    about = f"shape {shape_text(data.shape)} and the dtype {dtype_name(data.dtype)}, for {family(data.dtype)}"
    if data.device.type == "meta" or not 1 < data.numel() <= _MOST or data.is_complex():
        return f"Yours has {about}."
    numbers = data.to(torch.float64).reshape(-1)
    if bool((numbers == numbers[0]).all()):
        return f"All numbers of yours are the same: {number_text(float(numbers[0]))}. It has {about}."
    low, high = number_text(float(numbers.min()), 4), number_text(float(numbers.max()), 4)
    return f"Yours has {about}; its numbers go from {low} to {high}."
