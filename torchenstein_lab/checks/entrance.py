"""The way into the judge: loads it, and PyTorch with it, where no interrupt can break that off.

Imports nothing heavy itself. The server asks the kernel for `judge_json`, and `lab.check` calls it.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


def judge_json(request: str) -> str:
    """Judge an answer: takes a `JudgeRequest` and gives a `Verdict`, both as JSON.

    Raises `KeyboardInterrupt` when the learner cancelled while the judge was being loaded.
    """
    with interrupts_held():
        from torchenstein_lab.checks import judge
    return judge.judge_json(request)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let an interrupt wait until the end of the block, and raise `KeyboardInterrupt` there.

    In the midst of loading it would leave NumPy or PyTorch in halves, and neither can be loaded twice.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # interrupts come to the main thread only
        return
    came = threading.Event()

    def remember(_: int, __: FrameType | None) -> None:
        came.set()

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler if before is None else before)
    if came.is_set():
        raise KeyboardInterrupt
