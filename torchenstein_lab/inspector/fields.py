"""Reading the fields of a tensor: through PyTorch's own accessors, whatever its class overrides."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any


def plain_access(torch: Any) -> AbstractContextManager[Any]:
    """While it is entered, this thread reads tensors past the `__torch_function__` of their class."""
    guard: AbstractContextManager[Any] = torch._C.DisableTorchFunctionSubclass()
    return guard


class Fields:
    """PyTorch's accessors, found once for each look: calling them passes by what a subclass overrides."""

    def __init__(self, torch: Any) -> None:
        base = torch._C.TensorBase
        self.shape = base.shape.__get__
        self.dtype = base.dtype.__get__
        self.device = base.device.__get__
        self.layout = base.layout.__get__
        self.requires_grad = base.requires_grad.__get__
        self.is_leaf = base.is_leaf.__get__
        self.grad = base.grad.__get__
        self.grad_fn = base.grad_fn.__get__
        self.version = base._version.__get__
        self.stride = base.stride
        self.storage_offset = base.storage_offset
        self.numel = base.numel
        self.element_size = base.element_size
        self.storage = base.untyped_storage
        self.strided = torch.strided
        self.sparse = torch.sparse_coo
        self.lazy = torch.nn.parameter.UninitializedTensorMixin

    def storage_of(self, tensor: Any) -> int:
        """A number that two tensors have in common when they share memory; 0 for a tensor without memory."""
        try:
            storage = self.storage(tensor)
            return int(storage._cdata) if storage.nbytes() else 0
        except (RuntimeError, NotImplementedError):  # sparse tensors, and wrappers, have none of their own
            return 0

    def version_of(self, tensor: Any) -> int:
        """How often the tensor was changed in place; -1 where PyTorch does not count (inference mode)."""
        try:
            version: int = self.version(tensor)
        except RuntimeError:
            return -1
        return version
