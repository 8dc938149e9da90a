"""The sandbox: a fork of the kernel, with the learner's live objects, whose deeds the kernel never feels.

The parent waits, and ends the child at its limit. A child gets one thread for PyTorch *first*: with more, the
first parallel operation would wait for ever for threads that a fork does not copy. It may use `HEADROOM`
bytes of memory beyond what the kernel uses, print `FLOOD` bytes, and nothing from it is believed but data.
"""

from __future__ import annotations

import _thread
import ctypes
import gc
import os
import resource
import selectors
import signal
import struct
import sys
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import msgspec
import torch

from torchenstein_lab.checks.capture import PRINTED, quiet_kernel, tidy
from torchenstein_lab.checks.input_asked import no_input
from torchenstein_lab.checks.messages import Broke, Done, Ended, Message, Ready, Send, Work

HEADROOM = 2 * 1024**3
FLOOD = 8 * 1024**2
MOST_FROM_CHILD = 16 * 1024**2
READY_WITHIN = 5.0
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1

_decoder = msgspec.msgpack.Decoder(Message)
_encoder = msgspec.msgpack.Encoder()


def possible() -> bool:
    """Whether a check may run in a fork: on Linux, while no accelerator is in use (its driver survives no
    fork)."""
    return sys.platform == "linux" and not accelerator_in_use()


def accelerator_in_use() -> bool:
    """Whether this process holds an accelerator."""
    return any(
        getattr(torch, name, None) is not None and getattr(torch, name).is_initialized()
        for name in ("cuda", "xpu")
        if hasattr(getattr(torch, name, None), "is_initialized")
    )


def in_fork(work: Work, limit: float) -> Ended:
    """Do `work` in a child of this process, for at most `limit` seconds. Raises nothing that `work` does;
    an interrupt of the waiting parent ends the child, and the result says `cancelled`."""
    started = time.monotonic()
    said, say = os.pipe()
    printed, prints = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _be_the_child(work, parent, say, prints)
    os.close(say)
    os.close(prints)
    with suppress(OSError):
        os.setpgid(child, child)
    watch = _Watch(child, said, printed, started, limit)
    how = "cancelled"
    try:
        with suppress(KeyboardInterrupt):
            how = watch.wait()
    finally:
        code = watch.end(how == "done")
    if how == "left":
        how = "signal" if os.WIFSIGNALED(code) else "exit"
        code = os.WTERMSIG(code) if os.WIFSIGNALED(code) else os.WEXITSTATUS(code)
    return Ended(how, tuple(watch.messages), tidy(bytes(watch.printed)), code, time.monotonic() - started)


# ---------------------------------------------------------------------- the parent


class _Watch:
    """The parent's side of one child: its pipes, its time, its end."""

    def __init__(self, child: int, said: int, printed: int, started: float, limit: float) -> None:
        self.child = child
        self.said_pipe = said
        self.printed_pipe = printed
        self.started = started
        self.limit = limit
        self.messages: list[Message] = []
        self.printed = bytearray()
        self.printed_in_all = 0
        self._buffer = bytearray()
        self._life = os.pidfd_open(child)

    def wait(self) -> str:
        """Wait until the child is done, gone, too late or too loud."""
        with selectors.DefaultSelector() as selector:
            for pipe in (self.said_pipe, self.printed_pipe, self._life):
                os.set_blocking(pipe, False)
                selector.register(pipe, selectors.EVENT_READ)
            while not self._is_done():
                left = self._deadline() - time.monotonic()
                ready = [key.fd for key, _ in selector.select(max(0.0, left))]
                if left <= 0:  # also for a child that never stops talking
                    return "time" if self.messages else "silent"
                for pipe in ready:
                    if pipe == self._life:
                        self._drain(self.said_pipe)
                        self._drain(self.printed_pipe)
                        return "done" if self._is_done() else "left"
                    if not self._drain(pipe):
                        selector.unregister(pipe)
                if self.printed_in_all > FLOOD or len(self._buffer) > MOST_FROM_CHILD:
                    return "flood"
        return "done"

    def end(self, done: bool) -> int:
        """End the child and whatever it started, and return its status. The end of a child that is `done` is
        not waited for: to take down a copy of a whole kernel takes the system a while."""
        for kill in (os.killpg, os.kill):
            with suppress(OSError):
                kill(self.child, signal.SIGKILL)
        status = 0
        if done:
            # Not `threading.Thread`, whose start waits until the thread runs.
            _thread.start_new_thread(_bury, (self.child,))
        else:
            status = _bury(self.child)
        self._drain(self.printed_pipe)
        for pipe in (self.said_pipe, self.printed_pipe, self._life):
            os.close(pipe)
        return status

    def _is_done(self) -> bool:
        return bool(self.messages) and isinstance(self.messages[-1], Done)

    def _deadline(self) -> float:
        return self.started + (self.limit if self.messages else min(self.limit, READY_WITHIN))

    def _drain(self, pipe: int) -> bool:
        """Read what is there; false at the end of the pipe."""
        try:
            data = os.read(pipe, 1 << 20)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if pipe == self.printed_pipe:
            self.printed_in_all += len(data)
            self.printed += data[: max(0, PRINTED - len(self.printed))]
        else:
            self._buffer += data
            self._take()
        return bool(data)

    def _take(self) -> None:
        while len(self._buffer) >= 4:
            (length,) = struct.unpack_from("<I", self._buffer)
            if len(self._buffer) < 4 + length:
                return
            frame = bytes(self._buffer[4 : 4 + length])
            del self._buffer[: 4 + length]
            try:
                message = _decoder.decode(frame)
            except (msgspec.DecodeError, msgspec.ValidationError):
                continue
            self.messages.append(message)


def _bury(child: int) -> int:
    """Wait until a child that was ended is gone, and return its status."""
    try:
        return os.waitpid(child, 0)[1]
    except ChildProcessError:
        return 0


# ---------------------------------------------------------------------- the child


def _be_the_child(work: Work, parent: int, say: int, prints: int) -> NoReturn:
    """Never returns: whatever happens, the child leaves through `os._exit`, and runs no clean-up of the
    kernel."""
    leave = os._exit
    try:
        torch.set_num_threads(1)
        # A collection would write to every object there is, and so copy the kernel's memory page by page.
        gc.freeze()
        os.setpgid(0, 0)
        _die_with(parent)
        _forget_handlers()
        _redirect(prints)
        _limit_memory()
        send = _sender(say)
        quiet_kernel()
        no_input()
        send(Ready())
        try:
            work(send)
        except BaseException as error:  # noqa: BLE001  (a child must say what it died of)
            send(Broke(f"{type(error).__name__}: {error}"))
        send(Done())
    except BaseException:  # noqa: BLE001  (a child must say what it died of)
        leave(70)
    leave(0)


def _sender(pipe: int) -> Send:
    write = os.write

    def send(message: Message) -> None:
        frame = _encoder.encode(message)
        data = struct.pack("<I", len(frame)) + frame
        while data:
            data = data[write(pipe, data) :]

    return send


def _die_with(parent: int) -> None:
    """Let the system end this child when the kernel ends: nobody else would end an endless loop."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(70)


def _forget_handlers() -> None:
    import faulthandler

    sys.settrace(None)
    sys.setprofile(None)
    threading.settrace(None)
    threading.setprofile(None)
    faulthandler.disable()
    signal.set_wakeup_fd(-1)
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
        signal.SIGALRM,
        signal.SIGCHLD,
        signal.SIGSEGV,
        signal.SIGABRT,
    ):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _redirect(prints: int) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(prints, 1)
    os.dup2(prints, 2)
    # The process ends before these are closed.
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", 1, "utf-8", "replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, "utf-8", "replace", closefd=False)  # noqa: SIM115


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + HEADROOM
    resource.setrlimit(
        resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )
