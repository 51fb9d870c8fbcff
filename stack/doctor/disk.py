"""The data folder: whether it can be written, is kept from others, and has room; and the list of erasures."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from models.erasure_list import ErasureList
from stack.data_folder import LOCK
from stack.doctor.findings import Finding, fault, warning, well
from stack.settings import Settings

PART = "disk"
FULL = 200_000_000  # bytes
TIGHT = 0.10  # of the disk, and
ROOMY = 10_000_000_000  # bytes, with which any share is enough
_OTHERS = 0o007


async def examine(settings: Settings, barred: Finding | None = None) -> list[Finding]:
    """Look at the folder, or at where it would be made; write a file there and take it away. Not if we are `barred`."""
    if barred is not None:
        return [barred]
    return await asyncio.to_thread(lambda: [*_found(settings.data), *_erasures(settings)])


def barred(folder: Path) -> Finding | None:
    """What keeps this user, or everybody, from looking into the folder at all; then nothing else can be told of it."""
    try:
        there = next(one for one in (folder, *folder.parents) if one.exists())
        if not there.is_dir():
            return fault(PART, f"{there} is no folder", "move it away, or name another in TALKOOT_DATA")
        (folder / LOCK).open("rb").close()
    except PermissionError:
        return fault(PART, f"{folder} cannot be read by this user", f"ask as Talkoot's own user (this is {_me()})")
    except FileNotFoundError:
        pass
    return None


def _found(folder: Path) -> Iterator[Finding]:
    there = folder if folder.exists() else next(parent for parent in folder.parents if parent.exists())
    if not _is_writable(there):
        yield fault(PART, f"{there} cannot be written by this user", f"chown it to Talkoot's user (this is {_me()})")
    elif folder.exists():
        yield well(PART, f"{folder} can be written")
    else:
        yield well(PART, f"{folder} will be made by the first start")
    if folder.exists() and folder.stat().st_mode & _OTHERS:
        yield warning(PART, f"{folder} is open to every user of this machine", f"chmod 700 {folder}")
    yield _room(there)


def _erasures(settings: Settings) -> Iterator[Finding]:
    """Nothing is refused for a list that cannot be written, so nobody may notice until a backup is restored."""
    file = settings.erasures
    if not file.parent.exists() and file.parent == settings.data:
        return  # made by the first start, with the folder
    if ErasureList(file).is_writable():
        yield well(PART, f"{file} can be written")
    else:
        yield fault(
            PART,
            f"{file} cannot be written: a restored backup would not forget who is erased from now on",
            f"make its folder, chown it to Talkoot's user (this is {_me()}), or name another in TALKOOT_ERASURES_FILE",
        )


def _room(folder: Path) -> Finding:
    room = shutil.disk_usage(folder)
    left = f"{room.free / 1e9:.1f} GB left where {folder} is"
    if room.free < FULL:
        return fault(PART, f"only {left}", "make room: a full disk stops the database")
    if room.free < TIGHT * room.total and room.free < ROOMY:
        return warning(PART, f"only {left}", "make room before it is full")
    return well(PART, left)


def _is_writable(folder: Path) -> bool:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-"):
            return True
    except OSError:
        return False


def _me() -> str:
    return f"user {os.geteuid()}"
