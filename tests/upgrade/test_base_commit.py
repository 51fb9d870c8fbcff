"""The recorded commit itself, from git: its processes run, end, and those of today go on with the same data.

Temporal is a server of its own that outlives both, as in production.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.engine import Database
from models.migrate import is_current
from stack import ports
from stack.parts import connected
from stack.restarting import restart
from stack.verifying import verify_ledger
from tests.fixtures.audit import agrees, stands
from tests.fixtures.faults import Note
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.replaying import replayed
from tests.fixtures.temporal_process import NAMESPACE, TemporalProcess
from tests.upgrade.commits import ROOT, NoHistory, unpack
from tests.upgrade.installations import Installation
from tests.upgrade.opening import Opening, begin_all, enter_all, go_on_all, stand_as_left
from tests.upgrade.versions import RESTARTED, VERSIONS, Version

pytestmark = [
    pytest.mark.server,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not CAMPAIGN, reason="old and new processes in turn: make campaign ARGS=upgrade"),
]


@pytest.fixture
async def temporal(tmp_path: Path) -> AsyncIterator[TemporalProcess]:
    """A server that nobody restarts."""
    (tmp_path / "temporal").mkdir()
    process = TemporalProcess(tmp_path / "temporal")
    await process.start()
    yield process
    process.kill()


def checked_out(version: Version, folder: Path) -> Path:
    """The code of a recorded version. Skips where git does not have it."""
    try:
        unpack(version.fingerprint["commit"], folder)
    except NoHistory as missing:
        pytest.skip(f"the code of {version} is not here: {missing}")
    return folder


def start(installation: Installation) -> str:
    """Migrate, then an API and a worker, as an operator would; the address of the API."""
    installation.command("migrate")
    url = installation.api(ports.claim(0))
    installation.worker()
    return url


async def opened_by(old: Installation) -> Opening:
    """All stories half told by the old code, which has ended."""
    try:
        url = start(old)
        opening = await enter_all(old, url)
        await begin_all(opening, url)
        old.end()
    finally:
        old.kill()
    return opening


@pytest.mark.parametrize("version", VERSIONS, ids=str)
async def test_todays_processes_carry_on_what_the_recorded_commit_began(
    version: Version, empty_database_url: str, temporal: TemporalProcess, tmp_path: Path, record_property: Note
) -> None:
    settings = {"TALKOOT_DATABASE_URL": empty_database_url, "TALKOOT_TEMPORAL_ADDRESS": temporal.address}
    old = Installation(checked_out(version, tmp_path / "old"), tmp_path / "data", settings)
    opening = await opened_by(old)
    new = Installation(ROOT, tmp_path / "data", settings)
    database, client = Database.open(empty_database_url), await connected(temporal.address, NAMESPACE)
    try:
        url = start(new)
        assert is_current(empty_database_url)
        if str(version) in RESTARTED:
            for one in opening.opened:
                await restart(database, client, "talkoot", one.initiative)
        await stand_as_left(opening, url)
        await go_on_all(opening, url)
        entries = [len(await stands(database, one.initiative)) for one in opening.opened]
        for one in opening.opened:
            await agrees(database, client, one.initiative)
        runs = [await replayed(client, one.initiative) for one in opening.opened]
        assert (await verify_ledger(database)).broken == ()
        new.end()
    finally:
        new.kill()
        await database.close()
    told = f"{len(entries)} initiatives, {sum(entries)} entries, {sum(runs)} runs replayed"
    record_property(f"{version} ({version.fingerprint['commit'][:7]}) to today on {database.dialect}", told)
