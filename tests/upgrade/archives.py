"""A recorded installation: its database, Temporal's file, its keys, and what was opened on it, in one small archive."""

from __future__ import annotations

import io
import json
import lzma
import re
import socket
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.upgrade.opening import Opening

OPENING = "opening.json"
DATABASES = ("talkoot.db", "temporal.db")


def pack(archive: Path, data: Path, opening: Opening) -> None:
    """Pack the data folder of an installation that has ended."""
    content = {name: _compact(data / name) for name in DATABASES}
    content["keys.json"] = (data / "keys.json").read_bytes()
    content[OPENING] = json.dumps(opening.plain()).encode()
    with (
        lzma.open(archive, "wb", preset=9 | lzma.PRESET_EXTREME) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for name, data_of in content.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data_of), 0o600
            tar.addfile(member, io.BytesIO(data_of))


def unpack(archive: Path, data: Path) -> Opening:
    """Unpack it into a data folder; what was opened on it."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lzma.open(archive) as packed, tarfile.open(fileobj=packed) as tar:
        tar.extractall(data, filter="data")
    plain: dict[str, Any] = json.loads((data / OPENING).read_text(encoding="utf-8"))
    return Opening.of(plain)


def _compact(file: Path) -> bytes:
    """A database without its log and its holes, and without the names of this machine and of the folder it lay in."""
    copy = file.with_suffix(".compact")
    with closing(sqlite3.connect(file)) as database:
        database.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as database, database:
        for name in (f"@{socket.gethostname()}@", str(file)):
            _overwrite(database, name.encode())
    content = copy.read_bytes()
    copy.unlink()
    return content


def _overwrite(database: sqlite3.Connection, name: bytes) -> None:
    """Replace a name by as many letters wherever a stored message holds it: its lengths stay true."""
    nameless = re.sub(rb"[^@/]", b"x", name)
    tables = [
        name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%BLOB%'")
    ]
    for table in tables:
        columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")') if "BLOB" in row[2].upper()]
        for column in columns:
            holding = f'SELECT rowid, "{column}" FROM "{table}" WHERE instr("{column}", ?)'
            for row, content in database.execute(holding, (name,)).fetchall():
                database.execute(
                    f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (content.replace(name, nameless), row)
                )
