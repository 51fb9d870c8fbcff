"""The duties that are open: whose turn it is, by when, what was sent, and what the coordinator can do about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from api.answering import ANSWERS
from api.web.staff.acts.catalogue import answering
from api.web.staff.duty_words import duty_title
from api.web.staff.initiative.reading import Seen
from api.web.staff.laying_out import short_day
from api.web.staff.phone.line import BACK, address_of
from api.web.words import Words
from domain.obligations import Obligation


@dataclass(frozen=True)
class Way:
    """Something that can be done about a duty: its word in `t.duty_act`, or the kind of an act, and where."""

    word: str
    address: str
    act: str = ""


@dataclass(frozen=True)
class DutyRow:
    """One duty. `tone` and `state` tell how its time stands, `letters` what was sent and what comes next."""

    id: str
    who: str
    sector: str
    what: str
    due: date
    due_told: str
    tone: str
    state: str
    letters: str
    ways: tuple[Way, ...]


def duties(seen: Seen, words: Words) -> tuple[list[DutyRow], list[DutyRow]]:
    """What seats owe, and what lies with those who coordinate; the earliest deadline first."""
    waited = {one.obligation for one in seen.view.waiting_on}
    owed = [seen.initiative.obligations[one] for one in seen.initiative.obligations if one in waited]
    owed.sort(key=lambda one: (one.due, one.id))
    of_seats = [_row(seen, words, one, _ways_of_seat(seen, one)) for one in owed if one.seat]
    own = [_row(seen, words, one, _ways_of_own(seen, one)) for one in owed if not one.seat]
    return of_seats, own


def _row(seen: Seen, words: Words, owed: Obligation, ways: tuple[Way, ...]) -> DutyRow:
    calendar = seen.initiative.calendar
    due = calendar.due_day(owed.due)
    tone, state = _state(seen, words, owed)
    seat = seen.initiative.seats.get(owed.seat) if owed.seat else None
    return DutyRow(
        id=owed.id,
        who=seen.seats.get(owed.seat, owed.seat) if owed.seat else words["role"]["coordinator"],
        sector=words["sector"].get(seat.sector, seat.sector) if seat else "",
        what=duty_title(seen.initiative.charter.model, owed.part, owed.duty, seen.language),
        due=due,
        due_told=short_day(seen.language, due),
        tone=tone,
        state=state,
        letters=_letters(seen, words, owed),
        ways=ways if seen.acts else (),
    )


def _state(seen: Seen, words: Words, owed: Obligation) -> tuple[str, str]:
    """How its time stands, as a sign and in words."""
    told, board = words["initiative"], words["board"]
    if seen.view.status.rests:
        return "paused", board["stands"]
    left = seen.initiative.calendar.days_left(seen.now, owed.due)
    if owed.due <= seen.now:
        late = board["late_over"] if left > -1 else board["late_one"] if left == -1 else board["late"]
        return "late", late.format(number=-left)
    if left == 0:
        return "soon", told["left_today"]
    return ("soon" if left <= 5 else "open"), (told["left_one"] if left == 1 else told["left"]).format(number=left)


def _letters(seen: Seen, words: Words, owed: Obligation) -> str:
    """How many letters asked whom it lies with, and when the next step comes by itself."""
    told, number = words["initiative"], (owed.letters or 1) - 1
    sent = told["reminders_none"] if not number else told["reminders_one"] if number == 1 else told["reminders"]
    if owed.next_at is None or seen.view.status.rests:
        return str(sent.format(number=number))
    day = short_day(seen.language, seen.initiative.calendar.local(owed.next_at).date())
    return f"{sent.format(number=number)} {told['next_step'].format(day=day)}"


def _ways_of_seat(seen: Seen, owed: Obligation) -> tuple[Way, ...]:
    at, ways = f"/initiatives/{seen.initiative.id}/do", []
    if owed.duty in ANSWERS:
        ways.append(Way("enter", f"{address_of(seen.initiative.id, owed.id)}?{urlencode({BACK: 'initiative'})}"))
    ways.append(Way("extend", f"{at}/initiative.extend?{urlencode({'obligation': owed.id})}"))
    ways.append(Way("deputy", f"{at}/seats.report_absence?{urlencode({'for_seat': owed.seat})}"))
    return tuple(ways)


def _ways_of_own(seen: Seen, owed: Obligation) -> tuple[Way, ...]:
    at = f"/initiatives/{seen.initiative.id}/do"
    thing = (owed.subject or "").partition(".")[0]
    query = f"?{urlencode({'about': thing})}" if thing else ""
    return tuple(Way("", f"{at}/{kind}{query}", act=kind) for kind in answering(owed.duty))
