"""Claiming letters: each is leased to one dispatcher, and whether it is still owed is asked in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlmodel import Session, col, or_, select

from domain.refusals import Refusal
from models.charters import charter_of
from models.keys import KeyRing, token_sha256
from models.letter_cases import GOES_OUT, Case, cases
from models.letter_outcomes import MOST_ATTEMPTS, ClaimedLetter, Reason
from models.states import LetterState
from models.tables import Initiative, Letter

_A_MOMENT = timedelta(minutes=1)


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
    while len(claimed) < limit and (found := _due(session, now, limit - len(claimed))):
        for due in found:
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
            GOES_OUT,
        )
    )
    moment: datetime | None = session.exec(query).one()
    return moment


def _due(session: Session, now: datetime, limit: int) -> Sequence[Case]:
    not_before = or_(col(Letter.lease_until).is_(None), col(Letter.lease_until) <= now)
    unsent = col(Letter.state).in_((LetterState.WAITING, LetterState.CLAIMED))
    return cases(session, unsent, col(Letter.due_at) <= now, not_before, GOES_OUT, limit=limit)


def _uncertain(letter: Letter) -> bool:
    """Whether it may have gone out already."""
    return letter.state is LetterState.CLAIMED or letter.reason == Reason.UNCERTAIN


def _take(session: Session, due: Case, keys: KeyRing, now: datetime, lease: timedelta, domain: str) -> bool:
    """Lease the letter, or write down why not; true when it is to be sent."""
    letter, uncertain = due.letter, _uncertain(due.letter)
    try:
        charter = charter_of(session, letter.initiative_id)
    except (LookupError, Refusal):  # one unreadable ledger must not keep all other letters waiting
        letter.state, letter.reason = LetterState.FAILED, Reason.UNWRITABLE
        return False
    needless = due.needless(session, charter)
    letter.reason = Reason.UNCERTAIN if uncertain else needless
    if uncertain and (needless or not due.voice.is_first or letter.attempts >= MOST_ATTEMPTS):
        letter.state = LetterState.HELD
        return False
    if needless:
        letter.state = LetterState.SUPERSEDED if needless is Reason.SUPERSEDED else LetterState.SUPPRESSED
        return False
    if (leaves_at := due.leaves_at(charter, now)) > now:
        letter.state, letter.lease_until = LetterState.WAITING, max(leaves_at, now + _A_MOMENT)
        return False
    if due.on_paper:
        letter.state, letter.reason = LetterState.HELD, Reason.TO_PRINT
        return False
    letter.state, letter.lease_until, letter.attempts = LetterState.CLAIMED, now + lease, letter.attempts + 1
    letter.message_id = letter.message_id or f"<{letter.id}@{domain}>"
    if due.opens_a_door:
        letter.token_sha256 = token_sha256(keys.link_token(letter.id))
    return True
