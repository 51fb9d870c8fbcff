"""Holds: what the law keeps from an erasure, for a reason and until a day."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from domain.house import HoldLifted, HoldSet
from domain.refusals import Malformed, Refusal
from models import house, register
from models.append import STREAM
from models.dialects import beside_each_other, one_at_a_time
from models.enrolment import subject_of
from models.tables import Hold, Initiative, LedgerEntry, PrivateValue
from models.vault import SubjectErased, Vault, erasures

ZONE = ZoneInfo("Europe/Helsinki")
_LOCK = 7_426_551_915  # a hold is set, or something is let go of: else an erasure would not see the hold beside it
REASON, BASIS = "hold.reason", "hold.basis"


class UnknownHold(Malformed):
    """No hold of this id was set."""

    title = "There is no such hold"


class HoldOver(Refusal):
    """The hold has ended already."""

    title = "This hold has ended"


@dataclass(frozen=True)
class NewHold:
    """What is to be kept, why, by which law or agreement, and until which local day (included).

    `fields` name fields of the vault (`person.name`); empty: all of the person's.
    """

    reason: str
    basis: str
    ends_on: date
    person: str | None = None
    initiative: str | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class HoldTold:
    """A hold as it is shown, with its reason and legal basis; the day `ends_on` is included."""

    id: str
    person: str | None
    initiative: str | None
    fields: tuple[str, ...]
    reason: str | None
    basis: str | None
    ends_on: date
    set_at: datetime
    lifted_at: datetime | None


def today(now: datetime) -> date:
    """The local day of an instant."""
    return now.astimezone(ZONE).date()


def letting_go(session: Session) -> None:
    """Before anything is let go of for good: no hold is set from here to the end of this transaction, so that what
    `held_of` tells stays so. Taken before any row that setting a hold may wait for.
    """
    beside_each_other(session, _LOCK)


def place(session: Session, vault: Vault, new: NewHold, now: datetime, *, by: str) -> Hold:
    """Set a hold; `by` is the principal who does. Erasures and retention under way are waited for, and what comes later
    keeps what is held.

    Raises UnknownPerson, SubjectErased, and Malformed for one of nothing, of an unknown initiative, or already over.
    """
    one_at_a_time(session, _LOCK)
    _require_sense(session, new, now)
    id_ = f"hold_{secrets.token_hex(8)}"
    subject = f"hold:{id_}"
    row = Hold(
        id=id_,
        person_id=new.person,
        initiative_id=new.initiative,
        fields=list(new.fields),
        reason_ref=vault.put(session, subject, REASON, new.reason, now),
        basis_ref=vault.put(session, subject, BASIS, new.basis, now),
        ends_on=new.ends_on,
        set_at=now,
        set_by=house.actor_for(session, by),
    )
    session.add(row)
    session.flush()
    told = HoldSet(hold=id_, of_a_person=new.person is not None, initiative=new.initiative, ends_on=new.ends_on)
    house.record(session, [told], actor=row.set_by, now=now)
    return row


def lift(session: Session, hold: str, now: datetime, *, by: str) -> Hold:
    """End a hold before its day. What it held back of an erasure goes with the next retention. Raises UnknownHold,
    HoldOver.
    """
    row = session.get(Hold, hold, with_for_update=True)
    if row is None:
        raise UnknownHold(f"no hold {hold} was set", path="hold", remedy="list the holds")
    if row.lifted_at is not None or row.ends_on < today(now):
        raise HoldOver("this hold has ended already", path="hold", remedy="nothing is needed")
    row.lifted_at, row.lifted_by = now, house.actor_for(session, by)
    session.flush()
    house.record(session, [HoldLifted(hold=hold)], actor=row.lifted_by, now=now)
    return row


def holds(session: Session, now: datetime, *, person: str | None = None, also_over: bool = False) -> list[Hold]:
    """Holds in force, of a person and of initiatives if a person is given; all there ever were with `also_over`."""
    query = select(Hold).order_by(col(Hold.set_at), col(Hold.id))
    if not also_over:
        query = query.where(col(Hold.lifted_at).is_(None), col(Hold.ends_on) >= today(now))
    if person is not None:
        query = query.where(or_(col(Hold.person_id) == person, col(Hold.person_id).is_(None)))
    return list(session.exec(query))


def told(session: Session, vault: Vault, rows: Sequence[Hold]) -> list[HoldTold]:
    """The same with their reasons."""
    texts = vault.reveal_many(session, [ref for row in rows for ref in (row.reason_ref, row.basis_ref)])
    return [
        HoldTold(
            row.id,
            row.person_id,
            row.initiative_id,
            tuple(row.fields),
            texts.get(row.reason_ref),
            texts.get(row.basis_ref),
            row.ends_on,
            row.set_at,
            row.lifted_at,
        )
        for row in rows
    ]


def held_of(session: Session, person: str, now: datetime) -> dict[str, set[str]]:
    """What is held of a person: commitments of their texts, by hold that holds any."""
    mine = session.exec(
        select(PrivateValue.commitment, PrivateValue.field).where(
            PrivateValue.subject_id == subject_of(person), col(PrivateValue.confirmed_at).is_not(None)
        )
    ).all()
    found = dict[str, set[str]]()
    for hold in holds(session, now, person=person):
        named = {ref for ref, field in mine if not hold.fields or field in hold.fields}
        kept = named if hold.initiative_id is None else named & texts_in(session, [hold.initiative_id])
        if kept:
            found[hold.id] = kept
    return found


def texts_in(session: Session, initiatives: Collection[str]) -> set[str]:
    """The commitments to which the ledgers of these initiatives refer."""
    streams = [STREAM + one for one in initiatives]
    with_texts = col(LedgerEntry.bytes_text).not_like('%"private":{}%')
    entries = session.exec(select(LedgerEntry.bytes_text).where(col(LedgerEntry.stream).in_(streams), with_texts))
    return {ref for text in entries for ref in _private(text)}


def _private(text: str) -> Iterable[str]:
    values: dict[str, str] = json.loads(text)["private"]
    return values.values()


def _require_sense(session: Session, new: NewHold, now: datetime) -> None:
    if new.person is None and new.initiative is None:
        raise Malformed(
            "a hold needs somebody or an initiative", path="person", remedy="say whose texts are to be kept"
        )
    if new.fields and new.person is None:
        raise Malformed("fields are those of a person", path="fields", remedy="say whose, or leave them out")
    if new.ends_on < today(now):
        raise Malformed("this day is over", path="ends_on", remedy="say until which day the law asks for it")
    if new.initiative is not None and session.get(Initiative, new.initiative) is None:
        raise Malformed("there is no such initiative", path="initiative", remedy="list the initiatives")
    if new.person is not None:
        register.person(session, new.person, path="person")
        if erasures(session, [subject_of(new.person)]):
            raise SubjectErased(f"{new.person} has been erased", path="person", remedy="there is nothing to hold")
