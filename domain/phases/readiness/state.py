"""The rules of readiness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from domain.asking import asked
from domain.commands import Said
from domain.events import Event
from domain.favouring import Act
from domain.gates import Clause, Found
from domain.initiative import Initiative, PhaseState
from domain.phases.readiness import commands, cultivating, events, favouring, noting, rating
from domain.phases.readiness.duties import CULTIVATE, LANDSCAPE
from domain.refusals import OutOfTurn
from domain.standing import Standing


@dataclass(frozen=True)
class Action:
    """What would make the place readier: its owner (a seat), by which local day, and whether it has been done."""

    id: str
    owner: str
    due: date
    done: bool | None = None


@dataclass(frozen=True)
class Readiness(PhaseState, kind="readiness"):
    """Answers by seat to the newest asking of the form, the `check`-th; actions by id; the champions; and how many
    notes there are, and holds there have been.
    """

    ACT = "answer the readiness form"
    LISTS_MANDATE = True
    CARRYING = (CULTIVATE,)

    check: int = 1
    ratings: dict[str, events.Preconditions] = field(default_factory=dict)
    champions: tuple[str, ...] = ()
    notes: int = 0
    actions: dict[str, Action] = field(default_factory=dict)
    cultivations: int = 0

    @property
    def to_do(self) -> tuple[Action, ...]:
        """The actions that are not done yet."""
        return tuple(action for action in self.actions.values() if not action.done)

    def is_held(self, initiative: Initiative) -> bool:
        """Whether the initiative is held while actions are carried out."""
        return initiative.owed(CULTIVATE) is not None

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """Every seat is asked the form; the coordinator for notes on the landscape."""
        return (*rating.asked_of_all(initiative, now, self.check), *asked(initiative, LANDSCAPE, now))

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.decide`."""
        match said.command:
            case commands.AnswerReadiness() as command:
                return rating.answer(self, initiative, said, command)
            case commands.NameChampions() as command:
                return noting.name_champions(self, initiative, said, command)
            case commands.NoteLandscape() as command:
                return noting.note(self, initiative, said, command)
            case commands.NameAction() as command:
                return cultivating.name(self, initiative, said, command, now)
            case commands.Cultivate(reason):
                return cultivating.begin(self, initiative, said, reason, now)
            case commands.ReportAction() as command:
                return cultivating.report(self, initiative, said, command)
            case commands.CheckAgain():
                return cultivating.check_again(self, initiative, said, now)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is not asked for in readiness")

    def after(self, event: Event, at: datetime) -> Self:
        """See `PhaseState.after`."""
        match event:
            case events.ReadinessAnswered(seat, _, rated):
                return replace(self, ratings=self.ratings | {seat: rated})
            case events.ChampionsNamed(seats):
                return replace(self, champions=seats)
            case events.LandscapeNoted():
                return replace(self, notes=self.notes + 1)
            case events.ActionNamed() as named:
                return replace(self, actions=self.actions | {named.action: self.named(named)})
            case events.ActionReported(action, done):
                return replace(self, actions=self.actions | {action: replace(self.actions[action], done=done)})
            case events.CultivationBegun(number):
                return replace(self, cultivations=number)
            case events.ReadinessRechecked(check):
                return replace(self, check=check, ratings={})
            case _:
                return self

    def named(self, event: events.ActionNamed) -> Action:
        """The action as it was named."""
        return Action(event.action, event.owner, event.due)

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.consequences`."""
        return cultivating.over(self, initiative, now)

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """See `PhaseState.next_wake`."""
        hold = initiative.owed(CULTIVATE)
        return hold.due if hold is not None else None

    def standing(self, initiative: Initiative) -> Standing:
        """Every seat that somebody holds is entitled; those that answered the newest asking are present. In a hold
        nobody has: all are asked anew when it ends.
        """
        entitled = initiative.held
        answered = {} if self.is_held(initiative) else self.ratings
        present = tuple(seat for seat in entitled if seat in answered)
        return Standing(entitled, present, tuple(seat for seat in entitled if seat not in answered))

    def found(self, initiative: Initiative) -> Found:
        """What was rated of each pre-condition."""
        return Found(ratings=rating.ratings(self, initiative))

    def own_clauses(self, initiative: Initiative) -> tuple[Clause, ...]:
        """An initiative that is held does not go on."""
        return cultivating.held(self, initiative)

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `PhaseState.favourable`."""
        return favouring.favourable(initiative)
