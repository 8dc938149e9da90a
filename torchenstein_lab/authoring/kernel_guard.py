"""What a kernel runs first when a lesson's notebook is verified: no network, and a bound on memory.

Guarded is every connection that Python code of this process opens or looks an address up for, which is how
`urllib`, `requests` and PyTorch's own downloads work; a program that a cell starts, or a library that opens
sockets in C, is not. The kernel's own sockets, to this machine, stay. This file runs alone: standard library
only.
"""

import ipaddress
import sys

BYTES = 3 * 1024**3
"""So many bytes of data may the kernel allocate; what it used is asked of `peak_bytes` afterwards."""

_LOCAL_NAMES = {"", "localhost", "localhost.localdomain"}


class NoNetwork(OSError):
    """A cell wants the network."""


def install() -> None:
    """Guard this process, for good: an audit hook cannot be removed."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no such limit; the notebook's own check of its peak remains where there is one
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1] if len(arguments) > 1 else None
        host = (
            address[0] if isinstance(address, tuple) and address else None
        )  # a text: a socket of this machine
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not _is_local(host):
        raise NoNetwork(f"A lesson runs without a network, and a cell asks for {host!r}.")


def _is_local(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or not isinstance(host, str) or host.lower() in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def peak_bytes() -> int:
    """The most memory that this process has had at one time; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


__all__ = ["BYTES", "NoNetwork", "install", "peak_bytes"]
