"""Foreseen sending: when letters would leave, in which company, and why others stay.

The dispatcher's own claims are made, one moment after the other, in a transaction that is rolled back. Nothing is sent,
and what is said and done meanwhile may change all of it: a letter leaves then at the earliest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from models.keys import KeyRing
from models.letter_bundles import Sending, bundled
from models.letter_cases import Case, Kept, cases, free_and_due
from models.states import InitiativeStatus, LetterState
from models.tables import Actor, Initiative, Letter, Person

_MOST_MOMENTS = 60
_LEASE = timedelta(days=400)
_STAYS = (LetterState.SUPPRESSED, LetterState.SUPERSEDED, LetterState.FAILED)


@dataclass(frozen=True)
class Fate:
    """What becomes of a letter: it leaves at an instant, as one message with so many `others`; or it stays, `because`
    of what.
    """

    leaves_at: datetime | None = None
    others: int = 0
    because: str | None = None


@dataclass(frozen=True)
class Sender:
    """What a foreseen claim works with; the `initiative` goes on again at `rests_until`, if it rests."""

    session: Session
    keys: KeyRing
    initiative: str
    rests_until: datetime | None

    def fates(self, letters: Collection[str], now: datetime) -> dict[str, Fate]:
        """What becomes of these letters from `now` on, if nothing else happens; those that have not left within some
        sixty moments at which something leaves are not among them.
        """
        found, people, alone = self._ended(letters, now), *self._readers(letters)
        at: datetime | None = now
        for _ in range(_MOST_MOMENTS):
            if at is None or not (left := set(letters) - found.keys()):
                break
            self._go_on(at)
            for reader, due in self._due(at, people, alone):
                bundled(Sending(self.session, self.keys, at, _LEASE, "foreseen.invalid", timedelta(), []), reader, due)
            self.session.flush()
            found |= self._ended(left, at)
            at = self._next(at, people, alone)
        return found

    def _readers(self, letters: Collection[str]) -> tuple[list[str], list[str]]:
        """The people who would get them, and the letters to somebody whom the register does not know."""
        query = select(Letter.id, Actor.person_id).outerjoin(Actor, col(Actor.id) == Letter.actor)
        rows = self.session.exec(query.where(col(Letter.id).in_(letters))).all()
        return [*{person for _, person in rows if person}], [letter for letter, person in rows if not person]

    def _due(
        self, at: datetime, people: Collection[str], alone: Collection[str]
    ) -> Iterator[tuple[Person | None, list[Case]]]:
        """All that is due for each of them, over all initiatives."""
        theirs = or_(col(Actor.person_id).in_(people), col(Letter.id).in_(alone))
        by_reader: dict[str, list[Case]] = {}
        for one in cases(self.session, *free_and_due(at), theirs, kept=Kept.NOT):
            by_reader.setdefault(one.reader.id if one.reader else one.letter.id, []).append(one)
        yield from ((due[0].reader, due) for due in by_reader.values())

    def _ended(self, letters: Iterable[str], at: datetime) -> dict[str, Fate]:
        """What has become of those that have come to their end, or gone, by now."""
        rows = self.session.exec(select(Letter).where(col(Letter.id).in_(letters))).all()
        gone = [row for row in rows if row.state in (LetterState.CLAIMED, LetterState.HELD)]
        many = self._together({row.bundle_id for row in gone if row.bundle_id})
        stays = {row.id: Fate(because=row.reason or row.state.value) for row in rows if row.state in _STAYS}
        return stays | {row.id: Fate(at, many.get(row.bundle_id or "", 1) - 1) for row in gone}

    def _together(self, bundles: Collection[str]) -> dict[str, int]:
        """How many letters each of these messages has."""
        counted = select(Letter.bundle_id, func.count()).where(col(Letter.bundle_id).in_(bundles))
        return {bundle: many for bundle, many in self.session.exec(counted.group_by(col(Letter.bundle_id))) if bundle}

    def _next(self, at: datetime, people: Collection[str], alone: Collection[str]) -> datetime | None:
        """The next moment at which one of their letters may leave, or at which the initiative goes on again."""
        query = select(Letter.due_at, Letter.lease_until).outerjoin(Actor, col(Actor.id) == Letter.actor)
        waiting = (Letter.state == LetterState.WAITING, col(Letter.bundle_id).is_(None))
        theirs = or_(col(Actor.person_id).in_(people), col(Letter.id).in_(alone))
        moments = [max(due, until or due) for due, until in self.session.exec(query.where(*waiting, theirs)).all()]
        moments += [self.rests_until] if self.rests_until is not None else []
        return min((moment for moment in moments if moment > at), default=None)

    def _go_on(self, at: datetime) -> None:
        """Once its rest is over, the initiative asks again."""
        if self.rests_until is not None and at >= self.rests_until:
            row = self.session.get_one(Initiative, self.initiative)
            row.status = InitiativeStatus.OPEN
            self.session.flush()
