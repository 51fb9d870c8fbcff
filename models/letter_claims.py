"""Claiming: all that is due for a person becomes one message, leased to one dispatcher. Whether each letter is still
owed, wanted and within the budget is asked in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from models.keys import KeyRing
from models.letter_bundles import Sending, bundled, taken_again
from models.letter_cases import GOES_OUT, Case, Kept, cases, free_and_due
from models.letter_outcomes import ClaimedBundle
from models.pauses import paused
from models.states import LetterState
from models.tables import Actor, Bundle, Initiative, Letter, Person

_UNDER_WAY = (LetterState.WAITING, LetterState.CLAIMED)
_LOOKED_AT = 4
"""Letters looked at for each message wanted: a person may have several."""


@dataclass(frozen=True)
class _Reader:
    """Whose due letters are taken together: a person, or somebody whom the register does not know, with one letter."""

    person: str | None
    letter: str


def claim(
    session: Session,
    keys: KeyRing,
    now: datetime,
    *,
    lease: timedelta,
    limit: int,
    domain: str,
    settled: list[LetterState] | None = None,
    gather: timedelta = timedelta(),
) -> list[ClaimedBundle]:
    """Lease up to `limit` messages, the longest due first; two dispatchers never get the same one, nor one each for the
    same person. None while the sending is paused.

    What is not owed any more is suppressed instead, and what may not go yet (window, budget, a rest) waits; each letter
    waits `gather` for others that fall due with it. A message whose former lease is over may have gone out: with the
    first letter of a matter in it it is sent again, with the same Message-ID (at `domain`), otherwise held. `settled`
    gets the state of each letter that came to its end without being sent.
    """
    if paused(session):
        return []
    sending = Sending(session, keys, now, lease, domain, gather, [] if settled is None else settled)
    claimed = [again for bundle in _lost(session, now, limit) if (again := taken_again(sending, bundle))]
    session.flush()
    while len(claimed) < limit and (readers := _readers(session, now, limit - len(claimed))):
        gathered = list(_gathered(session, now, readers))
        claimed += [bundle for reader, due in gathered if (bundle := bundled(sending, reader, due))]
        session.flush()
        if not gathered:  # others have all these letters in hand
            break
    return claimed


def next_due(session: Session) -> datetime | None:
    """When the next letter is due or a lease ends; None when nothing waits. What waits for the end of a rest does not
    count.
    """
    later = col(Letter.lease_until) > col(Letter.due_at)
    query = (
        select(func.min(case((later, Letter.lease_until), else_=Letter.due_at)))
        .join(Initiative, col(Initiative.id) == Letter.initiative_id)
        .where(col(Letter.state).in_(_UNDER_WAY), GOES_OUT)
    )
    moment: datetime | None = session.exec(query).one()
    return moment


def next_claim(session: Session) -> datetime | None:
    """The same for whoever claims: nothing comes while the sending is paused."""
    return None if paused(session) else next_due(session)


def _lost(session: Session, now: datetime, limit: int) -> Sequence[Bundle]:
    """Messages that may have gone out, and are to be looked at again."""
    query = (
        select(Bundle)
        .where(col(Bundle.state).in_(_UNDER_WAY), col(Bundle.lease_until) <= now)
        .order_by(col(Bundle.lease_until), col(Bundle.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).all()


def _readers(session: Session, now: datetime, limit: int) -> list[_Reader]:
    """Whose letters are due, as many as are wanted at the most; people whom another dispatcher has in hand are left to
    it, and kept from others until this transaction ends.
    """
    query = (
        select(Letter.id, Actor.person_id)
        .join(Initiative, col(Initiative.id) == Letter.initiative_id)
        .outerjoin(Actor, col(Actor.id) == Letter.actor)
        .where(*free_and_due(now))
        .order_by(col(Letter.due_at), col(Letter.id))
    )
    found: dict[str, _Reader] = {}
    for letter, person in session.exec(query.limit(limit * _LOOKED_AT)).all():
        found.setdefault(person or letter, _Reader(person, letter))
    people = [reader.person for reader in found.values() if reader.person]
    mine = _locked(session, people, limit)
    return [reader for reader in found.values() if reader.person is None or reader.person in mine][:limit]


def _locked(session: Session, people: Sequence[str], limit: int) -> frozenset[str]:
    """The first of these people whose rows nobody else has locked. What only refers to a person need not wait."""
    if not people:
        return frozenset()
    in_turn = case({person: number for number, person in enumerate(people)}, value=col(Person.id))
    rows = select(Person.id).where(col(Person.id).in_(people)).order_by(in_turn).limit(limit)
    return frozenset(session.exec(rows.with_for_update(skip_locked=True, key_share=True)).all())


def _gathered(
    session: Session, now: datetime, readers: Sequence[_Reader]
) -> Iterator[tuple[Person | None, list[Case]]]:
    """All that is due for each of these readers, over all initiatives."""
    people = [reader.person for reader in readers if reader.person]
    alone = [reader.letter for reader in readers if reader.person is None]
    due = [*cases(session, *free_and_due(now), col(Actor.person_id).in_(people), kept=Kept.FREE)] if people else []
    by_person: dict[str, list[Case]] = {}
    for one in due:
        assert one.reader is not None
        by_person.setdefault(one.reader.id, []).append(one)
    for theirs in by_person.values():
        yield theirs[0].reader, theirs
    for one in cases(session, *free_and_due(now), col(Letter.id).in_(alone), kept=Kept.FREE) if alone else ():
        yield None, [one]
