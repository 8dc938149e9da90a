"""Torchenstein Lab: learn PyTorch in JupyterLab, with answers that are checked where you write them.

In a notebook, `import torchenstein_lab as lab` offers `lab.check("wake-up")`, `lab.hint(…)`,
`lab.solution(…)`, `lab.reset(…)`, `lab.show(…)` and `lab.explain()` in any front end. Everything is loaded
when it is first used, so that the import costs next to nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torchenstein_lab.notebook import check, explain, hint, reset, solution
    from torchenstein_lab.widgets.attention import attention
    from torchenstein_lab.widgets.bits import bits
    from torchenstein_lab.widgets.broadcast import broadcast
    from torchenstein_lab.widgets.curves import curves
    from torchenstein_lab.widgets.diff import diff
    from torchenstein_lab.widgets.einsum import einsum
    from torchenstein_lab.widgets.graph import graph
    from torchenstein_lab.widgets.landscape import landscape
    from torchenstein_lab.widgets.matmul import matmul
    from torchenstein_lab.widgets.memory import memory
    from torchenstein_lab.widgets.show import show

    __version__: str

_WIDGETS = (
    "attention",
    "bits",
    "broadcast",
    "curves",
    "diff",
    "einsum",
    "graph",
    "landscape",
    "matmul",
    "memory",
    "show",
)
"""Each is a function of the module of its name in `widgets`."""

__all__ = [
    "__version__",
    "attention",
    "bits",
    "broadcast",
    "check",
    "curves",
    "diff",
    "einsum",
    "explain",
    "graph",
    "hint",
    "landscape",
    "matmul",
    "memory",
    "reset",
    "show",
    "solution",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from torchenstein_lab.version import package_version

        return package_version()
    if name in _WIDGETS:
        from importlib import import_module

        return getattr(import_module(f"torchenstein_lab.widgets.{name}"), name)
    if name in __all__:
        from torchenstein_lab import notebook

        return getattr(notebook, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "torchenstein-lab"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from torchenstein_lab.server.extension import TorchensteinExtension

    return [{"module": "torchenstein_lab.server.extension", "app": TorchensteinExtension}]
