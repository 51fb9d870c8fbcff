"""What a pilot has become when something was let go of, or promised anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from domain.facts import Commitment, CommitmentState
from domain.phases.piloting.events import ActivityReleased, CommitmentRenewed, ReleaseAnswered

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

P = TypeVar("P", bound="Piloting")


def after(state: P, event: ActivityReleased | ReleaseAnswered | CommitmentRenewed) -> P:
    """The pilot after an activity was released, a seat said what it makes of it, or a commitment was made anew."""
    match event:
        case ActivityReleased(activity, because, commitments=commitments):
            return replace(
                state,
                released=(*state.released, activity),
                settled=state.settled | dict.fromkeys(commitments, CommitmentState.RELEASED),
                reasons=state.reasons | dict.fromkeys((activity, *commitments), because),
            )
        case ReleaseAnswered(activity, seat, answer):
            of_activity = state.answers.get(activity, {}) | {seat: answer}
            return replace(state, answers=state.answers | {activity: of_activity})
        case CommitmentRenewed(commitment, seat, activity):
            made = Commitment(commitment, seat, activity)
            return replace(state, renewed=state.renewed | {commitment: made})
