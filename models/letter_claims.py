"""Claiming letters: each is leased to one dispatcher, and whether it is still owed is asked in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlmodel import Session, and_, col, or_, select

from domain.charter import Charter
from domain.initiative import RECHECK
from domain.letter import CONFIRM, FIRST_STEPS, OWED_BY_NOBODY, Voice
from domain.obligations import BESIDE, ObligationState
from domain.operating_model import StepAction
from domain.refusals import Refusal
from models import call_letters
from models.actings import all_behind
from models.charters import calendar_of, charter_of
from models.enrolment import subject_of
from models.keys import KeyRing, token_sha256
from models.letter_matters import Matter
from models.letter_outcomes import MOST_ATTEMPTS, ClaimedLetter, Reason
from models.states import InitiativeStatus, LetterState
from models.tables import Actor, Initiative, Letter, Obligation, Person
from models.vault import erasures

_A_MOMENT = timedelta(minutes=1)
_BOUND_TO_A_VERSION = ("attend_meeting",)
"""Duties about a version of something: they are released when it is moved or called off, and so superseded."""

_SETTLED = {
    ObligationState.FULFILLED: Reason.ANSWERED,
    ObligationState.RELEASED: Reason.RELEASED,
    ObligationState.LAPSED: Reason.LAPSED,
}


_GOES_OUT = or_(
    col(Initiative.status).not_in([status for status in InitiativeStatus if status.rests]),
    col(Letter.kind).in_((*OWED_BY_NOBODY, RECHECK)),
)
"""While an initiative rests it asks for nothing; its exits are told, and a hold is looked at again."""


def claim(
    session: Session,
    keys: KeyRing,
    now: datetime,
    *,
    lease: timedelta,
    limit: int,
    domain: str,
    settled: list[LetterState] | None = None,
) -> list[ClaimedLetter]:
    """Lease up to `limit` letters that are due, the longest due first; two dispatchers never get the same one.

    What is not owed any more is suppressed instead, what came too late for today's sending window waits for the next,
    and what an initiative asks waits while it rests. A letter whose former lease is over may have gone out: the first
    letter of a matter is sent again, with the same Message-ID (at `domain`), a reminder is held. `settled` gets the
    state of each letter that came to its end without being sent.
    """
    claimed: list[ClaimedLetter] = []
    while len(claimed) < limit and (cases := _due(session, now, limit - len(claimed))):
        for due in cases:
            if _take(session, due, keys, now, lease, domain):
                letter = due.letter
                assert letter.lease_until is not None
                claimed.append(ClaimedLetter(letter.id, letter.lease_until, letter.attempts, due.voice.is_first))
            elif settled is not None and due.letter.state.is_final:
                settled.append(due.letter.state)
        session.flush()
    return claimed


def next_due(session: Session) -> datetime | None:
    """When the next letter is due or a lease ends; None when nothing waits. What waits for the end of a rest does not
    count.
    """
    later = col(Letter.lease_until) > col(Letter.due_at)
    query = (
        select(func.min(case((later, Letter.lease_until), else_=Letter.due_at)))
        .join(Initiative, col(Initiative.id) == Letter.initiative_id)
        .where(
            col(Letter.state).in_((LetterState.WAITING, LetterState.CLAIMED)),
            _GOES_OUT,
        )
    )
    moment: datetime | None = session.exec(query).one()
    return moment


@dataclass(frozen=True)
class _Case(Matter):
    """A letter that is due, with what decides whether it goes out."""

    reader: Person | None
    is_erased: bool

    @property
    def uncertain(self) -> bool:
        """Whether it may have gone out already."""
        return self.letter.state is LetterState.CLAIMED or self.letter.reason == Reason.UNCERTAIN

    def needless(self, charter: Charter) -> Reason | None:
        """Why it need not or cannot be sent, as things stand now."""
        return self._unreachable() if self.told_of else self._needless(charter)

    def _needless(self, charter: Charter) -> Reason | None:
        """The same for what asks, or has asked, something."""
        owed = self.owed
        if self.initiative.status is InitiativeStatus.ENDED:
            return Reason.ENDED
        if self.voice is Voice.READ_BACK:
            return self._unreachable()
        asking = (f"{self.initiative.phase}.{self.initiative.round}/", f"{owed.phase}.{BESIDE}/")
        still_asked = owed.id.startswith(asking)
        escalates = self.voice is Voice.ESCALATION and owed.state is ObligationState.LAPSED and still_asked
        if owed.state in _SETTLED and not escalates and self.voice is not Voice.WITHDRAWN:
            moved = owed.state is ObligationState.RELEASED and owed.kind in _BOUND_TO_A_VERSION
            return Reason.SUPERSEDED if moved else _SETTLED[owed.state]
        holder = next((seat.holder for seat in charter.seats if seat.id == owed.seat), None)
        if self.letter.actor == holder != owed.owed_by and self.voice is not Voice.ESCALATION:
            return Reason.HANDED_OVER
        if self.letter.actor != owed.owed_by and self._for_whom_it_lies_with:
            return Reason.HANDED_OVER
        return self._unreachable()

    @property
    def _for_whom_it_lies_with(self) -> bool:
        """Whether the step is for the one whom the matter lies with, and for nobody beside."""
        kind, _, action = self.letter.step.partition(".")
        return kind in FIRST_STEPS or action == StepAction.REMIND

    def _unreachable(self) -> Reason | None:
        if self.is_erased:
            return Reason.ERASED
        return Reason.NO_ADDRESS if self.reader is None or self.reader.address_ref is None else None


def _due(session: Session, now: datetime, limit: int) -> Sequence[_Case]:
    not_before = or_(col(Letter.lease_until).is_(None), col(Letter.lease_until) <= now)
    its_obligation = and_(
        col(Obligation.initiative_id) == Letter.initiative_id, col(Obligation.id) == Letter.obligation_id
    )
    rows = session.exec(
        select(Letter, Initiative, Obligation, Person)
        .join(Initiative, col(Initiative.id) == Letter.initiative_id)
        .outerjoin(Obligation, its_obligation)
        .outerjoin(Actor, col(Actor.id) == Letter.actor)
        .outerjoin(Person, col(Person.id) == Actor.person_id)
        .where(
            col(Letter.state).in_((LetterState.WAITING, LetterState.CLAIMED)),
            col(Letter.due_at) <= now,
            not_before,
            _GOES_OUT,
        )
        .order_by(col(Letter.due_at), col(Letter.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Letter)
    ).all()
    erased = erasures(session, {subject_of(reader.id) for *_, reader in rows if reader})
    behind = all_behind(session, {letter.actor for letter, *_ in rows})
    return [
        _Case(
            letter,
            initiative,
            owed,
            letter.actor == initiative.coordinator or (initiative.id, letter.actor) in behind,
            reader,
            reader is not None and subject_of(reader.id) in erased,
        )
        for letter, initiative, owed, reader in rows
    ]


def _take(session: Session, due: _Case, keys: KeyRing, now: datetime, lease: timedelta, domain: str) -> bool:
    """Lease the letter, or write down why not; true when it is to be sent."""
    letter, uncertain = due.letter, due.uncertain
    try:
        charter = charter_of(session, letter.initiative_id)
    except (LookupError, Refusal):  # one unreadable ledger must not keep all other letters waiting
        letter.state, letter.reason = LetterState.FAILED, Reason.UNWRITABLE
        return False
    needless = call_letters.needless(session, letter) if due.is_to_a_sender else due.needless(charter)
    letter.reason = Reason.UNCERTAIN if uncertain else needless
    if uncertain and (needless or not due.voice.is_first or letter.attempts >= MOST_ATTEMPTS):
        letter.state = LetterState.HELD
        return False
    if needless:
        letter.state = LetterState.SUPERSEDED if needless is Reason.SUPERSEDED else LetterState.SUPPRESSED
        return False
    calendar = calendar_of(charter)
    if not calendar.in_window(now) and letter.step != CONFIRM:  # that answers somebody who waits for it
        letter.state = LetterState.WAITING
        letter.lease_until = max(calendar.next_slot(now), now + _A_MOMENT)
        return False
    letter.state, letter.lease_until, letter.attempts = LetterState.CLAIMED, now + lease, letter.attempts + 1
    letter.message_id = letter.message_id or f"<{letter.id}@{domain}>"
    if due.opens_a_door:
        letter.token_sha256 = token_sha256(keys.link_token(letter.id))
    return True
