"""Clusters: needs that were merged into one, and "did we understand you?" about the words in which it is told.

Merging leaves a trace (who said it stands in the ledger) and can be undone by a split while the phase is open. The
wording is shown to every seat that raised the need or a part of it: each confirms it or corrects it, and a correction
is owed another wording.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked, fulfils
from domain.commands import Said
from domain.entitlement import require_coordinator, require_seat
from domain.events import Event, ObligationFulfilled, ObligationReleased
from domain.facts import NeedAnswer
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.phases.need_identification.commands import ConfirmWording, SplitNeed, WordCluster
from domain.phases.need_identification.duties import ANSWER, REWORD, WORDING
from domain.phases.need_identification.events import ClusterWorded, NeedSplit, WordingConfirmed, WordingCorrected
from domain.phases.need_identification.needs import known, parts
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.phases.need_identification.state import NeedIdentification


@dataclass(frozen=True)
class Wording:
    """The present wording of a cluster, by its number, and which seats say that it understood them."""

    number: int
    replies: dict[str, bool] = field(default_factory=dict)


def about(initiative: Initiative, duty: str, need: str) -> tuple[Obligation, ...]:
    """What is or was owed about a need. What is asked again has a number behind it: `n4.2`."""
    return tuple(owed for owed in initiative.of_duty(duty) if (owed.subject or "").partition(".")[0] == need)


def split(
    state: NeedIdentification, initiative: Initiative, said: Said, command: SplitNeed, now: datetime
) -> tuple[Event, ...]:
    """Take a need out of the one that it was merged into, and owe it an answer of its own.

    Raises NotEntitled, NotAsked for a need that is part of no other.
    """
    require_coordinator(said)
    need = known(state.needs, command.need, "need")
    if need.answer is not NeedAnswer.MERGED or need.merged_into is None:
        raise NotAsked("this need is part of no other", path="need", remedy="name one that was merged")
    subject = f"{need.id}.{len(about(initiative, ANSWER, need.id)) + 1}"
    return (NeedSplit(need.id, need.merged_into), *asked(initiative, ANSWER, now, subject=subject))


def word(
    state: NeedIdentification, initiative: Initiative, said: Said, command: WordCluster, now: datetime
) -> tuple[Event, ...]:
    """Word a cluster, or word it anew, and ask those whose needs it tells. Raises NotEntitled, NotAsked."""
    require_coordinator(said)
    need = known(state.needs, command.need, "need")
    number = state.wordings[need.id].number + 1 if need.id in state.wordings else 1
    subject = f"{need.id}.{number}"
    raised = {state.needs[part].seat for part in (need.id, *parts(state.needs, need.id))}
    seats = tuple(seat.id for seat in initiative.roster if seat.id in raised)
    questions = (event for seat in seats for event in asked(initiative, WORDING, now, seat=seat, subject=subject))
    former = (o for o in about(initiative, WORDING, need.id) if o.state.answerable)
    return (
        ClusterWorded(need.id, number, command.text, seats),
        *(ObligationReleased(owed.id) for owed in former),
        *(ObligationFulfilled(o.id) for o in about(initiative, REWORD, need.id) if o.state.answerable),
        *questions,
    )


def confirm(
    state: NeedIdentification, initiative: Initiative, said: Said, command: ConfirmWording, now: datetime
) -> tuple[Event, ...]:
    """Take in whether a seat was understood; a correction says what is different. Raises NotAsked, NotEntitled,
    Malformed, AlreadyAnswered.
    """
    seat, need = require_seat(initiative, said).id, known(state.needs, command.need, "need")
    wording = state.wordings.get(need.id)
    if wording is None:
        raise NotAsked("this need has not been worded yet", path="need", remedy="wait for the coordinator's words")
    subject = f"{need.id}.{wording.number}"
    own = next((o for o in initiative.of_duty(WORDING) if (o.seat, o.subject) == (seat, subject)), None)
    if own is None:
        raise NotEntitled("this is asked of those who raised it", path="need", remedy="raise a need of this seat first")
    before = wording.replies.get(seat)
    if before is command.agrees:
        raise AlreadyAnswered("this seat has said so already", path="agrees")
    if before is not None and said.received_at >= own.due:
        raise AlreadyAnswered("the answer could be changed until its due day", remedy="tell the coordinator")
    fulfilled = fulfils(initiative, WORDING, seat=seat, subject=subject)
    if command.agrees:
        return (WordingConfirmed(need.id, seat, wording.number, before), *fulfilled)
    if command.correction is None:
        raise Malformed("is missing", path="correction", remedy="say what is different in a sentence or two")
    owed = () if initiative.owed(REWORD, subject=subject) else asked(initiative, REWORD, now, subject=subject)
    corrected = WordingCorrected(need.id, seat, wording.number, command.correction, before)
    return (corrected, *fulfilled, *owed)
