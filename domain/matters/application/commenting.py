"""Comment rounds: every seat that takes part may say something of the whole draft; each objection gets its answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.asking import fulfils
from domain.commands import Said
from domain.entitlement import require_active, require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.matters.application.calls import known
from domain.matters.application.commands import AnswerComment, CommentSection
from domain.matters.application.drafting import known_section, require_open_text, writer
from domain.matters.application.events import CommentAnswered, CommentsOpened, NothingCommented, SectionCommented
from domain.matters.application.milestones import (
    ANSWER,
    COMMENT,
    COMMENTS,
    DRAFT,
    REACH,
    dated,
    given,
    open_of,
    spared,
)
from domain.matters.application.text import mandatory
from domain.refusals import AlreadyAnswered, NotAsked, TooEarly

if TYPE_CHECKING:
    from domain.matters.application.state import Application

MOST: Final = 50
"""As many objections as may be open at once: more than that is a text to be written anew."""


def open_round(state: Application, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """Ask all for comments once the draft is whole. Raises NotEntitled, NotAsked, TooEarly with all that it lacks."""
    require_coordinator(said)
    known(state)
    require_open_text(state)
    require_whole(state)
    number = state.round + 1
    asked = (
        event
        for seat in initiative.active
        for event in dated(state, initiative, COMMENT, now, seat=seat, subject=f"{number}")
    )
    to_reach = () if open_of(initiative, REACH, COMMENTS) else dated(state, initiative, REACH, now, subject=COMMENTS)
    return (
        CommentsOpened(number),
        *given(initiative, REACH, DRAFT),
        *spared(initiative, COMMENT),
        *asked,
        *to_reach,
    )


def require_whole(state: Application) -> None:
    """Raise TooEarly while a section is not written, or a mandatory requirement not covered."""
    lacking = [f"section {one.id} is not written" for one in state.sections.values() if one.text is None]
    lacking += [f"requirement {name} is not covered" for name in mandatory(state.call, state.sections).left]
    if not state.sections:
        lacking.insert(0, "it has no section")
    if lacking:
        raise TooEarly(f"the draft is not whole yet: {'; '.join(lacking)}", remedy="complete it first")


def comment(
    state: Application, initiative: Initiative, said: Said, command: CommentSection, now: datetime
) -> tuple[Event, ...]:
    """Take a comment. Raises NotEntitled, NotAsked."""
    seat, section = require_active(initiative, said).id, known_section(state, command.section)
    _require_round(state)
    if command.objects and len(state.objections) >= MOST:
        raise NotAsked(f"{MOST} objections wait for an answer", remedy="wait until some of them are answered")
    id = f"k{initiative.next_number('comment', state.comments)}"
    asked = dated(state, initiative, ANSWER, now, seat=section.owner, subject=id) if command.objects else ()
    said_so = SectionCommented(id, section.id, seat, command.text, command.objects)
    return (said_so, *_answered(state, initiative, seat), *asked)


def nothing(state: Application, initiative: Initiative, said: Said) -> tuple[Event, ...]:
    """Take in that a seat has nothing to add. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    seat = require_active(initiative, said).id
    _require_round(state)
    fulfilled = _answered(state, initiative, seat)
    if not fulfilled:
        raise AlreadyAnswered("this seat has answered, or is not asked now")
    return (NothingCommented(seat, state.round), *fulfilled)


def answer(state: Application, initiative: Initiative, said: Said, command: AnswerComment) -> tuple[Event, ...]:
    """Answer an objection. Raises NotEntitled, NotAsked."""
    section = state.objections.get(command.objection)
    if section is None:
        raise NotAsked(
            f"no objection '{command.objection}' waits for an answer",
            path="objection",
            remedy="name one of those that do",
        )
    seat = writer(initiative, said, state.sections[section])
    return (CommentAnswered(command.objection, command.text, seat), *given(initiative, ANSWER, command.objection))


def _answered(state: Application, initiative: Initiative, seat: str) -> tuple[Event, ...]:
    subjects = [o.subject for o in open_of(initiative, COMMENT) if o.seat == seat]
    return tuple(event for one in subjects for event in fulfils(initiative, COMMENT, seat=seat, subject=one))


def _require_round(state: Application) -> None:
    if not state.round:
        raise NotAsked("the draft is not open for comments yet", remedy="wait until the coordinator opens it")
    require_open_text(state)
