"""Telling an initiative: its story parted for the page, its plain facts, and its gate row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from api.web.staff.board.slack import slack_of
from api.web.staff.board.wanting import theme_name
from api.web.staff.duty_words import duty_title
from api.web.staff.initiative.reading import Seen
from api.web.staff.laying_out import long_day, short_day
from api.web.words import Words
from domain.explaining import Waiting
from domain.gates import Clause
from domain.mandates import Mandate
from domain.obligations import part_of
from letters import dates
from letters.story import counted_by
from letters.story import words_in as words_of_stories
from letters.wording import titled

_IF_NOBODY_ACTS: Final = ("coming", "fate")
_MORE: Final = ("links", "rules", "application", "released", "gate")
_LISTED: Final = ("–", ":")
"""A sentence that begins with the one or ends with the other belongs to a list, which the page shows as a table."""


@dataclass(frozen=True)
class Told:
    """The story in three parts: where it stands, what more there is to say, and what happens if nobody acts."""

    where: tuple[str, ...]
    more: tuple[str, ...]
    otherwise: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Plain facts: on whom it waits since when, what is due next, the slack to the end of the window, the mandate."""

    waiting: str
    since: date | None
    since_told: str
    due: date | None
    due_told: str
    due_what: str
    slack: int | None
    window: date
    window_told: str
    mandate: Mandate
    mandate_until: str


@dataclass(frozen=True)
class GateRow:
    """A condition of the gate: what it asks, what there is of it and how much it takes, and who is missing."""

    what: str
    have: str
    need: str
    met: bool
    excepted: bool
    missing: tuple[str, ...]


def told(seen: Seen) -> Told:
    """The story, parted."""
    by_part = {one.about: [sentence.text for sentence in one.sentences] for one in seen.story.paragraphs}
    more = [text for part in _MORE for text in by_part.get(part, ()) if not _is_listed(text)]
    otherwise = [text for part in _IF_NOBODY_ACTS for text in by_part.get(part, ())]
    return Told(tuple(by_part.get("where", ())), tuple(more), tuple(otherwise))


def _is_listed(text: str) -> bool:
    return text.startswith(_LISTED[0]) or text.endswith(_LISTED[1])


def facts(seen: Seen, words: Words) -> Facts:
    """The plain facts."""
    initiative, calendar, language = seen.initiative, seen.initiative.calendar, seen.language
    waiting = [one for one in seen.view.waiting_on if not one.lapsed] or list(seen.view.waiting_on)
    first, ahead = next(iter(waiting), None), next((one for one in waiting if one.due > seen.now), None)
    since = calendar.local(first.since).date() if first else None
    due, window = calendar.due_day(ahead.due) if ahead else None, calendar.due_day(seen.view.phase_due)
    mandate = initiative.mandate_on(calendar.local(seen.now).date())
    resting = seen.view.status.rests or seen.view.outcome is not None
    return Facts(
        waiting=_names(seen, words, waiting),
        since=since,
        since_told=short_day(language, since) if since else "",
        due=due,
        due_told=short_day(language, due) if due else "",
        due_what=_duty(seen, ahead.obligation, ahead.duty) if ahead else "",
        slack=None
        if resting or not waiting
        else slack_of(seen.initiative.calendar, seen.now, max(one.due for one in waiting), seen.view.phase_due),
        window=window,
        window_told=_full(seen, window),
        mandate=mandate,
        mandate_until=long_day(seen.language, mandate.valid_until),
    )


def _full(seen: Seen, day: date) -> str:
    """A day with its year, as stories write it."""
    return dates.day(words_of_stories(seen.language)["dates"], day)


def _names(seen: Seen, words: Words, waiting: list[Waiting]) -> str:
    """The first who are waited for, and how many more."""
    told, shown = words["initiative"], 2
    who = [seen.seats.get(one.seat, one.seat) if one.seat else words["role"]["coordinator"] for one in waiting]
    names = list(dict.fromkeys(who))
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" {told['more'].format(number=more)}" if more > 0 else "")


def gate(seen: Seen, words: Words) -> list[GateRow]:
    """The conditions of the gate, those that are not met first."""
    rows = [_clause(seen, words, clause) for clause in seen.view.gate.clauses]
    return sorted(rows, key=lambda row: row.met)


def clause_in_words(seen: Seen, words: Words, clause: Clause) -> str:
    """What a condition of the gate asks for."""
    head, known = clause.clause.partition(".")[0], words["clause"]
    what = counted_by(clause, seen.language, lambda kind: _duty(seen, f"{seen.view.phase}.", kind))
    untold = head == "conditions" and clause.need == 1
    name = "sectors_distinct" if clause.clause == "sectors.distinct" else "conditions_untold" if untold else head
    said = known.get(name, known["other"]).format(what=what)
    return str(said[0].upper() + said[1:])


def _clause(seen: Seen, words: Words, clause: Clause) -> GateRow:
    hundredths = clause.clause.startswith("conditions") and clause.need >= 100
    return GateRow(
        what=clause_in_words(seen, words, clause),
        have=_number(clause.have, hundredths=hundredths, words=words),
        need=_number(clause.need, hundredths=hundredths, words=words),
        met=clause.met,
        excepted=clause.excepted,
        missing=tuple(_who(seen, words, one) for one in clause.missing) if not clause.met else (),
    )


def _number(number: int, *, hundredths: bool, words: Words) -> str:
    mark = words["initiative"]["decimal_mark"]
    return f"{number // 100}{mark}{number % 100:02}" if hundredths else str(number)


def _who(seen: Seen, words: Words, one: str) -> str:
    """A seat, a role or a sector by its name."""
    return seen.seats.get(one) or words["role"].get(one) or words["sector"].get(one, one)


def _duty(seen: Seen, obligation: str, duty: str) -> str:
    return duty_title(seen.initiative.charter.model, part_of(obligation), duty, seen.language)


def heading(seen: Seen, words: Words) -> str:
    """Where, about what, and by which rules."""
    model = seen.initiative.charter.model
    return " · ".join(
        (
            seen.place,
            theme_name(words, seen.initiative.charter.theme),
            f"{titled(model.title, seen.language) or model.id} {model.version}",
        )
    )
