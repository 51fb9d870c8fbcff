"""A fact and its entry in the house: ended at any statement there are both or neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event, func
from sqlmodel import Session, select

from domain.house import STREAM
from domain.operating_model import OperatingModel
from domain.seats import Sector
from models import amending, api_keys, enrolment, house_reads, house_register, pauses, proposals
from models.engine import Database
from models.register import organisation
from models.states import KeyRole
from models.tables import LedgerEntry, RegisterSeat, metadata
from models.vault import Vault
from tests.fixtures.bare_models import bare

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
VAULT = Vault(b"m" * 32)
BY = "key:0123456789ab"
KEY = "0a0a0a0a0a0a"
MODEL: OperatingModel = bare("convening")


class Killed(BaseException):
    """The process ended before this statement."""


def _stage(session: Session) -> str:
    """A register with a seat, a key and a proposal; the seat's id."""
    village = enrolment.create_organisation(session, name="Kylä ry", sector=Sector.ASSOCIATION, now=NOON)
    person = enrolment.create_person(session, VAULT, name="Aino", language="fi", now=NOON)
    session.flush()
    day = date(2026, 1, 1)
    made = {"organisation_id": village.id, "role_title": "Edustaja", "holder_id": person.id, "term_from": day}
    seat = enrolment.create_seat(session, **made)  # type: ignore[arg-type]
    session.add(api_keys.ApiKey(id=KEY, role=KeyRole.AUDITOR, label="x", secret_sha256="0", created_at=NOON))
    proposals.propose(session, MODEL, "ab" * 32, "text", BY, NOON)
    return seat.id


def _enters(session: Session, seat: str) -> None:
    village = session.get_one(RegisterSeat, seat).organisation_id
    row = enrolment.create_mandate(
        session,
        given_by=village,
        given_to=village,
        acts=["*"],
        places=["297"],
        themes=["youth"],
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        meeting_reference="1/2026 § 1",
    )
    house_register.entered(session, row, BY, NOON)


def _amends(session: Session, seat: str) -> None:
    row = session.get_one(RegisterSeat, seat)
    differing = amending.amend_seat(session, row, {"term_until": date(2026, 6, 30)})
    house_register.changed(session, row, differing, BY, NOON)


def _removes(session: Session, seat: str) -> None:
    row = session.get_one(RegisterSeat, seat)
    session.delete(row)
    house_register.removed(session, row, BY, NOON)


def _closes(session: Session, seat: str) -> None:
    row = organisation(session, session.get_one(RegisterSeat, seat).organisation_id)
    differing = amending.amend_organisation(session, row, {"closed_on": date(2026, 6, 30)}, NOON)
    house_register.changed(session, row, differing, BY, NOON)


def _reads(session: Session, seat: str) -> None:
    house_reads.note(session, BY, house_reads.Asked("register", {"kind": "seats", "row": seat}), NOON)


ACTS: dict[str, Callable[[Session, str], object]] = {
    "a key is made": lambda session, _: api_keys.create(session, KeyRole.ADMIN, "new", NOON),
    "a key is revoked": lambda session, _: api_keys.revoke(session, KEY, NOON),
    "a mandate is entered": _enters,
    "a seat is changed": _amends,
    "a seat is removed": _removes,
    "an organisation closes": _closes,
    "a model is approved": lambda s, _: proposals.approve(s, MODEL.id, MODEL.version, "ab" * 32, "key:1", NOON),
    "letters are paused": lambda session, _: pauses.pause(session, BY, NOON),
    "a read is noted": _reads,
}


@pytest.mark.parametrize("act", ACTS)
async def test_ended_at_any_statement_there_are_both_or_neither(act: str, database: Database) -> None:
    seat = await database.write(_stage)
    before = await database.read(_standing)
    for statements in count(1):
        ended = await _killed_at(database, statements, lambda session: ACTS[act](session, seat))
        now = await database.read(_standing)
        if not ended:
            break
        assert now == before, f"ended at statement {statements}"
    assert statements > 3
    assert now[0] == before[0] + 1
    assert now[1] != before[1]


async def _killed_at(database: Database, number: int, work: Callable[[Session], object]) -> bool:
    """Whether the work was ended before its statement of this number; it is committed if it has fewer."""
    seen = count(1)

    def kill(*_: Any) -> None:
        if next(seen) == number:
            raise Killed

    event.listen(database._writer, "before_cursor_execute", kill)
    try:
        await database.write(work)
    except Killed:
        return True
    finally:
        event.remove(database._writer, "before_cursor_execute", kill)
    return False


def _standing(session: Session) -> tuple[int, str]:
    """How many entries the house has, and all that the other tables hold."""
    entries = session.exec(select(func.count()).where(LedgerEntry.stream == STREAM)).one()
    others = [table for table in metadata.sorted_tables if table.name not in ("ledger_entry", "stream_head")]
    return entries, str([sorted(map(str, session.execute(table.select()))) for table in others])
