"""Entries for exports from both databases: a page at a time, in order of time, and none of after the checkpoint."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from models import exports
from models.engine import Database
from models.exports import Ledgers
from models.log_sequencing import sequence
from models.states import InitiativeStatus
from models.tables import Initiative
from tests.models.test_bundles import said, signed, written

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture
async def filled(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Two initiatives in pages of three entries: seven of `a` with two letters, one of `b`, and one of the house."""
    monkeypatch.setattr(exports, "PAGE", 3)

    def fill(session: Session) -> None:
        streams = ["initiative:a", "letters:a", *["initiative:a"] * 4, "letters:a", "house", "initiative:b"]
        streams += ["initiative:a"] * 2
        times = {"time": "2026-05-04T09:00:00.000000Z", "actor": "rule", "seat": None, "cause": None}
        told = [said(stream) | times | {"time": f"2026-05-04T09:00:{n:02}.000000Z"} for n, stream in enumerate(streams)]
        written(session, told)
        signed(session)

    await database.write(fill)
    return database


async def test_the_streams_of_an_initiative_come_as_one_in_order_of_time(filled: Database) -> None:
    found = list(Ledgers(filled, 11).entries("a"))
    order = [1, 1, 2, 3, 4, 5, 2, 6, 7]
    assert [entry.seq for entry in found] == order
    assert [entry.stream.partition(":")[0] for entry in found].count("letters") == 2
    assert [entry.time for entry in found] == sorted(entry.time for entry in found)
    assert [entry.index for entry in found] == [0, 1, 2, 3, 4, 5, 6, 9, 10]
    assert [entry.index for entry in Ledgers(filled, 11).entries("b")] == [8]


async def test_what_came_after_the_checkpoint_is_not_there(filled: Database) -> None:
    assert [entry.index for entry in Ledgers(filled, 4).entries("a")] == [0, 1, 2, 3]
    await filled.write(lambda session: written(session, [said("initiative:c")]))
    assert list(Ledgers(filled, 11).entries("c")) == []
    await filled.write(lambda session: sequence(session, limit=10))
    assert list(Ledgers(filled, 11).entries("c")) == []


async def test_initiatives_come_in_pages_and_only_those_that_may_be_seen(filled: Database) -> None:
    names = [f"i{n}" for n in range(7)]

    def start(session: Session) -> None:
        for n, name in enumerate(names):
            session.add(
                Initiative(
                    id=name,
                    model_id="m",
                    model_version="1",
                    title_ref="t",
                    place="297",
                    theme="youth",
                    backbone="o",
                    coordinator="c",
                    phase="readiness",
                    round=1,
                    status=InitiativeStatus.OPEN,
                    opened_at=NOW + timedelta(days=n),
                    phase_opened_at=NOW,
                    phase_due=NOW,
                    head_seq=1,
                    head_hash="00",
                )
            )

    await filled.write(start)
    assert list(Ledgers(filled, 11).initiatives(lambda session, row: True)) == names
    assert list(Ledgers(filled, 11).initiatives(lambda session, row: row.id in ("i2", "i5"))) == ["i2", "i5"]
