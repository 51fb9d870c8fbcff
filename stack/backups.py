"""Backups: the database of one moment in a folder, with a manifest that tells what it is and lets nothing be changed.

The key file is not in it: who has both reads every name and text. It is copied to another place, if one is given.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr, TypeAdapter

from domain.house import OPERATOR, BackedUp
from models import house, kept_outside, log_checkpoints, snapshots
from models.engine import Database
from models.erasure_list import ErasureList, erased_subjects
from models.keys import KeyRing
from models.master_keys import id_of
from models.snapshots import Snapshot
from stack.settings import Settings

FORMAT = 1
MANIFEST, SETTINGS, ERASURES = "manifest.json", "settings.txt", "erasures.txt"


class BackupUnusable(Exception):
    """The folder holds no backup, or not the one that its manifest tells of; the message says what is amiss."""


@dataclass(frozen=True)
class Manifest:
    """What a backup is: when it was made, by which version, of which database, under which keys (by their ids), and the
    SHA-256 of each of its files. `checkpoint` is the newest one of its log.
    """

    format: int
    made_at: datetime
    version: str
    snapshot: Snapshot
    keys: dict[str, str]
    files: dict[str, str]
    checkpoint: str | None = None


@dataclass(frozen=True)
class Backup:
    """A backup that was made: where, its manifest, and the SHA-256 of that."""

    folder: Path
    manifest: Manifest
    sha256: str


_READ = TypeAdapter(Manifest)


def make(settings: Settings, database: Database, folder: Path, now: datetime, *, version: str) -> Backup:
    """Back the installation up into a new folder, beside whatever runs; it has its name once all of it is there.

    Raises DatabaseAway, KeyFileUnusable, and BackupUnusable where something of this name is there already.
    """
    if folder.exists():
        raise BackupUnusable(f"{folder} is there already: name a new one")
    ring = KeyRing.load(settings.keys)
    outside = ErasureList(settings.erasures)
    outside.settle(database.read_now(erased_subjects), now)
    outside.keep(database.read_now(kept_outside.standing), now)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}")
    draft.mkdir(mode=0o700)
    try:
        snapshot = snapshots.take(settings.database, draft)
        (draft / SETTINGS).write_text(_settings(settings), encoding="utf-8")
        if settings.erasures.exists():
            shutil.copyfile(settings.erasures, draft / ERASURES)
        keys = {"master": id_of(ring.master), "link": id_of(ring.link)}
        checkpoint = database.read_now(lambda session: _text(log_checkpoints.newest(session)))
        manifest = Manifest(FORMAT, now, version, snapshot, keys, _hashes(draft), checkpoint)
        text = json.dumps(asdict(manifest), indent=1, default=str).encode()
        (draft / MANIFEST).write_bytes(text)
        _sync(draft)
        draft.rename(folder)
        _sync(folder.parent, only_itself=True)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    sha256 = hashlib.sha256(text).hexdigest()
    database.write_now(lambda session: house.record(session, [BackedUp(manifest=sha256)], actor=OPERATOR, now=now))
    return Backup(folder, manifest, sha256)


def read(folder: Path) -> Backup:
    """The backup in a folder, once each of its files is the one that its manifest tells of. Raises BackupUnusable."""
    try:
        text = (folder / MANIFEST).read_bytes()
        manifest = _READ.validate_json(text)
    except (OSError, ValueError):
        raise BackupUnusable(f"{folder} holds no backup that this version can read") from None
    if manifest.format != FORMAT:
        raise BackupUnusable(f"{folder} holds a backup of another form, made by version {manifest.version}")
    if found := _differing(manifest.files, _hashes(folder)):
        raise BackupUnusable(f"{folder} is not the backup that was made: {', '.join(found)} differs from its manifest")
    return Backup(folder, manifest, hashlib.sha256(text).hexdigest())


def copy_keys(source: Path, file: Path) -> None:
    """Copy a key file, for its owner alone. Raises KeyFileUnusable, and BackupUnusable where something of this name is
    there already.
    """
    KeyRing.load(source)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupUnusable(f"{file} is there already: name a new one") from None
    with os.fdopen(descriptor, "wb") as copy:
        copy.write(source.read_bytes())
        copy.flush()
        os.fsync(copy.fileno())


def _text(checkpoint: log_checkpoints.Kept | None) -> str | None:
    return checkpoint.text if checkpoint else None


def _settings(settings: Settings) -> str:
    """The settings that were chosen, without what is secret."""
    chosen = sorted(settings.model_fields_set)
    return "".join(f"TALKOOT_{name.upper()}={_shown(getattr(settings, name))}\n" for name in chosen)


def _shown(value: Any) -> str:
    return "(secret)" if isinstance(value, SecretStr) else str(value)


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.iterdir() if file.name != MANIFEST)
    found = {}
    for one in files:
        with one.open("rb") as file:
            found[one.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _differing(told: dict[str, str], found: dict[str, str]) -> list[str]:
    return sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))


def _sync(folder: Path, *, only_itself: bool = False) -> None:
    for path in (folder,) if only_itself else (*folder.iterdir(), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
