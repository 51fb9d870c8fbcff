"""What has been decided in an initiative, what became of its letters, and what its coordinator has just entered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from api import corresponding
from api.corresponding import About, LetterView
from api.services import Services
from api.web.staff.duty_words import duty_title
from api.web.staff.initiative.reading import Seen
from api.web.staff.laying_out import short_day
from api.web.words import Words
from domain.actors import Channel
from domain.correcting.kinds import CORRECTABLE
from domain.events import PhaseExited
from domain.obligations import part_of
from domain.sealed import Sealed
from letters.chronicle import Chronicle
from letters.wording import titled
from models import sayings

DECISIONS: Final = (
    *("phase.exited", "phase.held", "initiative.paused", "initiative.resumed", "deadline.extended"),
    *("rule.overridden", "model.changed", "clause.excepted", "exit.confirmed", "backbone.handed_over"),
)
SHOWN: Final = 20
_LATELY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Decision:
    """A decision: its day, what it was, and the reason that was given (None: none, or erased)."""

    day: date
    told: str
    what: str
    reason: str | None


@dataclass(frozen=True)
class LetterRow:
    """Letters of one kind that fell due on one day and ended alike."""

    day: date
    told: str
    number: int
    what: str
    state: str
    reason: str


@dataclass(frozen=True)
class Entered:
    """An answer that was entered for a seat within a day: its entry, for which, when, and in a sentence."""

    entry: int
    seat: str
    told: str
    what: str


@dataclass(frozen=True)
class Past:
    """All of it."""

    decisions: list[Decision]
    entered: list[Entered]
    letters: list[LetterRow]
    letter_count: Counter[str]
    sent: dict[str, list[datetime]]


async def past(here: Services, seen: Seen, words: Words) -> Past:
    """What has happened so far, the newest first."""
    kinds = (*DECISIONS, *CORRECTABLE)

    def read(session: Session) -> tuple[list[Decision], list[Entered]]:
        every = sayings.counting(session, seen.initiative.id, kinds)
        refs = [ref for one in every if one.event.KIND in DECISIONS for ref in _refs(one.event)]
        texts = here.vault.reveal_many(session, refs)
        decided = [_decision(seen, words, one.at, one.event, texts) for one in every if one.event.KIND in DECISIONS]
        fresh = [one for one in every if one.event.KIND in CORRECTABLE and seen.now - one.at < _LATELY]
        by_staff = [one for one in fresh if one.channel in (Channel.PHONE, Channel.PAPER)]
        tell = Chronicle(seen.language, seen.seats)
        entered = [
            Entered(one.seq, one.seat or "", _day(seen, one.at)[1], tell.what(one.event.KIND, one.seat))
            for one in by_staff
        ]
        return decided[::-1], entered[::-1]

    decisions, entered = await here.database.read(read)
    letters = await corresponding.letters(here, seen.initiative.id, About(), seen.language)
    sent: dict[str, list[datetime]] = {}
    for one in letters:
        if one.sent_at is not None:
            sent.setdefault(one.obligation, []).append(one.sent_at)
    return Past(decisions, entered, _rows(seen, words, letters), Counter(one.state for one in letters), sent)


def _refs(event: Any) -> list[str]:
    return [value.commitment for value in vars(event).values() if isinstance(value, Sealed)]


def _decision(seen: Seen, words: Words, at: datetime, event: Any, texts: dict[str, str]) -> Decision:
    day, told = _day(seen, at)
    what = Chronicle(seen.language, seen.seats).what(event.KIND)
    if isinstance(event, PhaseExited):
        rule = seen.initiative.charter.model.phases.get(event.to)
        to = titled(rule.title, seen.language) if rule else words["act_option"][event.exit]
        what = words["initiative"]["exited"].format(phase=words["phase"][event.phase], to=to)
    reason = next((texts[ref] for ref in _refs(event) if ref in texts), None)
    return Decision(day, told, what, reason)


def _rows(seen: Seen, words: Words, letters: list[LetterView]) -> list[LetterRow]:
    """Letters alike told together, the newest first."""
    alike = Counter(
        (_due(one), one.obligation.partition("/")[0], one.kind, _step(one), one.state, one.reason or "")
        for one in letters
    )
    told = words["initiative"]["letter"]
    newest = sorted(alike.items(), key=lambda one: (one[0][0], one[0][3]), reverse=True)
    return [
        LetterRow(
            day=_day(seen, at)[0],
            told=_day(seen, at)[1],
            number=number,
            what=told["step"]
            .get(step, told["step"]["other"])
            .format(duty=duty_title(seen.initiative.charter.model, part_of(part), kind, seen.language)),
            state=state,
            reason=told["reason"].get(reason, "") if reason else "",
        )
        for (at, part, kind, step, state, reason), number in newest[:SHOWN]
    ]


def _due(one: LetterView) -> datetime:
    moment = one.sent_at or one.due_at
    assert moment is not None  # letters that were written have one
    return moment.replace(hour=12, minute=0, second=0, microsecond=0)


def _step(one: LetterView) -> str:
    """The kind of a step, without its number: `remind` of `0.remind`, `reminded` of `reminded.14`."""
    return next((part for part in one.step.split(".") if not part.isdecimal()), one.step)


def _day(seen: Seen, at: datetime) -> tuple[date, str]:
    day = seen.initiative.calendar.local(at).date()
    return day, short_day(seen.language, day)
