"""The rules of convening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import Self

from domain.asking import asked
from domain.commands import Said
from domain.events import Event, PhaseExited
from domain.facts import Facts
from domain.favouring import Act
from domain.gates import Clause, Evidence
from domain.initiative import Initiative, PhaseState
from domain.mandates import MandateAct
from domain.matters.seats.events import SeatPassed
from domain.phases.convening import chairing, favouring, inviting
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.phases.convening.events import (
    ChairNamed,
    ChairVacated,
    InvitationAccepted,
    InvitationDeclined,
    InvitationPassedOn,
    MinutesWritten,
)
from domain.refusals import OutOfTurn
from domain.standing import Standing


@dataclass(frozen=True)
class Convening(PhaseState, kind="convening"):
    """Answers by seat, who speaks for it since, the chairs, and whether the minutes are in."""

    ACT = "accept the invitation"
    VOTE_BY_ACT = True
    NEEDS = MandateAct.CONVENE

    replies: dict[str, Reply] = field(default_factory=dict)
    held_by: dict[str, str] = field(default_factory=dict)
    chair: str | None = None
    deputy_chair: str | None = None
    namings: int = 0
    minutes: bool = False

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """Every seat is invited; the coordinator is to have a chair and a deputy named."""
        invited = (asked(initiative, "answer_invitation", now, seat=seat) for seat in initiative.held)
        return (*chain.from_iterable(invited), *asked(initiative, "name_chair", now))

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.decide`."""
        match said.command:
            case AnswerInvitation() as command:
                return inviting.answer(self, initiative, said, command, now)
            case NameChair() as command:
                return chairing.name(self, initiative, said, command, now)
            case WriteMinutes() as command:
                return chairing.write_minutes(self, initiative, said, command)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is not asked for in convening")

    def after(self, event: Event, at: datetime) -> Self:
        """See `PhaseState.after`."""
        match event:
            case InvitationAccepted(seat, holder):
                return replace(self, replies=self.replies | {seat: Reply.YES}, held_by=self.held_by | {seat: holder})
            case InvitationDeclined(seat):
                return replace(self, replies=self.replies | {seat: Reply.NO})
            case InvitationPassedOn(seat, deputy):
                return replace(self, replies=self.replies | {seat: Reply.DEPUTY}, held_by=self.held_by | {seat: deputy})
            case ChairNamed(chair, deputy_chair):
                return replace(self, chair=chair, deputy_chair=deputy_chair, namings=self.namings + 1)
            case ChairVacated():
                return replace(self, chair=None, deputy_chair=None)
            case MinutesWritten():
                return replace(self, minutes=True)
            case SeatPassed(seat, holder):
                return replace(self, held_by=self.held_by | {seat: holder})
            case _:
                return self

    def standing(self, initiative: Initiative) -> Standing:
        """Seats that declined are no longer entitled; those that accepted are present."""
        entitled = tuple(seat for seat in initiative.held if self.replies.get(seat) is not Reply.NO)
        present = tuple(seat for seat in entitled if self.replies.get(seat) is Reply.YES)
        silent = tuple(seat for seat in entitled if seat not in present)
        return Standing(entitled, present, silent)

    def chairs(self, facts: Facts) -> tuple[str, ...]:
        """The seats named in this round; those of a former one chair no more."""
        return tuple(seat for seat in (self.chair, self.deputy_chair) if seat is not None)

    def took_part(self, initiative: Initiative) -> tuple[str, ...]:
        """All that were invited and have not declined."""
        return self.standing(initiative).entitled

    def voters(self, initiative: Initiative) -> tuple[str, ...]:
        """The seats that accepted."""
        return self.standing(initiative).present

    def own_clauses(self, initiative: Initiative) -> tuple[Clause, ...]:
        """Where meetings are kept, one must be agreed on: fixed ahead, held in this round, or minuted."""
        return chairing.meeting_agreed(self, initiative)

    def foreseen(self, initiative: Initiative, seen: Evidence) -> Evidence:
        """Whoever is named to chair is asked for the minutes."""
        return chairing.foreseen(self, seen)

    def hand_on(self, facts: Facts, exit: PhaseExited) -> Facts:
        """Who takes part, who speaks for each seat, and who chairs."""
        accepted = tuple(seat for seat, reply in sorted(self.replies.items()) if reply is Reply.YES)
        held_by = {seat: holder for seat, holder in sorted(self.held_by.items()) if seat in accepted}
        return replace(facts, accepted=accepted, held_by=held_by, chair=self.chair, deputy_chair=self.deputy_chair)

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `PhaseState.favourable`."""
        return favouring.favourable(initiative)
