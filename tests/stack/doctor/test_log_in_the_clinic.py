"""The doctor on the log: what gets no place, what is sent to nobody, and a database that others know otherwise."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from models import log_checkpoints
from models.keys import KeyRing
from models.log_sequencing import sequence
from models.signing import Signer
from stack.doctor.findings import Level
from tests.models.test_log_sequencing import entry, write
from tests.stack.doctor.clinic import Clinic

pytestmark = pytest.mark.server


async def test_an_entry_that_gets_no_place_and_checkpoints_that_nobody_gets(clinic: Clinic) -> None:
    await clinic.database.write(lambda session: write(session, entry("house", 1)))
    await asyncio.sleep(2.1)
    found = await clinic.complaint("log")
    assert (found.level, "has waited 2 s" in found.said, "a worker" in found.remedy) == (Level.FAULT, True, True)
    await clinic.database.write(lambda session: sequence(session, limit=10))
    assert "no checkpoint holds them" in (await clinic.complaint("log")).said
    signer = Signer("talkoot.example.org", KeyRing.load(clinic.keys).signing)
    why, now = log_checkpoints.Why.TIME, datetime.now(UTC)
    signed = await clinic.database.write(lambda session: log_checkpoints.sign(session, signer, now, why))
    (clinic.data / "checkpoint.txt").write_text(signed.text, encoding="utf-8")
    clinic.sets(anchor_to="")
    assert "TALKOOT_ANCHOR_TO" in (await clinic.complaint("log")).remedy


async def test_a_database_of_an_earlier_day(clinic: Clinic) -> None:
    signer = Signer("talkoot.example.org", KeyRing.load(clinic.keys).signing)
    (clinic.data / "checkpoint.txt").write_text(signer.signed(7, bytes(32)).text, encoding="utf-8")
    found = await clinic.complaint("log")
    assert (found.level, "tells of 7 entries" in found.said) == (Level.FAULT, True)
    assert "talkoot ledger cut-short" in found.remedy
