"""What people have asked for and which holds were lifted, noted outside the database too, so that a restored backup
does not undo it: ids and times alone. Why somebody stopped their reminders is theirs, and ends with the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime

from sqlmodel import Session, col, select

from domain.house import OPERATOR
from models import holds, restricting, stops
from models.enrolment import subject_of
from models.erasure_list import LIFTED, RESTRICTED, STOPPED, Kept
from models.stops import By
from models.tables import Hold, Person, Stopped, SubjectKey
from models.vault import erasures

_BETWEEN = "|"


def standing(session: Session) -> Kept:
    """What stands now: whose data is restricted, which reminders are stopped, which holds were lifted."""
    restricted = select(SubjectKey).where(col(SubjectKey.restricted_at).is_not(None))
    lifted = select(Hold).where(col(Hold.lifted_at).is_not(None))
    return {
        RESTRICTED: {row.subject_id: row.restricted_at for row in session.exec(restricted) if row.restricted_at},
        STOPPED: {_told(row): row.stopped_at for row in session.exec(select(Stopped))},
        LIFTED: {row.id: row.lifted_at for row in session.exec(lifted) if row.lifted_at},
    }


def again(session: Session, kept: Mapping[str, Set[str]], now: datetime) -> int:
    """Do again what a restored database does not know of; how much. What it knows and the list does not is left as it
    is. May be repeated.
    """
    done = 0
    for subject in sorted(kept.get(RESTRICTED, ())):
        person = subject.removeprefix(subject_of(""))
        if _is_known(session, person) and not restricting.restrictions(session, [subject]):
            restricting.restrict(session, person, now, by=OPERATOR)
            done += 1
    for one in sorted(kept.get(STOPPED, ())):
        person, initiative, obligation = one.split(_BETWEEN)
        if _is_known(session, person):
            reach = {"initiative_id": initiative, "obligation_id": obligation}
            done += stops.stop(session, person, By.COORDINATOR, now, **reach)
    for hold in sorted(kept.get(LIFTED, ())):
        row = session.get(Hold, hold)
        if row is not None and row.lifted_at is None and row.ends_on >= holds.today(now):
            holds.lift(session, hold, now, by=OPERATOR)
            done += 1
    return done


def _told(row: Stopped) -> str:
    return _BETWEEN.join((row.person_id, row.initiative_id, row.obligation_id))


def _is_known(session: Session, person: str) -> bool:
    """Whether the register knows this person, who has not been erased."""
    return session.get(Person, person) is not None and not erasures(session, [subject_of(person)])
