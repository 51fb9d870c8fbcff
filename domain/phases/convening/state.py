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
from domain.phases.convening import chairing, favouring, inviting, ruling
from domain.phases.convening.commands import (
    AnswerInvitation,
    FollowReferral,
    NameChair,
    Reply,
    ReviewGroundRules,
    WriteGroundRules,
    WriteMinutes,
)
from domain.phases.convening.events import (
    ChairNamed,
    ChairVacated,
    GroundRulesAgreed,
    GroundRulesObjected,
    GroundRulesWritten,
    InvitationAccepted,
    InvitationDeclined,
    InvitationPassedOn,
    MinutesWritten,
)
from domain.refusals import OutOfTurn
from domain.sealed import Sealed
from domain.standing import Standing


@dataclass(frozen=True)
class Convening(PhaseState, kind="convening"):
    """Answers by seat, who speaks for it since, the chairs, and whether the minutes are in; the ground rules, how often
    they were written in this round, and by seat whether they suit as they are now.
    """

    ACT = "accept the invitation"
    VOTE_BY_ACT = True
    NEEDS = MandateAct.CONVENE

    replies: dict[str, Reply] = field(default_factory=dict)
    held_by: dict[str, str] = field(default_factory=dict)
    chair: str | None = None
    deputy_chair: str | None = None
    namings: int = 0
    minutes: bool = False
    ground_rules: Sealed | None = None
    rulings: int = 0
    ruled: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def begin(cls, facts: Facts) -> Self:
        """The ground rules of a former round stand, until they are written anew."""
        return cls(ground_rules=facts.ground_rules)

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """Every seat is invited; the coordinator is to have a chair and a deputy named."""
        invited = (asked(initiative, "answer_invitation", now, seat=seat) for seat in initiative.held)
        return (*chain.from_iterable(invited), *asked(initiative, "name_chair", now))

    def minutes_asked(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """The minutes of the meeting that was held, until there are any."""
        return chairing.minutes_asked(self, initiative, now)

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.decide`."""
        match said.command:
            case AnswerInvitation() as command:
                return inviting.answer(self, initiative, said, command, now)
            case FollowReferral() as command:
                return inviting.follow(initiative, said, command)
            case NameChair() as command:
                return chairing.name(self, initiative, said, command, now)
            case WriteMinutes() as command:
                return chairing.write_minutes(self, initiative, said, command)
            case WriteGroundRules() as command:
                return ruling.write(self, initiative, said, command, now)
            case ReviewGroundRules() as command:
                return ruling.review(self, initiative, said, command, now)
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
            case GroundRulesWritten(version, text):
                return replace(self, ground_rules=text, rulings=version, ruled={})
            case GroundRulesAgreed(seat):
                return replace(self, ruled=self.ruled | {seat: True})
            case GroundRulesObjected(seat):
                return replace(self, ruled=self.ruled | {seat: False})
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
        """Where meetings are kept, one must be agreed on: fixed ahead, or held in this round."""
        return chairing.meeting_agreed(initiative)

    def foreseen(self, initiative: Initiative, seen: Evidence) -> Evidence:
        """Whoever is named to chair is asked for the minutes: at once where no meetings are kept, or one was held."""
        return chairing.foreseen(self, initiative, seen)

    def hand_on(self, facts: Facts, exit: PhaseExited) -> Facts:
        """Who takes part, who speaks for each seat, who chairs, and the ground rules."""
        accepted = tuple(seat for seat, reply in sorted(self.replies.items()) if reply is Reply.YES)
        held_by = {seat: holder for seat, holder in sorted(self.held_by.items()) if seat in accepted}
        return replace(
            facts,
            accepted=accepted,
            held_by=held_by,
            chair=self.chair,
            deputy_chair=self.deputy_chair,
            ground_rules=self.ground_rules,
        )

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `PhaseState.favourable`."""
        return favouring.favourable(initiative)
