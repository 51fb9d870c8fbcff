"""Ground rules: how the partners work together. The chair or the coordinator writes them, those that take part agree or
object with a reason, as with minutes; silence lets them stand. An objection asks for them to be looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.asking import asked, fulfils, released
from domain.commands import Said
from domain.entitlement import require_coordinator, require_seat
from domain.events import Event, ObligationFulfilled
from domain.initiative import Initiative
from domain.phases.convening.commands import ReviewGroundRules, WriteGroundRules
from domain.phases.convening.events import GroundRulesAgreed, GroundRulesObjected, GroundRulesWritten
from domain.refusals import AlreadyAnswered, Malformed, NotAsked

if TYPE_CHECKING:
    from domain.phases.convening.state import Convening

WRITE: Final = "write_ground_rules"
REVIEW: Final = "review_ground_rules"


def asked_of(state: Convening, initiative: Initiative, chair: str, now: datetime) -> tuple[Event, ...]:
    """Whoever chairs is asked to have them written, until they are; or written anew, while somebody objects."""
    if state.ground_rules is not None and not initiative.owed(WRITE) and not _objected(state.ruled):
        return ()
    wanted = asked(initiative, WRITE, now, seat=chair, subject=str(state.namings + 1))
    return (*released(initiative, WRITE), *wanted)


def write(
    state: Convening, initiative: Initiative, said: Said, command: WriteGroundRules, now: datetime
) -> tuple[Event, ...]:
    """Take them from the chair, the deputy chair or the coordinator, and ask all others that accepted. Raises
    NotEntitled.
    """
    if said.by.seat is None or said.by.seat not in (state.chair, state.deputy_chair):
        require_coordinator(said)
    version = state.rulings + 1
    fulfilled = (ObligationFulfilled(owed.id) for owed in initiative.of_duty(WRITE) if owed.state.answerable)
    questions = (
        event
        for seat in state.standing(initiative).present
        if seat != said.by.seat
        for event in asked(initiative, REVIEW, now, seat=seat, subject=str(version))
    )
    return (GroundRulesWritten(version, command.text), *fulfilled, *released(initiative, REVIEW), *questions)


def review(
    state: Convening, initiative: Initiative, said: Said, command: ReviewGroundRules, now: datetime
) -> tuple[Event, ...]:
    """Take in whether they suit a seat, until its due day; nobody writes them anew once no objection is left.

    Raises NotAsked, AlreadyAnswered, Malformed.
    """
    seat, version = require_seat(initiative, said).id, state.rulings
    own = next((o for o in initiative.of_duty(REVIEW) if (o.seat, o.subject) == (seat, str(version))), None)
    if own is None or said.received_at >= own.changeable_until:
        raise NotAsked("this seat is not asked about the ground rules now", remedy="raise it in the next meeting")
    if state.ruled.get(seat) is command.agrees:
        raise AlreadyAnswered("this seat has said so already")
    fulfilled = fulfils(initiative, REVIEW, seat=seat, subject=str(version))
    if command.agrees:
        settled = state.ruled.get(seat) is False and not _objected(state.ruled | {seat: True})
        return (GroundRulesAgreed(seat, version), *fulfilled, *(released(initiative, WRITE) if settled else ()))
    if command.reason is None:
        raise Malformed(
            "an objection needs a reason", path="reason", remedy="say what does not suit in a sentence or two"
        )
    again = () if initiative.owed(WRITE) else _asked_anew(state, initiative, seat, now)
    return (GroundRulesObjected(seat, version, command.reason), *fulfilled, *again)


def _asked_anew(state: Convening, initiative: Initiative, seat: str, now: datetime) -> tuple[Event, ...]:
    """Whoever chairs is asked to look at them again; of a seat that had taken its objection back, by another number."""
    subject = f"{state.rulings}.{seat}"
    times = sum(f"{owed.subject}.".startswith(f"{subject}.") for owed in initiative.of_duty(WRITE))
    return asked(initiative, WRITE, now, seat=state.chair, subject=f"{subject}.{times + 1}" if times else subject)


def _objected(ruled: Mapping[str, bool]) -> bool:
    """Whether somebody objects to them as they are."""
    return False in ruled.values()
