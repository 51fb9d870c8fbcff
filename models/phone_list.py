"""The phone list: which duties may have to be called about, in which order."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, exists, literal, or_, select, tuple_
from sqlmodel import Session

from domain.correspondence.silences import Why
from domain.obligations import BESIDE, ObligationState
from domain.phases.piloting.pulsing import DUTY as PULSE
from domain.refusals import Malformed
from models.asked import LOST
from models.boards import OWN, principal_of
from models.letter_outcomes import Reason
from models.states import InitiativeStatus, LetterState
from models.tables import Actor, ClosedAddress, Initiative, Letter, Obligation, Stopped
from models.tables.base import rows_of
from models.times import Moment

_initiative, _actor = rows_of(Initiative), rows_of(Actor)
_owed, _letter = rows_of(Obligation).c, rows_of(Letter).c


class Place(NamedTuple):
    """A duty's place in the order of calls: the longest overdue first."""

    due: datetime
    initiative: str
    obligation: str


def candidates(
    session: Session,
    now: datetime,
    *,
    principal: str,
    own: bool,
    initiative: str | None,
    after: Place | None,
    limit: int,
) -> list[Place]:
    """Duties that nothing has been heard of, in the order of calls: those of a principal's `own` initiatives or of all,
    of one initiative if that is named, and never what lies with the principal and no seat: nobody calls themselves.
    Whether it is time to call, the rules say.
    """
    query = select(_owed.due, _owed.initiative_id, _owed.id).select_from(
        rows_of(Obligation)
        .join(_initiative, _initiative.c.id == _owed.initiative_id)
        .join(_actor, _actor.c.id == _initiative.c.coordinator)
    )
    query = query.where(_initiative.c.status == InitiativeStatus.OPEN, _still_asked(), _may_be_silent(now))
    query = query.where(or_(_owed.seat.is_not(None), ~_theirs()))
    if own:
        query = query.where(OWN)
    if initiative is not None:
        query = query.where(_initiative.c.id == initiative)
    if after is not None:
        place = tuple_(literal(after.due, Moment()), literal(after.initiative), literal(after.obligation))
        query = query.where(tuple_(_owed.due, _owed.initiative_id, _owed.id) > place)
    ordered = query.order_by(_owed.due, _owed.initiative_id, _owed.id).limit(limit)
    return [Place(*row) for row in session.execute(ordered, principal_of(principal))]


def _theirs() -> ColumnElement[bool]:
    """Whether it lies with the principal whom `principal_of` binds."""
    keeper = rows_of(Actor).alias().c
    them = or_(keeper.principal == bindparam("principal"), keeper.person_id == bindparam("person"))
    return exists().where(keeper.id == _owed.owed_by, them)


def _still_asked() -> ColumnElement[bool]:
    """Open; or lapsed, and asked by the phase that goes on or beside the phases."""
    here = _initiative.c.phase + "." + cast(_initiative.c.round, String) + "/"
    lapsed = and_(
        _owed.state == ObligationState.LAPSED,
        or_(_owed.id.startswith(here), _owed.id.like(f"%.{BESIDE}/%")),
    )
    return or_(_owed.state == ObligationState.OPEN, lapsed)


def _may_be_silent(now: datetime) -> ColumnElement[bool]:
    """Whether its time is over, its coordinator has been told, a letter to whom it lies with is in vain, or a letter
    was kept back as one too many.
    """
    about = (_letter.initiative_id == _owed.initiative_id, _letter.obligation_id == _owed.id)
    told = and_(_owed.seat.is_not(None), exists().where(*about, _letter.actor == _initiative.c.coordinator))
    in_vain = or_(_letter.state == LetterState.FAILED, _letter.reason.in_(LOST))
    lost = exists().where(*about, _letter.actor == _owed.owed_by, in_vain)
    kept_back = exists().where(*about, _letter.reason == Reason.OVER_BUDGET)
    asked, closed, stopped = rows_of(Actor).alias(), rows_of(ClosedAddress).c, rows_of(Stopped).c
    whose = asked.c.id == _owed.owed_by
    no_way = exists().where(whose, closed.person_id == asked.c.person_id)
    said_so = stopped.by.in_((Why.WRONG_PERSON, Why.DECLINED))
    not_the_one = exists().where(whose, stopped.person_id == asked.c.person_id, said_so)
    over = or_(_owed.due <= now, _owed.state == ObligationState.LAPSED)
    return or_(over, _had_missed_one(now), told, lost, kept_back, no_way, not_the_one)


def _had_missed_one(now: datetime) -> ColumnElement[bool]:
    """Whether it is a pulse, and its seat owes the answer to an earlier one that was due by now."""
    earlier = rows_of(Obligation).alias().c
    same = (earlier.initiative_id == _owed.initiative_id, earlier.kind == PULSE, earlier.seat == _owed.seat)
    missed = exists().where(*same, earlier.due <= now, earlier.state != ObligationState.FULFILLED)
    return and_(_owed.kind == PULSE, missed)


def cursor_of(place: Place) -> str:
    """The cursor after a place."""
    return base64.urlsafe_b64encode("|".join((place.due.isoformat(), *place[1:])).encode()).decode()


def read_cursor(cursor: str | None) -> Place | None:
    """The place that a cursor names. Raises Malformed for a text that is no cursor of ours."""
    if cursor is None:
        return None
    try:
        moment, initiative, obligation = base64.urlsafe_b64decode(cursor.encode()).decode().split("|")
        place = Place(datetime.fromisoformat(moment), initiative, obligation)
    except (ValueError, binascii.Error):
        place = None
    if place is None or place.due.tzinfo is not UTC:
        raise Malformed("this is no cursor", path="cursor", remedy="use the cursor of the page before, unchanged")
    return place
