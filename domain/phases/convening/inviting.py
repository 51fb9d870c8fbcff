"""Answers to invitations: yes, no, the deputy, or rather somebody else.

A first answer counts while the window is open; a change until its due day.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.actors import Role
from domain.asking import asked, fulfils, handed_over, released
from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator, require_seat
from domain.events import Event, ObligationFulfilled, ObligationReleased
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.phases.convening.commands import AnswerInvitation, FollowReferral, Reply
from domain.phases.convening.events import (
    ChairVacated,
    InvitationAccepted,
    InvitationDeclined,
    InvitationPassedOn,
    ReferralFollowed,
)
from domain.phases.convening.ruling import WRITE
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled
from domain.sealed import Sealed
from domain.seats import Seat

if TYPE_CHECKING:
    from domain.phases.convening.state import Convening

DUTY = "answer_invitation"
REFERRAL = "follow_referral"


def answer(
    state: Convening, initiative: Initiative, said: Said, command: AnswerInvitation, now: datetime
) -> tuple[Event, ...]:
    """What an answer leads to. Raises AlreadyAnswered for a change after the due day or without a difference, and
    Malformed for somebody else who is not named.
    """
    seat = require_seat(initiative, said)
    before = state.replies.get(seat.id)
    invitation = next((o for o in reversed(initiative.of_duty(DUTY)) if o.seat == seat.id), None)
    if invitation is None:
        raise NotAsked("this model sends no invitations", remedy="its phases show what they ask for")
    _require_the_voice_of(state, invitation, seat, said)
    if before in (Reply.YES, Reply.NO):
        refers = any(owed.state.answerable for owed in _referrals(initiative, seat.id))
        _require_changeable(before, command, invitation, said, refers=refers)
    fulfilled = fulfils(initiative, DUTY, seat=seat.id)
    match command.reply:
        case Reply.YES:
            accepted = InvitationAccepted(seat.id, _holder(state, invitation, seat, said), before)
            return (accepted, *fulfilled, *_needless(initiative, seat))
        case Reply.NO | Reply.OTHER:
            declined = InvitationDeclined(seat.id, command.reason, before, _instead(command))
            follow = _followed(initiative, seat, now) if declined.instead else _needless(initiative, seat)
            return (declined, *fulfilled, *_vacating(state, initiative, seat, now), *follow)
        case Reply.DEPUTY:
            return _passed_on(state, initiative, seat, command, invitation, now)


def follow(initiative: Initiative, said: Said, command: FollowReferral) -> tuple[Event, ...]:
    """Take down what came of asking somebody else. Raises NotEntitled, UnknownSeat, NotAsked."""
    require_coordinator(said)
    seat = named_seat(initiative, command.seat, "seat").id
    fulfilled = tuple(ObligationFulfilled(owed.id) for owed in _referrals(initiative, seat) if owed.state.answerable)
    if not fulfilled:
        remedy = "name a seat that named somebody and has not been followed yet"
        raise NotAsked("this seat has named nobody to ask instead", path="seat", remedy=remedy)
    return (ReferralFollowed(seat, command.note), *fulfilled)


def _instead(command: AnswerInvitation) -> Sealed | None:
    """Who could be asked instead. Raises Malformed where that is missing, or said with another answer."""
    if (command.reply is Reply.OTHER) == (command.instead is not None):
        return command.instead
    if command.instead is None:
        raise Malformed("is missing", path="instead", remedy="say who could be asked, such as a task or an association")
    raise Malformed("is said with 'other' alone", path="instead", remedy="answer 'other', or leave it out")


def _referrals(initiative: Initiative, seat: str) -> tuple[Obligation, ...]:
    """What is or was owed about whom a seat named. Of what is asked again, the subject has a number behind it."""
    return tuple(o for o in initiative.of_duty(REFERRAL) if (o.subject or "").partition(".")[0] == seat)


def _followed(initiative: Initiative, seat: Seat, now: datetime) -> tuple[Event, ...]:
    """The coordinator is asked to follow what a seat has said, unless that is owed already."""
    known = _referrals(initiative, seat.id)
    if any(owed.state.answerable for owed in known):
        return ()
    return asked(initiative, REFERRAL, now, subject=f"{seat.id}.{len(known) + 1}" if known else seat.id)


def _needless(initiative: Initiative, seat: Seat) -> tuple[Event, ...]:
    """What the seat said before of whom to ask instead need not be followed any more."""
    owing = (owed for owed in _referrals(initiative, seat.id) if owed.state.answerable)
    return tuple(ObligationReleased(owed.id) for owed in owing)


def _require_the_voice_of(state: Convening, invitation: Obligation, seat: Seat, said: Said) -> None:
    """Once the matter lies with the deputy, the former holder's own link no longer speaks for the seat; whoever stands
    in while the holder is away does.
    """
    speaks = (state.held_by.get(seat.id, said.by.actor), invitation.owed_by if invitation.principal else None)
    if said.by.role is Role.PARTICIPANT and said.by.actor not in speaks:
        raise NotEntitled("another person speaks for this seat now", remedy="ask the coordinator, who can enter it")


def _require_changeable(
    before: Reply, command: AnswerInvitation, invitation: Obligation, said: Said, *, refers: bool
) -> None:
    """Whoever has declined and named somebody takes that back with a plain no, while it has not been followed."""
    if command.reply is before and not refers:
        raise AlreadyAnswered(f"this seat has answered '{before}' already")
    if said.received_at >= invitation.changeable_until:
        raise AlreadyAnswered(
            "the answer could be changed until its due day", remedy="ask the coordinator, who can loop the phase back"
        )
    if command.reply is Reply.DEPUTY:
        raise AlreadyAnswered("an invitation that has been answered cannot be passed on", remedy="answer yes or no")


def _holder(state: Convening, invitation: Obligation, seat: Seat, said: Said) -> str:
    """Who speaks for the seat from now on: the one who said yes, if it was one of its own; else whom the invitation
    lies with. Whoever stands in accepts for the one who is away, and gives the seat back.
    """
    if invitation.principal is not None and said.by.actor == invitation.owed_by:
        return invitation.principal
    if said.by.actor in (seat.holder, seat.deputy):
        return said.by.actor
    return state.held_by.get(seat.id, seat.holder)


def _passed_on(
    state: Convening,
    initiative: Initiative,
    seat: Seat,
    command: AnswerInvitation,
    invitation: Obligation,
    now: datetime,
) -> tuple[Event, ...]:
    if seat.deputy is None:
        raise NotAsked("this seat has no deputy", path="reply", remedy="answer yes or no")
    if state.replies.get(seat.id) is Reply.DEPUTY:
        raise AlreadyAnswered("the invitation lies with the deputy already", path="reply")
    passed_on = InvitationPassedOn(seat.id, seat.deputy, command.reason, state.replies.get(seat.id))
    return (passed_on, handed_over(initiative, invitation.id, seat.deputy, now))


def _vacating(state: Convening, initiative: Initiative, seat: Seat, now: datetime) -> tuple[Event, ...]:
    """If a chair withdraws, both chairs are to be named again; whoever is named is asked for the ground rules then."""
    if seat.id not in (state.chair, state.deputy_chair):
        return ()
    again = asked(initiative, "name_chair", now, subject=str(state.namings + 1))
    return (ChairVacated(seat.id), *again, *released(initiative, WRITE))
