"""Fitting: whether an initiative can take another one in. Asked before it is offered, and again when it is done."""

from __future__ import annotations

from domain.initiative import Initiative
from domain.refusals import AlreadyAnswered, InitiativeEnded, Malformed, NotMergeable, PhaseSettled

MOST_SEATS = 200
"""As many seats as one initiative carries."""


def require_takes(initiative: Initiative, other: str, model: str, path: str = "") -> None:
    """Raise the refusal that says why `initiative` cannot take in the `other` (its id), which runs by `model`.

    Malformed for itself; InitiativeEnded; AlreadyAnswered for one that it holds already; PhaseSettled while a next
    phase is being opened; NotMergeable while it rests, or is itself offered to another, and for another model.
    """
    if other == initiative.id:
        raise Malformed("an initiative cannot become part of itself", path=path, remedy="name another initiative")
    if initiative.outcome is not None:
        raise InitiativeEnded(
            f"{initiative.id} has ended", path=path, remedy="name one that goes on, or stop well and start a new one"
        )
    if any(taken.initiative == other for taken in initiative.merge.took_in):
        raise AlreadyAnswered(f"{initiative.id} has taken {other} in already", path=path)
    if initiative.charter.model.id != model:
        raise NotMergeable(
            f"{initiative.id} runs by another operating model, {initiative.charter.model.id}",
            path=path,
            remedy=f"name an initiative that runs by {model}",
        )
    if initiative.merge.offer is not None:
        raise NotMergeable(
            f"{initiative.id} is itself offered to become part of {initiative.merge.offer.into}",
            path=path,
            remedy="wait until that has been answered or taken back, or name where it goes on",
        )
    if initiative.paused is not None:
        raise NotMergeable(f"{initiative.id} rests now", path=path, remedy="let it go on first, or wait until it does")
    if initiative.settled:
        raise PhaseSettled(
            f"{initiative.id} is about to enter its next phase", path=path, remedy="try again in a moment"
        )
