"""An installation in the best of health, on real servers, for a test to break in one place."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from temporalio.client import Client

from models.engine import Database
from models.keys import KeyRing
from models.vault import Vault
from stack import ports
from stack.doctor.examining import examined
from stack.doctor.findings import Finding, Level
from tests.fixtures.certificates import Authority
from tests.fixtures.mail_processes import MailProcess, mail_process

PASSWORD = "hemmelig"


@dataclass
class Clinic:
    """The installation: its settings are variables of this process, which `sets` changes for the test."""

    patch: pytest.MonkeyPatch
    data: Path
    database: Database
    authority: Authority
    mail: MailProcess

    def sets(self, **variables: str) -> None:
        for name, value in variables.items():
            self.patch.setenv(f"TALKOOT_{name.upper()}", value)

    @property
    def keys(self) -> Path:
        return self.data / "keys.json"

    async def found(self, **options: object) -> list[Finding]:
        """What the doctor finds; never a password."""
        found = await examined(**options)  # type: ignore[arg-type]
        assert PASSWORD not in repr(found)
        return found

    async def complaint(self, part: str, **options: object) -> Finding:
        """The only thing that is wrong, with this part."""
        wrong = [finding for finding in await self.found(**options) if finding.level is not Level.OK]
        assert {finding.part for finding in wrong} == {part}, wrong
        assert all(finding.remedy for finding in wrong)
        return wrong[0]


@asynccontextmanager
async def healthy(
    patch: pytest.MonkeyPatch, data: Path, database_url: str, temporal: Client, authority: Authority, **mail: object
) -> AsyncIterator[Clinic]:
    """The installation for the life of the block; `mail` is how its mail server behaves."""
    for name in [name for name in os.environ if name.startswith("TALKOOT_")]:
        patch.delenv(name)
    os.chmod(data, 0o700)
    ring = KeyRing.load(data / "keys.json", create=True)
    database = Database.open(database_url)
    vault, now = Vault(ring.master), datetime.now(UTC)
    await database.write(lambda session: vault.put(session, f"person:{secrets.token_hex(4)}", "name", "Aino", now))
    identity = authority.identity("localhost")
    behaviour: dict[str, object] = {"auth": ["talkoot", PASSWORD], "implicit": True} | mail
    async with mail_process(identity, **behaviour) as server:
        clinic = Clinic(patch, data, database, authority, server)
        clinic.sets(
            environment="production",
            data=str(data),
            database_url=database_url,
            key_file=str(clinic.keys),
            temporal_address=temporal.service_client.config.target_host,
            temporal_namespace=temporal.namespace,
            task_queue="clinic",
            api_port=str(ports.claim(0)),
            public_url="https://talkoot.example.org",
            smtp_url=f"smtps://talkoot:{PASSWORD}@localhost:{server.port}",
            smtp_ca_file=str(authority.file),
            sender="talkoot@example.org",
            anchor_to="arkisto@example.org",
            controller="Kylien liitto ry",
        )
        yield clinic
    await database.close()
