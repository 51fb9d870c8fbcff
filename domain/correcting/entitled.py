"""Who may correct an answer: the seat that gave it; for that seat, who has heard it; of their own, the coordinators."""

from __future__ import annotations

from datetime import timedelta

from domain.actors import Role, Speaker
from domain.commands import Correction
from domain.correcting.naming import Named
from domain.initiative import Initiative
from domain.matters.entries.state import ENTERED
from domain.refusals import AlreadyAnswered, Malformed, NotCorrectable, NotEntitled, PhaseSettled

UNDO_HOURS = 24
"""How long a seat may correct its own answer by itself, where the model does not say."""


def require_may_correct(initiative: Initiative, found: Named, correction: Correction) -> None:
    """A seat may correct its own answer for a while as long as its phase is open, whoever entered it; and for as long
    as it was told what was entered for it.

    The coordinator may correct any answer that no seat gave, with a reason. What a seat said is corrected by entering
    what it says now, as it told so by phone or on paper; what a seat has judged or agreed to itself, by nobody else.

    Raises NotEntitled, PhaseSettled, AlreadyAnswered, NotCorrectable, Malformed.
    """
    by, seat, at = correction.said.by, found.entry.seat, correction.entry_path
    if by.role not in (Role.COORDINATOR, Role.ADMIN):
        if by.seat is None or by.seat != seat:
            raise NotEntitled("another seat said this", path=at, remedy="ask that seat, or the coordinator")
        _require_in_time(initiative, found, correction)
        return
    if by.seat not in (None, seat):
        raise NotEntitled("another seat said this", path="for_seat", remedy="name the seat that said it, or none")
    if seat is not None:
        _require_entered(found, by, seat, correction)
    elif vars(found.entry.event).get("held"):
        raise NotCorrectable(
            "it came by the open call, in its sender's own words",
            path=at,
            remedy="answer the need; its sender is told what comes of it",
        )
    if correction.reason is None:
        raise Malformed("is missing", path=correction.reason_path, remedy="say why in a sentence or two")


def _require_entered(found: Named, by: Speaker, seat: str, correction: Correction) -> None:
    """What a seat has said is put in other words by its own word alone, however that was heard."""
    if found.kind.own and found.channel not in ENTERED:
        raise NotEntitled(
            f"{seat} has said this itself, and nobody else corrects it",
            path=correction.entry_path,
            remedy="ask the seat to correct it; while answers may change, what it says by phone or on paper is entered"
            " as its new answer",
        )
    if by.seat is None or by.channel not in ENTERED:
        raise Malformed(
            "is missing",
            path="for_seat" if by.seat is None else "channel",
            remedy=f"{seat} said this: name it in for_seat, and in channel how it told you of the correction, by phone"
            " or on paper; it is read back to the seat",
        )
    if correction.answer is None and found.is_of_a_passed_phase:
        raise NotCorrectable(
            "what a seat said in a phase that has closed is not taken back for it, as it could not say it anew",
            path=correction.entry_path,
            remedy="correct what it says",
        )


def _require_in_time(initiative: Initiative, found: Named, correction: Correction) -> None:
    at, heard = correction.entry_path, correction.said.received_at
    if found.open_until is not None and heard < found.open_until:
        return
    ask = (
        "it stands as you said it; tell the coordinator, who can take it into account from now on"
        if found.kind.own and found.channel not in ENTERED
        else "tell the coordinator by phone or on paper, who can enter the correction for you"
    )
    if found.is_of_a_passed_phase:
        raise PhaseSettled("the phase in which this was said has closed", path=at, remedy=ask)
    if heard >= found.entry.at + undo_for(initiative):
        raise AlreadyAnswered(
            "a seat can correct its own answer for a while only, and that is over", path=at, remedy=ask
        )


def undo_for(initiative: Initiative) -> timedelta:
    """How long a seat may correct its own answer by itself; with pace a day is as long as the pace says."""
    model = initiative.charter.model
    hours = UNDO_HOURS if model.decision.undo_hours is None else model.decision.undo_hours
    day = timedelta(days=1) if model.day_milliseconds is None else timedelta(milliseconds=model.day_milliseconds)
    return day * hours / 24
