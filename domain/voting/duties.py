"""What an open decision asks of whom: kinds of duty that every phase may have, whatever its model lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.operating_model import DecideHow

if TYPE_CHECKING:
    from domain.initiative import Initiative
from domain.stage import Vote

VOTE: Final = "vote"
CONSENT: Final = "consent"
SECRET_VOTE: Final = "secret_vote"  # noqa: S105 - the name of a duty
INTEGRATE: Final = "integrate_objections"
BALLOTS: Final = (VOTE, CONSENT, SECRET_VOTE)


def ballot_duty(vote: Vote) -> str:
    """The kind of duty by which seats are asked in this vote."""
    if vote.how is DecideHow.CONSENT:
        return CONSENT
    return SECRET_VOTE if vote.secret else VOTE


def subject(initiative: Initiative) -> str:
    """What the ballots of the open vote are about: its number in the phase; in an integration round a second time."""
    stage = initiative.at
    again = stage.vote is not None and stage.vote.integration is not None
    return f"{stage.votes}.2" if again else str(stage.votes)
