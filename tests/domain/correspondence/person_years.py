"""A year of one person's letters, by the real rules: what chance asks of them, when they answer, and what goes when."""

from __future__ import annotations

import heapq
import random
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from domain.correspondence import budget
from domain.correspondence.bundles import compose, outdated
from domain.correspondence.piece import Manner, Piece, Quiet
from domain.correspondence.quiet_hours import quiet_hours
from domain.ladders import moments
from domain.letter import INVITATION, WITHDRAWN, Voice
from domain.operating_model import Addressee, StepAction
from domain.refusals import Malformed
from domain.spans import Span, Unit
from tests.domain.correspondence.pieces import CALENDAR
from tests.fixtures.rules import MODEL

YEAR = timedelta(days=365)
GATHER = timedelta(seconds=15)
_ORDINARY = ("answer_invitation", "submit_need", "answer_pulse", "write_minutes")
_OUTSIDE = tuple(sorted(budget.outside()))


@dataclass
class Duty:
    """Something that the person owes: answered, or lapsed when its ladder ends."""

    initiative: str
    about: str
    kind: str
    opened: datetime
    due: datetime
    lapses: datetime
    answered: datetime | None

    def ended(self, at: datetime) -> str | None:
        """Why nothing more is asked, if nothing is."""
        if self.answered is not None and self.answered <= at:
            return "answered"
        return "lapsed" if self.lapses <= at else None


@dataclass
class Posted:
    """A letter: how it ended, and when. `uncertain`: nobody will know whether it went, so that it is held."""

    piece: Piece
    duty: Duty
    step: str
    uncertain: bool = False
    end: str | None = None
    at: datetime | None = None
    not_before: datetime | None = None

    @property
    def may_have_gone(self) -> bool:
        """Whether it went, as far as anybody knows."""
        return self.end in ("sent", "held")

    @property
    def asks_for_something(self) -> bool:
        """Whether it counts among those that ask."""
        return self.piece.voice is not Voice.WITHDRAWN


@dataclass
class PersonYear:
    """A person with a manner, and all their letters; `messages` are when each went, with its parts."""

    manner: Manner
    letters: list[Posted]
    messages: list[tuple[datetime, tuple[Piece, ...]]] = field(default_factory=list)

    def live(self) -> None:
        """Let the dispatcher look whenever something falls due, or may go."""
        looks = sorted({letter.piece.due_at for letter in self.letters})
        while looks:
            now = heapq.heappop(looks)
            for moment in self._look(now):
                if moment not in looks:
                    heapq.heappush(looks, moment)

    def _look(self, now: datetime) -> list[datetime]:
        due = [one for one in self.letters if one.end is None and one.piece.due_at <= now]
        due = [one for one in due if one.not_before is None or one.not_before <= now]
        for one in due:
            gone = [other.step for other in self.letters if other.may_have_gone and other.duty is one.duty]
            if why := one.duty.ended(now) or ("over_budget" if budget.is_over(one.piece.voice, gone) else None):
                one.end, one.at = why, now
        owed = {one.piece.id: one for one in due if one.end is None}
        for id_ in outdated(one.piece for one in owed.values()):
            owed.pop(id_).end = "superseded"
        last = self.messages[-1][0] if self.messages else None
        found = compose([one.piece for one in owed.values()], now, manner=self.manner, last=last, gather=GATHER)
        for part in found.parts:
            one = owed[part.id]
            one.end, one.at = "held" if one.uncertain and not one.piece.voice.is_first else "sent", now
        if found.parts:
            self.messages.append((now, found.parts))
        for id_, moment in found.waiting.items():
            owed[id_].not_before = moment
        return list(found.waiting.values())


def by_chance(chance: random.Random) -> PersonYear:
    """Somebody with up to five initiatives, and as many letters as come of what these ask within a year."""
    letters: list[Posted] = []
    for number in range(chance.randint(1, 5)):
        for asked in range(chance.randint(1, 8)):
            letters += _of_a_duty(chance, f"i{number}", f"i{number}/{asked}")
    return PersonYear(_manner(chance), letters)


def _manner(chance: random.Random) -> Manner:
    hours = [f"{chance.randrange(24):02}:{chance.choice((0, 15, 30, 45)):02}" for _ in range(2)]
    quiet = None
    if chance.random() < 0.4:
        with suppress(Malformed):  # some leave no room for letters
            quiet = Quiet.of(*(quiet_hours(*hours) or (None, None)))
    return Manner(chance.choice((budget.DAILY, budget.DAILY, budget.WEEKLY)), quiet)


def _of_a_duty(chance: random.Random, initiative: str, about: str) -> list[Posted]:
    """The first letter, the reminders of a real ladder, and now and then the matter comes back after an absence."""
    opened = CALENDAR.instant(CALENDAR.pin.first, time()) + chance.random() * YEAR
    kind = chance.choice(_OUTSIDE if chance.random() < 0.25 else _ORDINARY)
    ladder = MODEL.ladders[chance.choice(sorted(MODEL.ladders))]
    due = CALENDAR.due(opened, Span(chance.randint(2, 40), Unit.WORKING_DAYS))
    if kind in budget.outside():
        due = opened + timedelta(days=chance.randint(1, 40), minutes=chance.randrange(1440))
    taken = moments(ladder, CALENDAR, opened, due)
    lapses = taken[-1][1]
    answered = opened + chance.random() * (lapses - opened) if chance.random() < 0.6 else None
    duty = Duty(initiative, about, kind, opened, due, lapses, answered)
    news = [_called_off(chance, duty)] if kind == "attend_meeting" and chance.random() < 0.5 else []
    its = {Addressee.HOLDER: _as_holder, Addressee.DEPUTY: _as_deputy}[whom := _place(chance)]
    reminders = [(index, at) for index, at in taken if ladder[index].to is whom]
    steps = its([(f"{index}.{ladder[index].action}", at) for index, at in reminders if ladder[index].action in _ASKS])
    steps += [(*one, opened + chance.random() * (lapses - opened)) for one in _of_people(chance, whom)]
    return news + [
        Posted(
            Piece(f"{about}/{n}", initiative, about, voice, kind, moment or opened, due, CALENDAR),
            duty,
            step,
            uncertain=chance.random() < 0.02,
        )
        for n, (voice, step, moment) in enumerate(steps)
    ]


Step = tuple[Voice, str, datetime | None]
_ASKS = (StepAction.REMIND, StepAction.NUDGE, StepAction.OFFER)


def _place(chance: random.Random) -> Addressee:
    return Addressee.DEPUTY if chance.random() < 0.25 else Addressee.HOLDER


def _as_holder(reminders: list[tuple[str, datetime]]) -> list[Step]:
    return [(Voice.INVITATION, INVITATION, None), *((Voice.REMINDER, *one) for one in reminders)]


def _as_deputy(reminders: list[tuple[str, datetime]]) -> list[Step]:
    """A deputy is asked by no invitation: only the ladder, and people, bring them the matter."""
    return [(Voice.NUDGE if step.endswith("nudge") else Voice.OFFER, step, at) for step, at in reminders]


def _of_people(chance: random.Random, whom: Addressee) -> list[tuple[Voice, str]]:
    """What people bring about within the time of a duty: it goes and comes back, and everybody is reminded by hand."""
    voice, cause = (Voice.RETURNED, "back") if whom is Addressee.HOLDER else (Voice.HANDED_OVER, "away")
    moves = [(voice, f"{cause}.{n}") for n in range(chance.choice((0, 0, 0, 1, 3, 6)))]
    return moves + [(Voice.REMINDER, f"reminded.{n}") for n in range(chance.choice((0, 0, 0, 1, 2)))]


def _called_off(chance: random.Random, meeting: Duty) -> Posted:
    """News that a meeting, or the meeting at that moment, does not take place; mostly in its last days."""
    told = max(meeting.opened, meeting.due - chance.choice((1, 3, 40)) * chance.random() * timedelta(days=1))
    later = chance.choice((meeting.due, meeting.due + timedelta(days=chance.randint(1, 30))))
    off = Duty(meeting.initiative, f"{meeting.about}/off", meeting.kind, told, later, told + 2 * YEAR, None)
    piece = Piece(off.about, off.initiative, off.about, Voice.WITHDRAWN, off.kind, told, later, CALENDAR)
    return Posted(replace(piece, counted_on=meeting.due), off, WITHDRAWN)
