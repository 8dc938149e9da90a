"""A real IPython shell in this process, in which the tests run cells that fail."""

from __future__ import annotations

import contextlib
import copy
import io
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from torchenstein_lab.contracts.explanation import Explanation
from torchenstein_lab.explainer.exception import explain

NAMES = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional, "np": np, "copy": copy}


@dataclass
class Notebook:
    """Cells run one after the other; what they print is thrown away."""

    shell: Any

    def run(self, cell: str) -> BaseException | None:
        """Run a cell; the exception that stopped it, or None."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            result = self.shell.run_cell(cell, store_history=True)
        error: BaseException | None = result.error_in_exec or result.error_before_exec
        return error

    def explain(self, cell: str) -> Explanation:
        """Run a cell that must fail, and explain its error."""
        error = self.run(cell)
        assert error is not None, "the cell did not fail"
        return explain(error)


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    config = Config()
    config.HistoryManager.enabled = False
    config.ProfileDir.location = str(tmp_path_factory.mktemp("ipython"))
    config.InteractiveShell.xmode = "Minimal"  # how IPython itself shows errors is not what is tested
    one = InteractiveShell.instance(config=config)
    one.kept = {*one.user_ns, "_", "__", "___", "_i", "_ii", "_iii"}
    yield one
    InteractiveShell.clear_instance()


@pytest.fixture
def notebook(shell: Any) -> Iterator[Notebook]:
    """A notebook in which PyTorch, NumPy and `copy` are imported, and nothing else is known."""
    for name in set(shell.user_ns) - shell.kept:
        del shell.user_ns[name]
    shell.user_ns.update(NAMES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what PyTorch warns of is not what is tested
        yield Notebook(shell)
    for name in ("last_value", "last_type", "last_traceback", "last_exc"):
        if hasattr(sys, name):
            delattr(sys, name)


@pytest.fixture
def explained(notebook: Notebook) -> Callable[[str], Explanation]:
    """Runs a cell that fails, and gives its explanation."""
    return notebook.explain
