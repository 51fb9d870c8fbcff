"""One API for all tests that leave its initiatives as they are: SQLite, a worker, and what each needs to look at."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from temporalio.testing import WorkflowEnvironment

from models import api_keys
from models.engine import Database
from models.states import KeyRole
from models.tables import LedgerEntry, metadata
from models.vault import Vault
from stack.worker_life import worker
from tests.fixtures.api import KEYS, Http, serving
from tests.fixtures.temporal import Runs

MODEL = "fi.yhteisovaikuttavuus"
CONVENING = "fi.convening"


@dataclass
class Shared:
    """`open` convenes under the coordinator; `ended` was stopped; `foreign` convenes under another coordinator.

    Of each, `links` holds the personal link of the first seat. Nothing that a test does may change any of them.
    """

    http: Http
    file: Path
    open: str
    ended: str
    foreign: str
    links: dict[str, str]
    dead_keys: dict[str, str]


@pytest.fixture(scope="session")
async def shared_http(
    temporal: WorkflowEnvironment, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Http, Path]]:
    file = tmp_path_factory.mktemp("shared") / "talkoot.db"
    shutil.copyfile(sqlite_template, file)
    database, queue = Database.open(f"sqlite:///{file}"), f"test-{secrets.token_hex(4)}"
    working = worker(temporal.client, database, Vault(KEYS.master), task_queue=queue)
    async with working, serving(Runs(temporal, database, queue, working), database) as http:
        model = http.services.models[MODEL]
        http.services.models[CONVENING] = replace(model, id=CONVENING, first="convening")
        yield http, file
    await database.close()


@pytest.fixture(scope="session")
async def shared(shared_http: tuple[Http, Path]) -> Shared:
    http, file = shared_http
    opened, ended = await http.start(model=CONVENING), await http.start(model=CONVENING)
    other = http.village.start(model=CONVENING, title="Toisen aloite")
    foreign = (await http.post("/initiatives", other, by=http.village.other_coordinator)).json()["id"]
    links = {i: await http.link(i, http.village.seats[0], "answer_invitation") for i in (opened, ended, foreign)}
    stop = {"exit": "stop", "reason": "Kumppanuus ei toimi."}
    assert (await http.post(f"/initiatives/{ended}/take-exit", stop)).status_code == 200
    return Shared(http, file, opened, ended, foreign, links, await http.services.database.write(_dead_keys))


def _dead_keys(session: Any) -> dict[str, str]:
    now = datetime.now(UTC)
    expired = api_keys.create(session, KeyRole.ADMIN, "expired", now, expires_at=now - timedelta(days=1))
    revoked = api_keys.create(session, KeyRole.ADMIN, "revoked", now)
    session.flush()
    assert api_keys.revoke(session, revoked.split("_")[1], now)
    return {"expired key": expired, "revoked key": revoked}


@pytest.fixture
async def unchanged(shared: Shared) -> AsyncIterator[Shared]:
    """The shared API; afterwards every table must hold as many rows as before, and the ledger the same bytes."""
    before = await standing(shared.http)
    yield shared
    assert await standing(shared.http) == before


async def standing(http: Http) -> dict[str, Any]:
    """The number of rows of every table, and a digest of the ledger."""

    def read(session: Any) -> dict[str, Any]:
        counted = {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
        hashes = session.execute(select(LedgerEntry.leaf_hash).order_by(LedgerEntry.stream, LedgerEntry.seq)).scalars()
        return counted | {"ledger": hashlib.sha256("".join(hashes).encode()).hexdigest()}

    return await http.services.database.read(read)
