"""What the search for canaries reads of a database in the campaign is all of it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import Session

from domain.seats import Sector
from models.engine import Database
from models.tables import Organisation, PrivateValue, SubjectKey
from tests.fixtures.canaries import MARK, seen_in
from tests.fixtures.dumps import dumped

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


async def test_a_dump_shows_what_stands_in_a_text_and_in_bytes(database: Database, database_url: str) -> None:
    before = dumped(database_url)
    assert before is not None
    assert seen_in(before) == []

    def enter(session: Session) -> None:
        session.add(Organisation(id="org", name=f"{MARK} ry", sector=Sector.ASSOCIATION, fields=[], created_at=NOW))
        session.add(SubjectKey(subject_id="s"))
        session.flush()
        kept = {"field": "f", "nonce": b"n", "created_at": NOW}
        session.add(PrivateValue(commitment="00", subject_id="s", ciphertext=MARK.encode(), **kept))

    await database.write(enter)
    seen = seen_in(dumped(database_url) or b"")
    assert {one.partition(":")[0] for one in seen} >= {"UTF-8", "hex"}
