"""Drafting: sections with an owner and a deputy, each answering requirements of the call, written in versions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.commands import Said
from domain.entitlement import named_seat, require_active, require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.matters.application.calls import known
from domain.matters.application.commands import AllotSection, ChangeSection, WriteSection
from domain.matters.application.events import SectionAllotted, SectionChanged, SectionWritten
from domain.matters.application.milestones import WRITE, dated, given, spared
from domain.matters.application.text import Call, Section
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.matters.application.state import Application

MOST: Final = 60
"""As many sections as an application is likely to have, and a large initiative to carry."""


def allot(
    state: Application, initiative: Initiative, said: Said, command: AllotSection, now: datetime
) -> tuple[Event, ...]:
    """Make a section and ask its owner for it. Raises NotEntitled, TooEarly, NotAsked, UnknownSeat, Malformed."""
    require_coordinator(said)
    call = known(state)
    require_open_text(state)
    if len(state.sections) >= MOST:
        raise NotAsked(f"the application has {MOST} sections, the most it may", remedy="join some of them")
    _require_pair(initiative, command.owner, command.deputy)
    _require_of(call, command.answers)
    section = f"s{initiative.next_number('section', len(state.sections))}"
    made = SectionAllotted(section, command.title, command.owner, command.deputy, command.answers)
    return (made, *dated(state, initiative, WRITE, now, seat=command.owner, subject=section))


def change(
    state: Application, initiative: Initiative, said: Said, command: ChangeSection, now: datetime
) -> tuple[Event, ...]:
    """Change who answers for a section, what it answers, or its title. Raises NotEntitled, TooEarly, NotAsked,
    UnknownSeat, Malformed, AlreadyAnswered.
    """
    require_coordinator(said)
    call, section = known(state), known_section(state, command.section)
    require_open_text(state)
    owner, deputy = command.owner or section.owner, command.deputy or section.deputy
    answers = section.answers if command.answers is None else command.answers
    _require_pair(initiative, owner, deputy)
    _require_of(call, answers)
    if (owner, deputy, answers, command.title or section.title) == _standing(section):
        raise AlreadyAnswered("the section stands so already")
    passed_on: tuple[Event, ...] = ()
    if owner != section.owner and section.text is None:
        asked = dated(state, initiative, WRITE, now, seat=owner, subject=section.id)
        passed_on = (*spared(initiative, WRITE, subject=section.id), *asked)
    title = None if command.title == section.title else command.title
    return (SectionChanged(section.id, owner, deputy, answers, title), *passed_on)


def _standing(section: Section) -> tuple[object, ...]:
    return (section.owner, section.deputy, section.answers, section.title)


def write(state: Application, initiative: Initiative, said: Said, command: WriteSection) -> tuple[Event, ...]:
    """Take a text of a section. Raises NotEntitled, UnknownSeat, NotAsked."""
    section = known_section(state, command.section)
    seat = writer(initiative, said, section)
    require_open_text(state)
    written = SectionWritten(section.id, section.version + 1, command.text, seat)
    return (written, *given(initiative, WRITE, section.id))


def writer(initiative: Initiative, said: Said, section: Section) -> str | None:
    """The seat that speaks for a section: its owner or deputy; None for the coordinator. Raises NotEntitled."""
    if said.by.seat is None:
        require_coordinator(said)
        return None
    seat = require_active(initiative, said).id
    if seat not in section.pair:
        raise NotEntitled("other seats answer for this section", path="section", remedy="comment on it instead")
    return seat


def known_section(state: Application, section: str) -> Section:
    """A section by its id. Raises NotAsked."""
    if section not in state.sections:
        raise NotAsked(f"the application has no section '{section}'", path="section", remedy="name one of its sections")
    return state.sections[section]


def require_open_text(state: Application) -> None:
    """Raise NotAsked while the text is held for endorsement, or frozen."""
    if state.receipt is not None:
        raise NotAsked("the application has been submitted", remedy="read it as it was submitted")
    if state.text_sha256 is not None:
        raise NotAsked(
            "the text is held as it is while it is endorsed", remedy="ask the coordinator to resume the drafting"
        )


def _require_pair(initiative: Initiative, owner: str, deputy: str) -> None:
    for path, seat in (("owner", owner), ("deputy", deputy)):
        if named_seat(initiative, seat, path).id not in initiative.active:
            raise NotEntitled("this seat does not take part", path=path, remedy="name a seat that takes part")
    if owner == deputy:
        raise Malformed("nobody stands in for themselves", path="deputy", remedy="name another seat")


def _require_of(call: Call, answers: tuple[str, ...]) -> None:
    for number, name in enumerate(answers):
        path = f"answers[{number}]"
        if name not in call.ids:
            raise Malformed(f"the call has no requirement '{name}'", path=path, remedy=f"it has: {', '.join(call.ids)}")
        if name in answers[:number]:
            raise Malformed(f"'{name}' is named twice", path=path, remedy="name each requirement once")
