"""Local ports for what we start ourselves."""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"
_OURS = range(20_000, 32_000)  # below the ranges from which kernels hand out ports, so that nobody gets one by chance


class PortTaken(Exception):
    """Something else listens on a port we were told to use."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(f"port {port} of {LOOPBACK} is taken by another program: stop it, or set another port")


def claim(port: int) -> int:
    """The port itself if nothing listens there, and a free one for 0. Raises `PortTaken`."""
    if port == 0:
        return _free()
    if not _is_free(port):
        raise PortTaken(port)
    return port


def _free() -> int:
    for port in random.sample(_OURS, 200):
        if _is_free(port):
            return port
    raise PortTaken(0)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a closed connection's remains do not count
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
