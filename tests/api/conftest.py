"""One API for all tests that leave its initiatives as they are: SQLite, a worker, and what each needs to look at."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from temporalio.testing import WorkflowEnvironment

from domain.house import STREAM as HOUSE
from domain.house import AuditorRead, SendingPaused, SendingResumed
from models import api_keys
from models.engine import Database
from models.migrate import upgrade
from models.states import KeyRole
from models.tables import LedgerEntry, ReadNoted, WaitingEntry, metadata
from models.vault import Vault
from stack.worker_life import worker
from tests.fixtures.api import KEYS, Http, serving
from tests.fixtures.databases import BOTH
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.temporal import Runs

PASSING = [kind.KIND for kind in (AuditorRead, SendingPaused, SendingResumed)]
"""What the house tells though nothing of it stays."""
UNTOLD = {ReadNoted.__tablename__, LedgerEntry.__tablename__, WaitingEntry.__tablename__, "house_mention", "rate_count"}
"""Tables that change with what is told or passes."""
MODEL = "fi.yhteisovaikuttavuus"
CONVENING = "fi.convening"


@dataclass
class Shared:
    """`open` convenes under the coordinator; its first seat accepted. `looped` left convening for need identification,
    `ended` was stopped, `foreign` convenes under another coordinator.

    Of each, `links` holds the personal link of the first seat. Nothing that a test does may change any of them.
    """

    http: Http
    file: Path  # of SQLite
    open: str
    looped: str
    ended: str
    foreign: str
    links: dict[str, str]
    dead_keys: dict[str, str]


@pytest.fixture(scope="session", params=BOTH if CAMPAIGN else ["sqlite"])
async def shared_http(
    request: pytest.FixtureRequest, temporal: WorkflowEnvironment, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Http, Path]]:
    async with standing_api(request, temporal, tmp_path_factory.mktemp("shared") / "talkoot.db") as found:
        yield found


@asynccontextmanager
async def standing_api(
    request: pytest.FixtureRequest, temporal: WorkflowEnvironment, file: Path
) -> AsyncIterator[tuple[Http, Path]]:
    """An API over a database of its own, with a worker, on which many tests look at the same."""
    database, queue = Database.open(_url(request, file)), f"test-{secrets.token_hex(4)}"
    working = worker(temporal.client, database, Vault(KEYS.master), task_queue=queue)
    async with working, serving(Runs(temporal, database, queue, working), database) as http:
        model = http.services.models[MODEL]
        http.services.models[CONVENING] = replace(model, id=CONVENING, first="convening")
        yield http, file
    await database.close()


def _url(request: pytest.FixtureRequest, file: Path) -> str:
    """A migrated database of its own, which other tests do not empty."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file}"
    server = request.getfixturevalue("postgres_server")
    url: str = server.url_of(server.create())
    upgrade(url)
    return url


@pytest.fixture(scope="session")
async def shared(shared_http: tuple[Http, Path]) -> Shared:
    http, file = shared_http
    opened, looped, ended = [await http.start(model=CONVENING) for _ in range(3)]
    other = http.village.start(model=CONVENING, title="Toisen aloite")
    foreign = (await http.post("/initiatives", other, by=http.village.other_coordinator)).json()["id"]
    of_all = (opened, looped, ended, foreign)
    links = {i: await http.link(i, http.village.seats[0], "answer_invitation") for i in of_all}
    says_yes = {"reply": "yes", "for_seat": http.village.seats[0], "channel": "phone"}
    assert (await http.post(f"/initiatives/{opened}/convening/answer-invitation", says_yes)).status_code == 200
    for initiative, exit in ((ended, "stop"), (looped, "loop_back")):
        left = await http.post(f"/initiatives/{initiative}/take-exit", {"exit": exit, "reason": "Aika ei riitä."})
        assert left.status_code == 200
    await entered(http, looped, "need_identification")
    dead_keys = await http.services.database.write(_dead_keys)
    return Shared(http, file, opened, looped, ended, foreign, links, dead_keys)


async def entered(http: Http, initiative: str, phase: str) -> None:
    """Wait until an initiative has been handed over to a phase."""
    for _ in range(500):
        if (await http.get(f"/initiatives/{initiative}")).json()["phase"] == phase:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{initiative} has not come to {phase}")


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
    """The number of rows of every table, and a digest of the ledger; but for what passed and was told."""

    def read(session: Any) -> dict[str, Any]:
        counted = {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
            if table.name not in UNTOLD
        }
        others = select(LedgerEntry.bytes_text).where(LedgerEntry.stream != HOUSE)
        texts = session.execute(others.order_by(LedgerEntry.stream, LedgerEntry.seq)).scalars().all()
        house = select(func.count()).where(LedgerEntry.stream == HOUSE, LedgerEntry.type.not_in(PASSING))
        ledger = hashlib.sha256("".join(texts).encode()).hexdigest()
        return counted | {"entries": len(texts), "ledger": ledger, "house": session.execute(house).scalar_one()}

    return await http.services.database.read(read)
