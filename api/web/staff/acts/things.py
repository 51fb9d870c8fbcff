"""What an initiative has that an act can be about, by the field that names it: needs, goals, meetings and so on, each
with the words that it was made with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session

from api.call_desk import watched
from api.services import Services
from api.web.staff.door import Staff
from api.web.staff.duty_words import duty_title
from api.web.staff.initiative.reading import Seen
from api.web.staff.initiative.telling import clause_in_words
from api.web.staff.laying_out import ZONE, short_day
from api.web.words import Words
from domain.facts import Observation
from domain.ledger.entries import content
from models.append import STREAM, entries_after

NAMED_ALIKE: Mapping[str, str] = {
    "into": "need",
    "instead_of": "commitment",
    "depends_on": "activity",
    "measures": "activity",
}
"""Fields that name the same as another one."""

THINGS: Final = (
    *("need", "into", "activity", "depends_on", "indicator", "commitment", "instead_of", "claim", "request"),
    *("meeting", "section", "action", "held", "criterion", "plan_comment"),
)
_LONGEST = 80
Things = Mapping[str, list[tuple[str, str]]]


async def things(here: Services, who: Staff, seen: Seen) -> Things:
    """All of them, by the name of their field, as ids and labels in the order in which they came about; and what an
    open call holds.
    """
    held = (await watched(here, who.principal, seen.initiative.id)).held

    def read(session: Session) -> Things:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        refs: dict[str, tuple[str, str]] = {}
        for entry in entries_after(session, STREAM + seen.initiative.id, 0):
            said = content(entry)
            for name in THINGS:
                thing = said["data"].get(name)
                if not isinstance(thing, str) or thing in found[name]:
                    continue
                found[name][thing] = _day(said["data"].get("at"), seen.language)
                if said["private"]:
                    refs[next(iter(said["private"].values()))] = (name, thing)
        for ref, text in here.vault.reveal_many(session, list(refs)).items():
            name, thing = refs[ref]
            found[name][thing] = _short(text)
        earlier = {one.id: one.text for one in seen.initiative.charter.lessons or ()}
        lessons = here.vault.reveal_many(session, list(earlier.values()))
        told = {
            "held": [(one.id, _short(one.text or one.id)) for one in held],
            "earlier": [(id_, _short(lessons.get(ref) or id_)) for id_, ref in earlier.items()],
        }
        return told | {
            name: [(thing, f"{thing} · {label}" if label else thing) for thing, label in ones.items()]
            for name, ones in found.items()
        }

    return await here.database.read(read)


def options(name: str, seen: Seen, found: Things, words: Words) -> list[tuple[str, str]]:
    """What a field of this name can name."""
    match name:
        case "obligation":
            return [(one.obligation, _owed(seen, one.obligation)) for one in seen.view.waiting_on]
        case "clause":
            unmet = (one for one in seen.view.gate.clauses if not one.met)
            return [(one.clause, clause_in_words(seen, words, one)) for one in unmet]
        case "observations":
            indicators = dict(found.get("indicator", ()))
            observed = seen.initiative.facts.observations.values()
            return [(one.id, _observed(one, indicators, seen.language, words)) for one in observed]
    return list(found.get(NAMED_ALIKE.get(name, name), ()))


def _observed(one: Observation, indicators: Mapping[str, str], language: str, words: Words) -> str:
    """A value with what it measures and the day on which it was told."""
    value = one.value.number or words["act_option"]["not_obtained"]
    return f"{indicators.get(one.indicator, one.indicator)}: {value} · {_day(one.at.isoformat(), language)}"


def _owed(seen: Seen, obligation: str) -> str:
    owed = seen.initiative.obligations[obligation]
    what = duty_title(seen.initiative.charter.model, owed.part, owed.duty, seen.language)
    return f"{what} · {seen.seats.get(owed.seat, owed.seat)}" if owed.seat else what


def _day(at: object, language: str) -> str:
    if not isinstance(at, str):
        return ""
    moment = datetime.fromisoformat(at).astimezone(ZONE)
    return f"{short_day(language, moment.date())} {moment:%H.%M}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
