"""One Talkoot at a time on a data folder, and the note it leaves there of where it can be reached."""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

LOCK = "stack.lock"
STATE = "stack.json"


class AlreadyRunning(Exception):
    """Another Talkoot holds the data folder. `pid` is the process that wrote the lock, None if it wrote nothing."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        self.folder, self.pid = folder, pid
        super().__init__(
            f"another Talkoot (process {pid or 'unknown'}) already runs on {folder}: "
            "stop it first, or choose another folder with --data"
        )


class DataFolderLock:
    """Holds a data folder for the life of a `with` block. Creates the folder, readable by its owner alone.

    The kernel lets go of the lock when the last process that inherited it ends, so that a server left behind by a
    killed parent keeps the folder closed for as long as it still writes there.
    """

    def __init__(self, folder: Path, *, patience: float = 3.0) -> None:
        self.folder = folder
        self._patience = patience  # seconds to wait for what a killed Talkoot left behind
        self._fd = -1

    def __enter__(self) -> Self:
        """Take the lock. Raises `AlreadyRunning`, at once when the holder lives."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._wait(fd)
        except BaseException:
            os.close(fd)
            raise
        os.ftruncate(fd, 0)
        os.pwrite(fd, str(os.getpid()).encode(), 0)
        self._fd = fd
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._fd)
        self._fd = -1

    def fileno(self) -> int:
        """The open lock, for a child process to inherit. Raises `RuntimeError` when the lock is not held."""
        if self._fd < 0:
            raise RuntimeError("the data folder is not locked")
        return self._fd

    def _wait(self, fd: int) -> None:
        give_up = time.monotonic() + self._patience
        while not _locked(fd, fcntl.LOCK_EX):
            pid = _written_pid(fd)
            if (pid and _alive(pid)) or time.monotonic() > give_up:
                raise AlreadyRunning(self.folder, pid)
            time.sleep(0.05)


@dataclass(frozen=True)
class StackState:
    """Where a running stack can be reached: what `stack.json` says. Addresses are None while not (yet) there."""

    pid: int
    temporal_address: str
    temporal_namespace: str
    temporal_ui: str | None = None  # base address of Temporal's pages
    api_url: str | None = None


def write_state(folder: Path, state: StackState) -> None:
    """Replace the note in one step, so that a reader never sees half of it."""
    draft = folder / f"{STATE}.new"
    draft.write_text(json.dumps(asdict(state), indent=1) + "\n", encoding="utf-8")
    draft.replace(folder / STATE)


def read_state(folder: Path) -> StackState | None:
    """What runs on this folder now; None if nothing does, whatever a killed stack left written."""
    if not _held(folder):
        return None
    try:
        return StackState(**json.loads((folder / STATE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def clear_state(folder: Path) -> None:
    """Take the note away at a clean end."""
    (folder / STATE).unlink(missing_ok=True)


def _held(folder: Path) -> bool:
    try:
        fd = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return False
    try:
        return not _locked(fd, fcntl.LOCK_SH)
    finally:
        os.close(fd)


def _locked(fd: int, kind: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
        return True
    return False


def _written_pid(fd: int) -> int | None:
    text = os.pread(fd, 20, 0)
    return int(text) if text.isdigit() else None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
