"""Answering needs: every one is taken up, merged, parked until a day or declined. The last answer counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event, ObligationFulfilled
from domain.facts import NeedAnswer
from domain.initiative import Initiative
from domain.matters.parking import Parking
from domain.phases.need_identification.clustering import about
from domain.phases.need_identification.commands import AnswerNeed, MergeNeeds, OwnAnswer
from domain.phases.need_identification.duties import ANSWER
from domain.phases.need_identification.events import NeedAnswered, NeedMerged
from domain.phases.need_identification.needs import known, lies_in, parts
from domain.refusals import AlreadyAnswered, Malformed

if TYPE_CHECKING:
    from domain.phases.need_identification.state import NeedIdentification


def merge(state: NeedIdentification, initiative: Initiative, said: Said, command: MergeNeeds) -> tuple[Event, ...]:
    """Make a need part of another. Raises NotEntitled, NotAsked, Malformed, AlreadyAnswered."""
    require_coordinator(said)
    need, into = known(state.needs, command.need, "need"), known(state.needs, command.into, "into")
    if need.id == into.id:
        raise Malformed("a need cannot become part of itself", path="into", remedy="name another need")
    if need.merged_into == into.id:
        raise AlreadyAnswered("this need is part of the other already", path="need")
    if lies_in(state.needs, into.id, need.id):
        raise AlreadyAnswered(
            f"'{into.id}' is part of '{need.id}' already", path="into", remedy="answer it by itself first"
        )
    if into.answer is NeedAnswer.DECLINED:
        raise AlreadyAnswered(
            f"'{into.id}' has been declined", path="into", remedy="answer it anew first, or name another need"
        )
    unparked = initiative.kept(Parking).unparked(initiative, need.id)
    return (NeedMerged(need.id, into.id, need.answer), *answered(initiative, need.id), *unparked)


def answer(state: NeedIdentification, initiative: Initiative, said: Said, command: AnswerNeed) -> tuple[Event, ...]:
    """Answer a need by itself; a need that was part of another leaves it.

    Raises NotEntitled, NotAsked, Malformed, and AlreadyAnswered when others would be declined with it.
    """
    require_coordinator(said)
    need = known(state.needs, command.need, "need")
    _require_whole(command, initiative.calendar.local(said.received_at).date())
    if command.answer == OwnAnswer.DECLINED and (within := parts(state.needs, need.id)):
        raise AlreadyAnswered(
            f"{', '.join(within)} would be declined with it", path="answer", remedy="answer these by themselves first"
        )
    given = NeedAnswered(need.id, NeedAnswer(command.answer), command.reason, command.until, need.answer)
    return (given, *answered(initiative, need.id), *_waiting(initiative, need.id, command.until))


def _waiting(initiative: Initiative, need: str, until: date | None) -> tuple[Event, ...]:
    """What is parked is looked at again on its day, where the model keeps parked needs."""
    parking = initiative.kept(Parking)
    if until is None or not initiative.has(Parking.KIND):
        return parking.unparked(initiative, need)
    return (*parking.unparked(initiative, need), *parking.parked(need, until))


def answered(initiative: Initiative, need: str) -> tuple[Event, ...]:
    """That a need is owed its answer no longer."""
    return tuple(ObligationFulfilled(o.id) for o in about(initiative, ANSWER, need) if o.state.answerable)


def _require_whole(command: AnswerNeed, today: date) -> None:
    if command.answer != OwnAnswer.PARKED:
        if command.until is not None:
            raise Malformed("only a parked need waits until a day", path="until", remedy="leave the day out")
    elif command.until is None:
        raise Malformed("is missing", path="until", remedy="say until which day the need is parked")
    elif command.until <= today:
        raise Malformed("the day is not in the future", path="until", remedy="name a later day")
