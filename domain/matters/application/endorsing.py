"""Endorsing: the text is held as it is, each organisation says whether it stands by it, and then it is frozen."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.commands import Said
from domain.entitlement import require_active, require_coordinator
from domain.events import Event, ObligationFulfilled
from domain.explaining import evidence
from domain.gate_words import Settled
from domain.gates import presence
from domain.initiative import Initiative
from domain.matters.application.calls import known
from domain.matters.application.commands import Endorse
from domain.matters.application.commenting import require_whole
from domain.matters.application.drafting import require_open_text
from domain.matters.application.events import (
    ApplicationEndorsed,
    ApplicationFrozen,
    ApplicationNotEndorsed,
    EndorsingOpened,
)
from domain.matters.application.milestones import (
    COMMENT,
    COMMENTS,
    ENDORSE,
    FREEZE,
    REACH,
    SUBMIT,
    about,
    dated,
    given,
    open_of,
    require_chance,
    spared,
)
from domain.matters.application.text import coverage, sha256
from domain.obligations import Obligation
from domain.refusals import AlreadyAnswered, NotAsked, TooEarly

if TYPE_CHECKING:
    from domain.matters.application.state import Application

_OPEN_FIRST: Final = "let the coordinator open the endorsement first"


def open_endorsing(state: Application, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """Hold the text and ask for its endorsement, once all have had their chance to comment and every objection has its
    answer. Raises NotEntitled, NotAsked, TooEarly.
    """
    require_coordinator(said)
    call = known(state)
    require_open_text(state)
    if not state.round:
        raise TooEarly("nobody has been asked for comments yet", remedy="open a round of comments first")
    require_whole(state)
    if state.objections:
        raise TooEarly(
            f"these objections wait for an answer: {', '.join(state.objections)}", remedy="answer them first"
        )
    require_chance(initiative, COMMENT, now)
    _require_place(initiative)
    opened = EndorsingOpened(state.endorsing + 1, sha256(call, state.sections))
    held = state.after(opened, now)
    asked = (
        event
        for seat in initiative.active
        for event in dated(held, initiative, ENDORSE, now, seat=seat, subject=f"{opened.endorsing}")
    )
    return (
        opened,
        *given(initiative, REACH, COMMENTS),
        *spared(initiative, COMMENT),
        *asked,
        *dated(held, initiative, REACH, now, subject=FREEZE),
    )


def endorse(state: Application, initiative: Initiative, said: Said, command: Endorse) -> tuple[Event, ...]:
    """Take in whether an organisation endorses the text.

    An answer is changed until its due day, and not once the text is frozen, as it was frozen with enough of them; only
    what was entered for the seat can be put right in its time. Raises NotEntitled, NotAsked, AlreadyAnswered.
    """
    seat = require_active(initiative, said).id
    if state.text_sha256 is None or state.receipt is not None:
        raise NotAsked("no text is open for endorsement", remedy="wait until the coordinator opens it")
    if command.text_sha256 not in (None, state.text_sha256):
        raise NotAsked("this is not the text that is open now", path="text_sha256", remedy="read the present text")
    before = state.endorsements.get(seat)
    owed = [o for o in initiative.of_duty(ENDORSE) if o.seat == seat and about(o) == f"{state.endorsing}"]
    if before is command.endorses:
        raise AlreadyAnswered("this organisation has said so already")
    if before is not None:
        _require_changeable(state, said, owed)
    endorsed = ApplicationEndorsed if command.endorses else ApplicationNotEndorsed
    fulfilled = (ObligationFulfilled(one.id) for one in owed if one.state.answerable)
    return (endorsed(seat, state.text_sha256, command.reason, before), *fulfilled)


def _require_changeable(state: Application, said: Said, owed: list[Obligation]) -> None:
    """Raise AlreadyAnswered where an answer stands as it was given."""
    if any(one.entered and said.received_at < one.entered.until for one in owed):
        return
    if state.frozen_at is not None:
        raise AlreadyAnswered(
            "the answer could be changed until the text was frozen",
            remedy="ask the coordinator to resume the drafting; then the text is endorsed anew",
        )
    if any(said.received_at >= one.due for one in owed):
        raise AlreadyAnswered("the answer could be changed until its due day", remedy="tell the coordinator")


def freeze(state: Application, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """Freeze the text once enough organisations stand by it. Raises NotEntitled, NotAsked, TooEarly."""
    require_coordinator(said)
    known(state)
    if state.text_sha256 is None:
        raise TooEarly("the text has not been opened for endorsement", remedy=_OPEN_FIRST)
    if state.frozen_at is not None:
        raise NotAsked("the text is frozen already", remedy="submit it, or resume the drafting")
    require_whole(state)
    if not _waits(initiative, initiative.at.phase):
        require_chance(initiative, ENDORSE, now)
    require_endorsed(initiative, now)
    frozen = ApplicationFrozen(state.text_sha256, coverage(state.call, state.sections))
    later = state.after(frozen, now)
    return (frozen, *given(initiative, REACH, FREEZE), *dated(later, initiative, REACH, now, subject=SUBMIT))


def _waits(initiative: Initiative, phase: str) -> bool:
    gate = initiative.charter.model.phases[phase].gate
    return Settled.APPLICATION in (gate.settled or ())


def _require_place(initiative: Initiative) -> None:
    """An application is endorsed in the phase whose gate waits for it, if one does: only then it counts who stands by
    it.
    """
    waiting = [phase for phase in initiative.charter.model.phases if _waits(initiative, phase)]
    if waiting and initiative.at.phase not in waiting:
        raise TooEarly(
            f"the application is endorsed in {waiting[0]}", remedy="take the exit of the present phase first"
        )


def require_endorsed(initiative: Initiative, now: datetime) -> None:
    """Raise TooEarly if too few endorse it, by the gate that waits for it, where the present phase has such a gate."""
    if not _waits(initiative, initiative.at.phase):
        return
    clauses = presence.clauses(initiative.rule.gate, evidence(initiative, now))
    excepted = initiative.at.excepted
    lacking = [clause for clause in clauses if not clause.met and clause.clause not in excepted]
    if lacking:
        has = ", ".join(f"{clause.clause} has {clause.have} of {clause.need}" for clause in lacking)
        waiting = ", ".join(dict.fromkeys(o.seat or "" for o in open_of(initiative, ENDORSE)))
        raise TooEarly(
            f"too few organisations endorse the text: {has}",
            remedy=f"wait for {waiting}"
            if waiting
            else "resume the drafting, and find with them what they can endorse",
        )
