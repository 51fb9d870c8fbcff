"""What an act would bring, before it is done: moved deadlines, letters, and what would come next by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api import correcting
from api.bodies import Body
from api.correcting import Preview
from api.looking_ahead import looked_ahead
from api.services import Services
from api.web.staff.door import Staff
from api.web.staff.duty_words import duty_title
from api.web.staff.initiative.reading import Seen
from api.web.staff.laying_out import ZONE, short_day
from api.web.staff.start.telling import LetterAhead, letter_ahead
from api.web.words import Words
from domain.commands import Command, WithdrawAnswer
from domain.obligations import part_of
from domain.previewing import Clock
from letters.chronicle import Chronicle
from models.foreseen_letters import Mail


@dataclass(frozen=True)
class Moved:
    """A deadline that moves: whose and what, from which day to which."""

    what: str
    before: date
    before_told: str
    after: date
    after_told: str


@dataclass(frozen=True)
class Foreseen:
    """What would happen, in sentences; which deadlines would move; which letters would go, stay or be taken back."""

    happens: tuple[str, ...]
    moved: tuple[Moved, ...]
    rests_until: str
    goes: tuple[LetterAhead, ...]
    stays: tuple[LetterAhead, ...]
    taken_back: tuple[LetterAhead, ...]


async def foreseen(
    here: Services, who: Staff, seen: Seen, command: type[Command], body: Body, words: Words
) -> Foreseen:
    """What it would bring. Nothing of it is kept. Raises the Refusal that it would meet."""
    if command is WithdrawAnswer:
        wanted = Preview(entry=body.model_dump()["entry"], for_seat=body.for_seat, channel=body.channel)
        impact = await correcting.preview(here, seen.initiative.id, wanted, names=True)
        return _told(seen, words, impact.happens, (), "", impact.mail)
    ahead = await looked_ahead(here, who.principal, seen.initiative.id, command, body)
    moved = tuple(_moved(seen, words, clock) for clock in ahead.clocks if clock.due != clock.due_after)
    until = ahead.rests_until
    rests = short_day(seen.language, until.astimezone(ZONE).date()) if until else ""
    return _told(seen, words, ahead.happened, moved, rests, ahead.mail)


def _told(
    seen: Seen, words: Words, kinds: tuple[str, ...], moved: tuple[Moved, ...], rests: str, mail: Mail
) -> Foreseen:
    tell, language = Chronicle(seen.language, {}), seen.language
    return Foreseen(
        happens=tuple(dict.fromkeys(tell.what(kind) for kind in kinds)),
        moved=moved,
        rests_until=rests,
        goes=tuple(letter_ahead(one, language, words) for one in mail.goes),
        stays=tuple(letter_ahead(one, language, words) for one in mail.stays),
        taken_back=tuple(letter_ahead(one, language, words) for one in mail.taken_back),
    )


def _moved(seen: Seen, words: Words, clock: Clock) -> Moved:
    calendar = seen.initiative.calendar
    before, after = calendar.due_day(clock.due), calendar.due_day(clock.due_after)
    if clock.obligation is None or clock.duty is None:
        what = words["board"]["window"]
    else:
        what = duty_title(seen.initiative.charter.model, part_of(clock.obligation), clock.duty, seen.language)
    if clock.seat:
        what = f"{what} · {seen.seats.get(clock.seat, clock.seat)}"
    return Moved(what, before, short_day(seen.language, before), after, short_day(seen.language, after))
