"""Runs a command that must not outlive the process that wanted it: `python tether.py PARENT_PID COMMAND…`.

Run by path, with the standard library alone. On Linux the kernel is asked to kill the command when its parent goes, and
the command takes this process's place. Elsewhere this process stays between the two and watches.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time

_PR_SET_PDEATHSIG = 1
ORPHANED = 113  # exit code: the parent had gone before the command began


def become(parent: int, command: list[str]) -> None:
    """Replace this process by the command, tied to the parent by the kernel (Linux)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "the kernel refuses to tie a process to its parent")
    if os.getppid() != parent:  # it went before the tie was made
        sys.exit(ORPHANED)
    os.execv(command[0], command)  # noqa: S606 - the command is our own, without a shell


def watch(parent: int, command: list[str], *, every: float = 0.2) -> int:
    """Run the command, pass SIGTERM on to it, and kill it when the parent is gone. Returns its exit code."""
    child = subprocess.Popen(command)  # noqa: S603 - the command is our own, without a shell
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while child.poll() is None:
        if os.getppid() != parent:
            child.kill()
            child.wait()
            return ORPHANED
        time.sleep(every)
    return child.returncode


if __name__ == "__main__":
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        become(parent, command)
    sys.exit(watch(parent, command))
