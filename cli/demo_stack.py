"""What both forms of the demo need: a stack on a folder, its log out of the way, and keys that stay valid."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from cli.ending import end_when_told
from demo.cast import COORDINATOR
from domain.actors import Role
from domain.house import OPERATOR
from models import api_keys, enrolment, staff
from models.states import KeyRole
from models.vault import Vault
from stack import logs
from stack.parts import Parts
from stack.settings import Settings
from stack.up import Running, running

KEYS = "demo.json"
ENVIRONMENT = "env"  # for a shell: where the demo is, and its keys, as variables
LOG = "talkoot.log"


@dataclass(frozen=True)
class DemoKeys:
    """The keys of the demo's programs, which stay the same from start to start."""

    coordinator: str = field(repr=False)
    auditor: str = field(repr=False)


@asynccontextmanager
async def demo_stack(folder: Path, *, port: int, ui: bool) -> AsyncIterator[tuple[Running, DemoKeys]]:
    """The stack on a folder with keys for it, for the life of the block. Its log goes to a file in the folder.

    Raises what the stack raises.
    """
    end_when_told()
    settings = Settings(data=folder, api_port=port, temporal_ui=ui)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.data / LOG).open("a", encoding="utf-8") as log:
        logs.set_up(settings, log)
        async with running(settings) as here:
            yield here, await _keys(settings.data / KEYS, here.parts)


async def _keys(file: Path, parts: Parts) -> DemoKeys:
    """The keys of the last start if they still open the doors, else new ones, kept for the next start."""
    kept = _kept(file)
    if kept is not None and await parts.database.read(lambda session: _open_doors(session, kept)):
        return kept
    made = await parts.database.write(lambda session: _made(session, parts.vault))
    _keep(file, made)
    return made


def write_environment(folder: Path, url: str, keys: DemoKeys) -> Path:
    """The file by which a shell (`. FILE`) knows the address, the data folder and the keys of the demo that stands."""
    where = {"TALKOOT_DATA": str(folder.resolve()), "TALKOOT_URL": url}
    said = where | {"TALKOOT_KEY": keys.coordinator, "TALKOOT_AUDITOR_KEY": keys.auditor}
    _write(folder / ENVIRONMENT, "".join(f"export {name}={shlex.quote(value)}\n" for name, value in said.items()))
    return folder / ENVIRONMENT


def _kept(file: Path) -> DemoKeys | None:
    try:
        return DemoKeys(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # the first start, or not our file


def _keep(file: Path, keys: DemoKeys) -> None:
    _write(file, json.dumps(asdict(keys)))


def _write(file: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
        os.fchmod(opened.fileno(), 0o600)  # it may have been there, open to others
        opened.write(text)


def _open_doors(session: Session, keys: DemoKeys) -> bool:
    now = datetime.now(UTC)
    return all(api_keys.verify(session, key, now) for key in (keys.coordinator, keys.auditor))


def _made(session: Session, vault: Vault) -> DemoKeys:
    """New keys; that of the coordinator acts for a person who gets letters and may sign in."""
    now, (name, address) = datetime.now(UTC), COORDINATOR
    person = enrolment.create_person(session, vault, name=name, address=address, language="fi", now=now)
    session.flush()
    staff.give(session, person.id, Role.COORDINATOR, by=OPERATOR, now=now)  # so that they may sign in
    return DemoKeys(
        api_keys.create(session, KeyRole.COORDINATOR, "demo", now, person_id=person.id),
        api_keys.create(session, KeyRole.AUDITOR, "demo", now),
    )
