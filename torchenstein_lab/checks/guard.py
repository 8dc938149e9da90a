"""The sandbox without a fork: the check runs in the kernel itself, and everything it may have moved is put
back.

Used on Windows and macOS, while an accelerator is in use, and where a child did not answer. What it cannot do
is survive an answer that ends the process; such answers end the kernel, as they would in any cell.
"""

from __future__ import annotations

import builtins
import ctypes
import io
import random
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import Any

import torch

from torchenstein_lab.checks.capture import PRINTED, the_shell
from torchenstein_lab.checks.fault import Cancelled, TimeIsUp
from torchenstein_lab.checks.input_asked import asked
from torchenstein_lab.checks.messages import Broke, Done, Ended, Message, Ready, Work
from torchenstein_lab.checks.plain import is_plain_tensor, unwatched

REMEMBERED = 512 * 1024**2
"""So many bytes of the learner's tensors are remembered by value; larger ones by their version only."""
_AGAIN = 0.05


def in_guard(work: Work, limit: float, space: Mapping[str, object]) -> Ended:
    """Do `work` in this process for at most `limit` seconds, and put back what it moved: the names of `space`
    and their tensors, random state, modes, threads, warnings, streams and handlers."""
    started = time.monotonic()
    messages: list[Message] = []
    printed = _Capped()
    how = "done"
    with ExitStack() as stack:
        for keep in (_names(space), _tensors(space), _dice(), _torch_modes(), _python(), _quiet(printed)):
            stack.enter_context(keep)
        messages.append(Ready())
        try:
            with _time_limit(limit):
                work(messages.append)
        except Cancelled:
            how = "cancelled"
        except TimeIsUp:
            how = "time"
        except KeyboardInterrupt:
            how = "cancelled"
        except BaseException as error:  # noqa: BLE001  (the kernel must come out of it whole)
            messages.append(Broke(f"{type(error).__name__}: {error}"))
    messages.append(Done())
    return Ended(how, tuple(messages), printed.text(), 0, time.monotonic() - started)


class _Capped(io.TextIOBase):
    """Keeps the first bytes that are printed, and drops the rest."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = PRINTED - self._length
        if room > 0:
            self._parts.append(text[:room])
            self._length += min(len(text), room)
        return len(text)

    def text(self) -> str:
        cut = "\n… (cut here)" if self._length >= PRINTED else ""
        return "".join(self._parts) + cut


# ---------------------------------------------------------------------- time


@contextmanager
def _time_limit(limit: float) -> Iterator[None]:
    """Raise `TimeIsUp` in this thread after `limit` seconds, and again until it gets through.

    By a signal where there is one, and by Python's own asynchronous exception, for which the code must come
    back to Python now and then."""
    over, fired = threading.Event(), threading.Event()
    me = threading.get_ident()
    watch = threading.Thread(
        target=_watch, args=(over, fired, me, limit), daemon=True, name="torchenstein-time-limit"
    )
    alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before: Any = None
    stopped: Any = None
    if threading.current_thread() is threading.main_thread():
        stopped = signal.signal(signal.SIGINT, _cancel)
    if alarm:
        before = signal.signal(signal.SIGALRM, _ring)
        signal.setitimer(signal.ITIMER_REAL, limit, _AGAIN)
    watch.start()
    try:
        yield
    finally:
        over.set()
        if alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before if before is not None else signal.SIG_DFL)
        if stopped is not None:
            signal.signal(signal.SIGINT, stopped)
        watch.join(1.0)
        if fired.is_set():
            _absorb(me)


def _absorb(thread: int) -> None:
    """Let an exception that was asked for, and may not have come yet, come here and do no harm.

    It is not taken back instead: CPython 3.11 would then look for it for ever, and stand still under a
    profiler."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TimeIsUp))
    with suppress(TimeIsUp):
        while True:
            pass


def _ring(*_: object) -> None:
    raise TimeIsUp


def _cancel(*_: object) -> None:
    raise Cancelled


def _watch(over: threading.Event, fired: threading.Event, thread: int, limit: float) -> None:
    if over.wait(limit + 4 * _AGAIN):
        return
    while not over.is_set():
        fired.set()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TimeIsUp))
        over.wait(4 * _AGAIN)


# ---------------------------------------------------------------------- what is put back


@contextmanager
def _names(space: Mapping[str, object]) -> Iterator[None]:
    """The learner's variables: the same names for the same objects, and plain containers with what they
    held."""
    kept = dict(space)
    contents = [(value, _contents(value)) for value in kept.values() if type(value) in (list, dict, set)]
    try:
        yield
    finally:
        if isinstance(space, MutableMapping) and not _same_names(dict(space), kept):
            for name in [name for name in space if name not in kept]:
                del space[name]
            for name, value in kept.items():
                space[name] = value
        for value, held in contents:
            _refill(value, held)


def _same_names(a: dict[str, object], b: dict[str, object]) -> bool:
    return a.keys() == b.keys() and all(a[name] is b[name] for name in b)


def _contents(value: Any) -> Any:
    return value.copy()


def _refill(value: Any, held: Any) -> None:
    with suppress(Exception):
        if isinstance(value, list):
            value[:] = held
        else:
            value.clear()
            value.update(held)


def _reachable(space: Mapping[str, object]) -> list[torch.Tensor]:
    """The tensors among the learner's variables, also inside lists, tuples, dicts and modules."""
    found: dict[int, torch.Tensor] = {}
    waiting: list[object] = list(space.values())
    seen: set[int] = set()
    while waiting and len(seen) < 100_000:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if is_plain_tensor(value):
            assert isinstance(value, torch.Tensor)
            found[id(value)] = value
        elif type(value) in (list, tuple, set):
            waiting.extend(value)  # type: ignore[arg-type]
        elif type(value) is dict:
            waiting.extend(value.values())
        elif isinstance(value, torch.nn.Module):
            waiting.extend([*value.parameters(), *value.buffers()])
    return list(found.values())


@contextmanager
def _tensors(space: Mapping[str, object]) -> Iterator[None]:
    """Values, versions, gradients and `requires_grad` of the learner's tensors."""
    kept = []
    room = REMEMBERED
    for tensor in _reachable(space):
        if tensor.layout is not torch.strided or tensor.device.type == "meta":
            continue
        size = tensor.numel() * tensor.element_size()
        if size <= room:
            room -= size
            with unwatched():
                kept.append(
                    (tensor, tensor.detach().clone(), tensor._version, tensor.requires_grad, tensor.grad)
                )
    try:
        yield
    finally:
        for tensor, value, version, requires_grad, grad in kept:
            with suppress(Exception):
                _put_back(tensor, value, version, requires_grad, grad)


def _put_back(
    tensor: torch.Tensor, value: torch.Tensor, version: int, requires_grad: bool, grad: torch.Tensor | None
) -> None:
    if tensor._version != version:
        with unwatched():
            data = tensor.detach()
            if data.shape != value.shape:
                tensor.data = value
            else:
                data.copy_(value)
        with suppress(Exception):
            torch._C._autograd._unsafe_set_version_counter((tensor,), (version,))
    if tensor.is_leaf and tensor.requires_grad != requires_grad:
        tensor.requires_grad_(requires_grad)
    if tensor.is_leaf and tensor.grad is not grad:
        tensor.grad = grad


@contextmanager
def _dice() -> Iterator[None]:
    """The global random numbers of PyTorch, Python and NumPy."""
    numpy = sys.modules.get("numpy")
    ours, theirs = random.getstate(), torch.get_rng_state()
    arrays = numpy.random.get_state() if numpy is not None and hasattr(numpy, "random") else None
    in_use = bool(torch.cuda.is_initialized())  # type: ignore[no-untyped-call]
    devices = torch.cuda.get_rng_state_all() if in_use else None
    try:
        yield
    finally:
        random.setstate(ours)
        torch.set_rng_state(theirs)
        if arrays is not None and numpy is not None:
            numpy.random.set_state(arrays)
        if devices is not None:
            torch.cuda.set_rng_state_all(devices)


@contextmanager
def _torch_modes() -> Iterator[None]:
    """Gradient mode, default dtype and device, threads, determinism and print options."""
    grad, dtype, threads = torch.is_grad_enabled(), torch.get_default_dtype(), torch.get_num_threads()
    device = torch.get_default_device()
    deterministic = torch.are_deterministic_algorithms_enabled()
    anomaly = torch.is_anomaly_enabled()
    try:
        yield
    finally:
        torch.set_grad_enabled(grad)
        torch.set_default_dtype(dtype)
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        if torch.get_default_device() != device:
            torch.set_default_device(device)
        if torch.are_deterministic_algorithms_enabled() != deterministic:
            torch.use_deterministic_algorithms(deterministic)
        if torch.is_anomaly_enabled() != anomaly:
            torch.autograd.set_detect_anomaly(anomaly)


@contextmanager
def _python() -> Iterator[None]:
    """Warnings filters, built-ins, trace functions, recursion limit and signal handlers."""
    names = dict(vars(builtins))
    trace, profile, depth = sys.gettrace(), sys.getprofile(), sys.getrecursionlimit()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    builtins.input = asked
    try:
        with warnings.catch_warnings():
            yield
    finally:
        space = vars(builtins)
        if space != names:
            space.clear()
            space.update(names)
        sys.settrace(trace)
        sys.setprofile(profile)
        sys.setrecursionlimit(depth)
        if threading.current_thread() is threading.main_thread():
            for number, handler in handlers.items():
                if handler is not None and signal.getsignal(number) is not handler:
                    signal.signal(number, handler)


@contextmanager
def _quiet(printed: _Capped) -> Iterator[None]:
    """Keep what is printed, and send nothing to the front end."""
    session = getattr(getattr(the_shell(), "kernel", None), "session", None)
    send: Callable[..., object] | None = getattr(session, "send", None)
    streams = sys.stdin, sys.stdout, sys.stderr
    if session is not None:
        session.send = _unsent
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        if session is not None:
            session.send = send


def _unsent(*_: object, **__: object) -> None:
    return None
