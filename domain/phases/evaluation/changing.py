"""Until when an answer given in evaluation may be changed: the due day of what was owed."""

from __future__ import annotations

from domain.commands import Said
from domain.initiative import Initiative
from domain.refusals import AlreadyAnswered


def require_changeable(initiative: Initiative, said: Said, duty: str, *, seat: str, subject: str | None = None) -> None:
    """Raise AlreadyAnswered once the due day of the seat's duty is over (the phase's, if the model does not ask)."""
    dues = (o.changeable_until for o in initiative.of_duty(duty) if o.seat == seat and subject in (None, o.subject))
    if said.received_at >= next(dues, initiative.at.due):
        raise AlreadyAnswered(
            "the answer could be changed until its due day", remedy="tell the coordinator what has changed"
        )
