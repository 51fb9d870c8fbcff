"""What the person behind a personal link sees: their seat, and what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from api import reading
from api.answering import ANSWERS, path_of
from api.doors import Principal, require_voice
from api.services import Services
from domain.acting import speaks
from domain.explaining import Waiting, waiting_on
from domain.initiative import Initiative
from letters.wording import common_form, spoken, words_in
from models.actors import language_of
from models.register import organisation, seat


@dataclass(frozen=True)
class Answer:
    """A command that answers, and the path to POST it to."""

    command: str
    path: str


@dataclass(frozen=True)
class Owed:
    """Something asked of the seat: `due_day` is the last local day in time; once lapsed it may still be answered."""

    obligation: str
    duty: str
    subject: str | None
    title: str
    due: datetime
    due_day: date
    lapsed: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class PersonalView:
    """A seat and what is asked of it, in the language of the person; `title` is None once erased."""

    initiative: str
    title: str | None
    language: str
    seat: str
    organisation: str
    role: str
    phase: str
    phase_title: str
    phase_due_day: date
    outcome: str | None
    owed: tuple[Owed, ...]


async def personal(services: Services, asking: Principal) -> PersonalView:
    """What the one who asks by a personal link sees now. Raises NotFound, and NotEntitled once it was passed on."""
    require_voice(asking)
    assert asking.initiative
    folded, title = await services.folds.of(asking.initiative), await reading.title(services, asking.initiative)
    require_voice(replace(asking, passed_on=not speaks(folded.initiative, asking.seat, asking.actor)))
    return await services.database.read(lambda session: _view(session, asking, folded.initiative, title))


def _view(session: Session, asking: Principal, initiative: Initiative, title: str | None) -> PersonalView:
    row, model, stage = seat(session, asking.seat or ""), initiative.charter.model, initiative.at
    own = language_of(session, asking.actor or "")
    forms = (own, common_form(own)) if own else ()
    first = next((form for form in forms if form in model.languages), model.languages[0])
    languages = (first, *model.languages)
    return PersonalView(
        initiative=initiative.id,
        title=title,
        language=languages[0],
        seat=row.id,
        organisation=organisation(session, row.organisation_id).name,
        role=row.role_title,
        phase=stage.phase,
        phase_title=_first(initiative.rule.title, languages),
        phase_due_day=initiative.calendar.due_day(stage.due),
        outcome=initiative.outcome,
        owed=tuple(
            _owed(initiative, waiting, languages) for waiting in waiting_on(initiative) if waiting.seat == row.id
        ),
    )


def _owed(initiative: Initiative, waiting: Waiting, languages: Sequence[str]) -> Owed:
    part = initiative.charter.model.part(initiative.obligations[waiting.obligation].part)
    rule = part.obligations.get(waiting.duty)
    title = _first(rule.title, languages) if rule else words_in(spoken(languages))["duty"][waiting.duty]["ask"]
    address = f"/api/v1/initiatives/{initiative.id}"
    return Owed(
        obligation=waiting.obligation,
        duty=waiting.duty,
        subject=initiative.obligations[waiting.obligation].subject,
        title=title,
        due=waiting.due,
        due_day=initiative.calendar.due_day(waiting.due),
        lapsed=waiting.lapsed,
        answers=tuple(Answer(command.KIND, address + path_of(command)) for command in ANSWERS.get(waiting.duty, ())),
    )


def _first(titles: dict[str, str], languages: Sequence[str]) -> str:
    return next(titles[language] for language in languages if language in titles)
