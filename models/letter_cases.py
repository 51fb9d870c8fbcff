"""Letters that are due, each with what decides whether it is still owed to its reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from domain.charter import Charter
from domain.correspondence import budget
from domain.correspondence.piece import Piece
from domain.correspondence.settling import MOVES, first_of, settles_at
from domain.initiative import RECHECK
from domain.letter import CONFIRM, FIRST_STEPS, OWED_BY_NOBODY, REMINDED, Voice
from domain.obligations import BESIDE, ObligationState
from domain.operating_model import StepAction
from models import call_letters, returned_letters
from models.actings import all_behind
from models.charters import calendar_of
from models.closed_addresses import is_closed
from models.enrolment import subject_of
from models.heard import counted_on
from models.letter_matters import Matter
from models.letter_outcomes import Reason
from models.paper import goes_by_paper
from models.restricting import restrictions
from models.states import InitiativeStatus, LetterState
from models.stops import stopped
from models.tables import Actor, Initiative, Letter, Obligation, Person
from models.vault import erasures

_SETTLED = {
    ObligationState.FULFILLED: Reason.ANSWERED,
    ObligationState.RELEASED: Reason.RELEASED,
    ObligationState.LAPSED: Reason.LAPSED,
}
_REST = [status for status in InitiativeStatus if status.rests]
_AT_REST_TOO = (*OWED_BY_NOBODY, RECHECK)

GOES_OUT = or_(col(Initiative.status).not_in(_REST), col(Letter.kind).in_(_AT_REST_TOO))
"""While an initiative rests it asks for nothing; its exits are told, and a hold is looked at again."""


@dataclass(frozen=True)
class Case(Matter):
    """A letter that is due, with what decides whether it goes out."""

    reader: Person | None
    is_erased: bool
    is_restricted: bool = False

    @property
    def on_paper(self) -> bool:
        """Whether somebody prints and posts it."""
        return not self.is_to_a_sender and self.reader is not None and goes_by_paper(self.reader)

    @property
    def rests(self) -> bool:
        """Whether it is not to be said now, since its initiative rests: GOES_OUT, said of one that is known."""
        return self.initiative.status.rests and self.letter.kind not in _AT_REST_TOO

    def needless(self, session: Session, charter: Charter) -> Reason | None:
        """Why it need not or cannot be sent, as things stand now."""
        if self.is_to_a_sender:
            return call_letters.needless(session, self.letter)
        if self.is_of_an_address:
            return returned_letters.needless(session, self.letter, self.initiative) or self._unreachable(session)
        settled = None if self.told_of else self._settled(charter)
        return settled or self._unreachable(session) or self._unwanted(session)

    def piece(self, session: Session, charter: Charter) -> Piece:
        """The letter as the rules about sending see it."""
        owed, letter, calendar = self.obligation, self.letter, calendar_of(charter)
        return Piece(
            letter.id,
            letter.initiative_id,
            letter.obligation_id,
            self.voice,
            letter.kind,
            settles_at(calendar, letter.obligation_id, letter.step, letter.due_at),
            owed.due if owed else None,
            calendar,
            awaited=self.is_to_a_sender and letter.step == CONFIRM,
            counted_on=self._counted_on(session),
        )

    def _counted_on(self, session: Session) -> datetime | None:
        """When its reader would come to a meeting, of which it says that it is not to be then."""
        if self.obligation is None or self.obligation.kind not in MOVES:
            return None
        if self.voice is Voice.WITHDRAWN:
            return self.obligation.due
        is_moved = self.voice.is_first and first_of(self.obligation.id) != self.obligation.id
        return counted_on(session, self.letter) if is_moved else None

    def _settled(self, charter: Charter) -> Reason | None:
        """Why what it asks, or has asked, is not to be said any more."""
        owed = self.owed
        if self.initiative.status is InitiativeStatus.ENDED:
            return Reason.ENDED
        if self.voice is Voice.READ_BACK:
            return None
        asking = (f"{self.initiative.phase}.{self.initiative.round}/", f"{owed.phase}.{BESIDE}/")
        still_asked = owed.id.startswith(asking)
        escalates = self.voice is Voice.ESCALATION and owed.state is ObligationState.LAPSED and still_asked
        if owed.state in _SETTLED and not escalates and self.voice is not Voice.WITHDRAWN:
            moved = owed.state is ObligationState.RELEASED and owed.kind in MOVES
            return Reason.SUPERSEDED if moved else _SETTLED[owed.state]
        holder = next((seat.holder for seat in charter.seats if seat.id == owed.seat), None)
        if self.letter.actor == holder != owed.owed_by and self.voice is not Voice.ESCALATION:
            return Reason.HANDED_OVER
        if self.letter.actor != owed.owed_by and self._for_whom_it_lies_with:
            return Reason.HANDED_OVER
        return None

    @property
    def _for_whom_it_lies_with(self) -> bool:
        """Whether the step is for the one whom the matter lies with, and for nobody beside."""
        kind, _, action = self.letter.step.partition(".")
        return kind in (*FIRST_STEPS, REMINDED) or action == StepAction.REMIND

    def _unreachable(self, session: Session) -> Reason | None:
        if self.is_erased:
            return Reason.ERASED
        if self.is_restricted:
            return Reason.RESTRICTED
        if self.reader is None:
            return Reason.NO_ADDRESS
        if self.reader.address_ref is not None and is_closed(session, self.reader.address_ref):
            return Reason.BOUNCED
        return None

    def _unwanted(self, session: Session) -> Reason | None:
        """Why it is not for this reader any more: the link in it was taken back, or they have had enough of this."""
        if self.letter.revoked_at is not None and self.opens_a_door:
            return Reason.REVOKED
        if self.reader is None or self.told_of is not None:
            return None
        about = (self.letter.initiative_id, self.letter.obligation_id)
        if not self.voice.is_first and stopped(session, self.reader.id, *about):
            return Reason.STOPPED
        is_over = budget.is_over(self.voice, _gone(session, self.letter))
        return Reason.OVER_BUDGET if is_over else None


class Kept(Enum):
    """Whether letters that are read are kept from others until this transaction ends."""

    NOT = auto()
    ALL = auto()  # others who have them are waited for
    FREE = auto()  # those that others have are left out


def cases(session: Session, *which: ColumnElement[bool] | Any, kept: Kept) -> Sequence[Case]:
    """These letters, the longest due first."""
    its_obligation = and_(
        col(Obligation.initiative_id) == Letter.initiative_id, col(Obligation.id) == Letter.obligation_id
    )
    query = (
        select(Letter, Initiative, Obligation, Person)
        .join(Initiative, col(Initiative.id) == Letter.initiative_id)
        .outerjoin(Obligation, its_obligation)
        .outerjoin(Actor, col(Actor.id) == Letter.actor)
        .outerjoin(Person, col(Person.id) == Actor.person_id)
        .where(*which)
        .order_by(col(Letter.due_at), col(Letter.id))
    )
    if kept is not Kept.NOT:
        query = query.with_for_update(skip_locked=kept is Kept.FREE, of=Letter)
    rows = session.exec(query).all()
    readers = {subject_of(reader.id) for *_, reader in rows if reader}
    erased, restricted = erasures(session, readers), restrictions(session, readers)
    behind = all_behind(session, {letter.actor for letter, *_ in rows})
    return [
        Case(
            letter,
            initiative,
            owed,
            letter.actor == initiative.coordinator or (initiative.id, letter.actor) in behind,
            reader,
            reader is not None and subject_of(reader.id) in erased,
            reader is not None and subject_of(reader.id) in restricted,
        )
        for letter, initiative, owed, reader in rows
    ]


def free_and_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of which letters it is to be asked now whether they go: due, bound to no message, not told to wait."""
    return (
        col(Letter.state) == LetterState.WAITING,
        col(Letter.bundle_id).is_(None),
        col(Letter.due_at) <= now,
        or_(col(Letter.lease_until).is_(None), col(Letter.lease_until) <= now),
        GOES_OUT,
    )


_MAY_HAVE_GONE = (LetterState.SENT, LetterState.CLAIMED, LetterState.HELD)


def _gone(session: Session, letter: Letter) -> Sequence[str]:
    """The steps of the letters about the same thing that have gone to the same person, or may have."""
    same: Iterable[Any] = (
        Letter.initiative_id == letter.initiative_id,
        Letter.obligation_id == letter.obligation_id,
        Letter.actor == letter.actor,
        Letter.id != letter.id,
        col(Letter.state).in_(_MAY_HAVE_GONE),
    )
    return session.exec(select(Letter.step).where(*same)).all()
