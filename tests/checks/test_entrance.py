"""The judge is loaded whole, whatever the learner presses meanwhile."""

import subprocess
import sys

INTERRUPTED_WHILE_LOADING = """
import os, signal, sys

class Impatient:
    def find_spec(self, name, path=None, target=None):
        if name == "torch._C":
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Impatient())
from torchenstein_lab.checks.entrance import judge_json
try:
    judge_json("{}")
except KeyboardInterrupt:
    print("cancelled", signal.getsignal(signal.SIGINT) is signal.default_int_handler)
print(judge_json("{}"))
"""


def test_an_interrupt_while_pytorch_is_loaded_comes_afterwards_and_breaks_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_LOADING], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    cancelled, verdict = done.stdout.splitlines()
    assert cancelled == "cancelled True"
    assert "did not understand what to check" in verdict
