"""Local ports for what we start ourselves."""

from __future__ import annotations

import errno
import random
import socket
from ipaddress import ip_address
from pathlib import Path

LOOPBACK = "127.0.0.1"
_OURS = range(20_000, 32_000)  # below the ranges from which kernels hand out ports, so that nobody gets one by chance


class PortTaken(Exception):
    """Something else listens on a port we were told to use, or we may not use it."""

    def __init__(
        self,
        port: int,
        host: str = LOOPBACK,
        why: str = "is taken by another program: stop it",
        setting: str = "port",
    ) -> None:
        self.port = port
        super().__init__(f"port {port} of {host} {why}, or set another {setting}")


def listen(host: str, port: int, setting: str = "TALKOOT_API") -> socket.socket:
    """A socket that listens there from now on, so that nobody else can take the port until it is closed.

    A port of 0 means a free one. Raises `PortTaken`, which names the setting's `_HOST` or `_PORT`.
    """
    chosen = port or claim(0)
    try:
        listener = socket.create_server((host, chosen), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        # Connections inherit it. Without it an answer in two parts waits 40 ms for the reader's receipt of the first:
        # asyncio turns that off only for sockets which it has made itself.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(chosen, host, setting=f"{setting}_PORT") from None
        why = f"cannot be used ({error.strerror}): set {setting}_HOST right"
        raise PortTaken(chosen, host, why, f"{setting}_PORT") from None


def obstacle(host: str, port: int) -> OSError | None:
    """What would keep us from listening there; None if nothing would. Nothing listens there afterwards."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a closed connection's remains do not count
            probe.bind((host, port))
    except OSError as error:
        return error
    return None


def is_everywhere(host: str) -> bool:
    """Whether whoever listens on this host listens on all addresses of its family."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def meet(one: str, other: str) -> bool:
    """Whether nobody can listen on a port of both hosts at once: they are the same, or one of them is everywhere."""
    one, other = (LOOPBACK if host.lower() == "localhost" else host.lower() for host in (one, other))
    of_one_family = (":" in one) is (":" in other)
    return of_one_family and (one == other or is_everywhere(one) or is_everywhere(other))


def claim(port: int) -> int:
    """The port itself if nothing listens there, and a free one for 0. Raises `PortTaken`."""
    if port == 0:
        return _free()
    if not _is_free(port):
        raise PortTaken(port)
    return port


def claim_again(note: Path, preferred: int) -> int:
    """The port that was noted at a former start, else the preferred one, else a free one: whichever is free first.

    Raises `PortTaken` when no port is free.
    """
    for port in (_noted(note), preferred):
        if port and _is_free(port):
            return port
    return _free()


def keep(note: Path, port: int) -> None:
    """Note a port, so that the next start takes it again and addresses that were handed out still lead somewhere."""
    note.write_text(f"{port}\n", encoding="ascii")


def _noted(note: Path) -> int | None:
    try:
        port = int(note.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None  # the first start, or not our file
    return port if 0 < port <= 65_535 else None


def _free() -> int:
    for port in random.sample(_OURS, 200):
        if _is_free(port):
            return port
    raise PortTaken(0)


def _is_free(port: int) -> bool:
    return obstacle(LOOPBACK, port) is None
