"""Bundles: what goes to a person as one message, frozen as it is claimed; and what may have gone, taken up again."""

from __future__ import annotations

import secrets
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import exists, func
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session, col, select

from domain.correspondence import budget
from domain.correspondence.bundles import compose, in_order, outdated, whole_at
from domain.correspondence.piece import Manner, Piece, Quiet
from domain.correspondence.rates import MOST_ATTEMPTS
from domain.correspondence.windows import over_at
from domain.letter import OWED_BY_NOBODY
from models.charters import calendar_of, charter_of
from models.keys import KeyRing, token_sha256
from models.letter_cases import Case, Kept, cases
from models.letter_outcomes import ClaimedBundle, Reason
from models.paper import goes_by_paper
from models.states import LetterState, Rhythm
from models.tables import Bundle, Letter, Person

_A_DAY = timedelta(days=1)
_NEVER = datetime.max.replace(tzinfo=UTC)
_REMEMBERED = timedelta(days=budget.WEEKLY + 2)
_UNDER_WAY = (LetterState.CLAIMED, LetterState.WAITING)
_COUNTED = (*_UNDER_WAY, LetterState.SENT, LetterState.HELD)
"""Messages that have gone, or may have: those a budget counts."""


Pieces = Sequence[tuple[Case, Piece]]
"""Letters, each with how the rules about sending see it."""


@dataclass(frozen=True)
class Sending:
    """What a claim works with; `settled` gets the state of each letter that ends without being sent."""

    session: Session
    keys: KeyRing
    now: datetime
    lease: timedelta
    domain: str
    gather: timedelta
    settled: list[LetterState]

    def end(self, letter: Letter, state: LetterState, reason: Reason) -> None:
        """Write down that a letter goes no further, and why."""
        letter.state, letter.reason, letter.accounted_seq = state, reason, None
        self.settled.append(state)

    def owed(self, due: Sequence[Case], piled: Pieces) -> Pieces:
        """Those that are still to go; the others are ended, or wait where their initiative rests. What waits to be
        posted (`piled`) may be enough.
        """
        found = [(one, piece) for one in due if (piece := self._piece(one))]
        old = outdated(piece for _, piece in (*found, *piled))
        self.supersede(found, old)
        return [(one, piece) for one, piece in found if piece.id not in old]

    def supersede(self, found: Pieces, old: Container[str]) -> None:
        """End those of which newer ones ask the same."""
        for one, piece in found:
            if piece.id in old:
                self.end(one.letter, LetterState.SUPERSEDED, Reason.SUPERSEDED)

    def piled(self, reader: Person | None) -> Pieces:
        """What waits to be printed and posted to a reader. What somebody has in hand is left to them."""
        if reader is None or not goes_by_paper(reader):
            return []
        waiting = (Letter.state == LetterState.HELD, Letter.reason == Reason.TO_PRINT, Person.id == reader.id)
        its = cases(self.session, *waiting, kept=Kept.FREE)
        return [(one, piece) for one in its if (piece := self._looked_at(one)[0])]

    def still(self, due: Case) -> Piece | None:
        """What may have gone before, if it is still to be said; it is held otherwise."""
        piece, needless = self._looked_at(due)
        if piece is None or needless or due.rests:
            self.end(due.letter, LetterState.HELD, Reason.UNCERTAIN)
            return None
        return piece

    def _piece(self, due: Case) -> Piece | None:
        piece, needless = self._looked_at(due)
        if piece is None:
            self.end(due.letter, LetterState.FAILED, Reason.UNWRITABLE)
        elif needless:
            superseded = needless is Reason.SUPERSEDED
            self.end(due.letter, LetterState.SUPERSEDED if superseded else LetterState.SUPPRESSED, needless)
        return None if needless else piece

    def _looked_at(self, due: Case) -> tuple[Piece | None, Reason | None]:
        """A letter as the rules see it, None where nobody can make it out, and why it need not go."""
        try:
            charter = charter_of(self.session, due.letter.initiative_id)
            return due.piece(self.session, charter), due.needless(self.session, charter)
        except (DBAPIError, PoolTimeout):  # it is the database
            raise
        except Exception:  # whatever is the matter with one letter, the others must go
            return None, None


def bundled(sending: Sending, reader: Person | None, due: Sequence[Case]) -> ClaimedBundle | None:
    """Freeze what goes to a reader now as one message; None where nothing does, or it goes on paper. What may not go
    yet waits.
    """
    piled = sending.piled(reader)
    owed = sending.owed(due, piled)
    by_id = {piece.id: one for one, piece in owed}
    last = last_message(sending.session, reader, sending.now)
    manner, pieces = manner_of(reader), [piece for _, piece in owed]
    composed = compose(pieces, sending.now, manner=manner, last=last, gather=sending.gather)
    latest = sending.now + _A_DAY if manner.days > budget.DAILY else _NEVER  # by then they may want them daily
    for waiting, moment in composed.waiting.items():
        by_id[waiting].letter.lease_until = min(moment, latest)
    parts = [by_id[piece.id] for piece in composed.parts]
    sending.supersede(piled, outdated((*composed.parts, *(piece for _, piece in piled))))
    return _frozen(sending, reader, parts, composed.parts) if parts else None


def taken_again(sending: Sending, bundle: Bundle) -> ClaimedBundle | None:
    """Lease a message again that may have gone out, if the first letter of a matter is in it, and hold it otherwise.

    It is the same message, without what has been settled meanwhile: that is held, since it may have been said.
    """
    session, now = sending.session, sending.now
    reader = _locked(session, bundle.person_id) if bundle.person_id else None
    if bundle.person_id and reader is None:  # another dispatcher has this person in hand
        return None
    its = cases(session, col(Letter.bundle_id) == bundle.id, col(Letter.state).in_(_UNDER_WAY), kept=Kept.ALL)
    parts = {one.letter.id: (one, piece) for one in its if (piece := sending.still(one))}
    if bundle.attempts >= MOST_ATTEMPTS or not any(one.voice.is_first for one, _ in parts.values()):
        for one, _ in parts.values():
            sending.end(one.letter, LetterState.HELD, Reason.UNCERTAIN)
        bundle.state = LetterState.HELD
        return None
    last = last_message(session, reader, now, but=bundle.id)
    pieces = [piece for _, piece in parts.values()]
    moment = whole_at(pieces, now, manner=manner_of(reader), last=last)
    if moment > now:
        _wait(bundle, [one.letter for one, _ in parts.values()], moment)
        return None
    bundle.day, bundle.composed_at = _day(pieces[0], now), now  # it counts in the budget of the day on which it goes
    return _leased(sending, bundle, [parts[piece.id][0] for piece in in_order(pieces, now)], again=True)


def goes_until(session: Session, claimed: ClaimedBundle, now: datetime) -> datetime | None:
    """Asked once more right before a claimed message goes: None where something that it says is not to be said any
    more, else when its reader's evening begins. A lease does not end with the day.
    """
    ends = [_NEVER]
    for one in cases(session, col(Letter.id).in_(claimed.letters), kept=Kept.NOT):
        charter = charter_of(session, one.letter.initiative_id)
        if one.rests or one.needless(session, charter):
            return None
        ends.append(over_at(calendar_of(charter), now, manner_of(one.reader).quiet))
    return min(ends)


def manner_of(reader: Person | None) -> Manner:
    """How a reader wants their letters."""
    if reader is None:
        return Manner()
    days = budget.WEEKLY if reader.rhythm is Rhythm.WEEKLY else budget.DAILY
    return Manner(days, Quiet.of(reader.quiet_from, reader.quiet_until))


def _frozen(
    sending: Sending, reader: Person | None, parts: Sequence[Case], pieces: Sequence[Piece]
) -> ClaimedBundle | None:
    """A new message of these parts; it is held where somebody has to print and post it."""
    id_ = f"b{secrets.token_hex(16)}"
    bundle = Bundle(
        id=id_,
        person_id=reader.id if reader else None,
        day=_day(pieces[0], sending.now),
        composed_at=sending.now,
        state=LetterState.CLAIMED,
        message_id=f"<{id_}@{sending.domain}>",
        unsubscribe_sha256=token_sha256(sending.keys.unsubscribe_token(id_)) if reader else None,
    )
    sending.session.add(bundle)
    leased = _leased(sending, bundle, parts, again=False)
    if not parts[0].on_paper:
        return leased
    bundle.state, bundle.lease_until = LetterState.HELD, None
    for letter in (one.letter for one in parts):
        letter.state, letter.reason, letter.lease_until = LetterState.HELD, Reason.TO_PRINT, None
    return None


def _leased(sending: Sending, bundle: Bundle, parts: Sequence[Case], *, again: bool) -> ClaimedBundle:
    until = sending.now + sending.lease
    bundle.state, bundle.lease_until, bundle.attempts = LetterState.CLAIMED, until, bundle.attempts + 1
    for one in parts:
        letter = one.letter
        letter.state, letter.lease_until, letter.attempts = LetterState.CLAIMED, until, letter.attempts + 1
        letter.bundle_id, letter.message_id = bundle.id, bundle.message_id
        letter.reason = Reason.UNCERTAIN if again else None
        if one.opens_a_door and (again or not one.on_paper):  # on paper it opens once it was posted
            letter.token_sha256 = token_sha256(sending.keys.link_token(letter.id, letter.token_sha256))
    return ClaimedBundle(
        bundle.id,
        until,
        max(one.letter.attempts for one in parts),
        tuple(one.letter.id for one in parts),
        bundle.message_id,
        is_first=any(one.voice.is_first for one in parts),
        again=again,
        stoppable=bundle.person_id is not None and any(one.letter.kind not in OWED_BY_NOBODY for one in parts),
        unsubscribe_sha256=bundle.unsubscribe_sha256,
    )


def _wait(bundle: Bundle, letters: Sequence[Letter], moment: datetime) -> None:
    bundle.state, bundle.lease_until = LetterState.WAITING, moment
    for letter in letters:
        letter.state, letter.reason, letter.lease_until = LetterState.WAITING, Reason.UNCERTAIN, moment


def _locked(session: Session, person: str) -> Person | None:
    """The row of a person, kept from other dispatchers until this transaction ends; None where one has it."""
    return session.exec(
        select(Person).where(Person.id == person).with_for_update(skip_locked=True, key_share=True)
    ).first()


def last_message(session: Session, reader: Person | None, now: datetime, *, but: str = "") -> datetime | None:
    """When the last message to a reader was composed, that has gone or may have; None for none, and for somebody whom
    the register does not know.
    """
    if reader is None:
        return None
    query = select(func.max(Bundle.composed_at)).where(
        Bundle.person_id == reader.id,
        col(Bundle.day) >= (now - _REMEMBERED).date(),
        col(Bundle.state).in_(_COUNTED),
        exists().where(col(Letter.bundle_id) == Bundle.id, col(Letter.state).in_(_COUNTED)),  # something of it counts
        Bundle.id != but,
    )
    moment: datetime | None = session.exec(query).one()
    return moment


def _day(piece: Piece, now: datetime) -> date:
    return piece.calendar.local(now).date()
