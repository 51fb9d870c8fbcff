"""The doctor says it when the log is not signed any more, and when no checkpoint has ever left the house."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from models import log_checkpoints
from models.checkpoint_copy import CheckpointCopy
from models.engine import Database
from models.keys import KeyRing
from models.log_checkpoints import Why
from models.log_sequencing import sequence
from stack.doctor import log
from stack.doctor.findings import Level
from stack.remembering import signer_of
from stack.settings import Settings
from tests.activities.test_sequencing import say
from tests.models.test_log_sequencing import NOW


@pytest.fixture
async def settings(database: Database, database_url: str, tmp_path: Path) -> Settings:
    """An archive is to have the checkpoints; the log was signed at three entries, and a copy is kept."""
    here = Settings(data=tmp_path, database_url=SecretStr(database_url), anchor_to="arkisto@kylat.example")
    keys = KeyRing.load(here.keys, create=True)
    await say(database, "a", 1, 3)
    await sign(here, database, keys, NOW)
    return here


async def sign(settings: Settings, database: Database, keys: KeyRing, now: datetime) -> None:
    def work(session):  # type: ignore[no-untyped-def]
        sequence(session, limit=100, wait=True)
        return log_checkpoints.sign(session, signer_of(settings, keys, session), now, Why.TIME)

    CheckpointCopy(settings.checkpoint_copy).replace(await database.write(work))


async def complaints(settings: Settings, database: Database, now: datetime) -> list[str]:
    found = await log.examine(settings, database, lambda: now)
    return [one.said for one in found if one.level is not Level.OK]


async def test_no_checkpoint_that_ever_left_the_house_is_told_also_while_the_log_is_signed(
    settings: Settings, database: Database
) -> None:
    assert await complaints(settings, database, NOW + timedelta(hours=1)) == []
    later = NOW + timedelta(days=3)
    await say(database, "a", 4, 4)
    await sign(settings, database, KeyRing.load(settings.keys), later)
    assert await complaints(settings, database, later) == ["no checkpoint has left the house for too long"]


async def test_a_log_that_goes_on_and_is_not_signed_is_told(settings: Settings, database: Database) -> None:
    await say(database, "a", 4, 5)
    await database.write(lambda session: sequence(session, limit=100))
    assert await complaints(settings, database, NOW + timedelta(minutes=1)) == []
    told = "2 entries have their indexes, and no checkpoint holds them"
    assert await complaints(settings, database, NOW + timedelta(minutes=6)) == [told]
