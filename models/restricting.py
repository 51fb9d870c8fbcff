"""Restricting: what is known of a person is kept and nothing else: no letters, nothing shown, nothing added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from domain.house import PersonRestricted, RestrictionLifted
from models import house, register
from models.dialects import insert_unless_there
from models.enrolment import subject_of
from models.tables import SubjectKey
from models.vault import SubjectErased


def restrict(session: Session, person: str, now: datetime, *, by: str) -> datetime:
    """Restrict the processing of a person's data; since when it is, also if it was before. Raises UnknownPerson,
    SubjectErased.
    """
    row = _locked(session, person)
    if row.restricted_at is None:
        row.restricted_at = now
        _record(session, PersonRestricted(person=house.actor_of(session, person)), by, now)
    return row.restricted_at


def lift(session: Session, person: str, now: datetime, *, by: str) -> bool:
    """Use a person's data again; whether it had been restricted. Raises UnknownPerson, SubjectErased."""
    row = _locked(session, person)
    if row.restricted_at is None:
        return False
    row.restricted_at = None
    _record(session, RestrictionLifted(person=house.actor_of(session, person)), by, now)
    return True


def restrictions(session: Session, subjects: Iterable[str]) -> dict[str, datetime]:
    """Since when those of the subjects are restricted that are."""
    wanted = col(SubjectKey.subject_id).in_(list(subjects))
    rows = session.exec(select(SubjectKey).where(wanted, col(SubjectKey.restricted_at).is_not(None)))
    return {row.subject_id: row.restricted_at for row in rows if row.restricted_at is not None}


def _locked(session: Session, person: str) -> SubjectKey:
    register.person(session, person, path="person")
    subject = subject_of(person)
    insert_unless_there(session, SubjectKey, subject_id=subject)
    row = session.get_one(SubjectKey, subject, with_for_update=True)
    if row.erased_at is not None:
        raise SubjectErased(f"{person} has been erased", path="person", remedy="nothing is needed")
    return row


def _record(session: Session, event: PersonRestricted | RestrictionLifted, by: str, now: datetime) -> None:
    session.flush()
    house.record(session, [event], actor=house.actor_for(session, by), now=now)
