"""The initiative: all that its ledger entries add up to, and the baton handed from phase to phase.

State is a total function of the entries: `Initiative.begin(first)`, then `after(entry)` for each later one. It never
refuses.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from domain.calendar import Calendar
from domain.charter import Charter
from domain.commands import Said
from domain.events import Event, PhaseExited
from domain.facts import Facts
from domain.gates import Clause, Found
from domain.kinds import Kinded
from domain.ladders import Ladders
from domain.mandated import Mandated
from domain.mandates import Mandate, MandateAct
from domain.matter import Matter
from domain.obligations import Obligation
from domain.operating_model import ExitKind, ObligationRule, PhaseRule
from domain.overridden import overridden
from domain.refusals import Malformed
from domain.seats import Seat
from domain.stage import Stage as Stage
from domain.stage import Vote as Vote
from domain.standing import Standing

if TYPE_CHECKING:
    from domain.favouring import Act

M = TypeVar("M", bound=Matter)
RECHECK = "recheck_hold"
"""The coordinator's duty to look again at a phase whose hold is over."""


@dataclass(frozen=True)
class Pause:
    """Since when the working clocks stand still, and until when at the latest. `hold` is the number of the hold by
    which the phase rests: it is looked at again before it goes on; None for a pause.
    """

    since: datetime
    until: datetime
    hold: int | None = None


class PhaseState(Kinded, ABC):
    """What a phase knows beyond the shared facts; each phase package declares its own, named as the phase.

    `decide` may refuse; `after` never does. `consequences` are the phase's own events that follow from the state and
    the clock.
    """

    KIND: ClassVar[str]
    ACT: ClassVar[str] = "say yes"
    """What a seat does here that makes it present, in words: `accept the invitation`."""

    ASKS_NEWCOMERS: ClassVar[bool] = True
    """Whether a seat that is held again is asked what the others were at the opening."""

    OUTSIDE: ClassVar[tuple[str, ...]] = ()
    """Duties on outside clocks: a pause does not move them."""

    COUNTS_LESSONS: ClassVar[bool] = False
    """Whether the phase counts the lessons written in it itself; see `lessons_written`."""

    FAVOURED: ClassVar[str | None] = None
    """The verdict that a vote on going on names, where a phase concludes something in words."""

    NEEDS: ClassVar[MandateAct] = MandateAct.START
    """What a mandate must allow so that the phase may be entered, where the model looks at acts."""

    LISTS_MANDATE: ClassVar[bool] = False
    """Whether its gate lists the mandate also while nothing is amiss with it."""
    DECIDES: ClassVar[tuple[str, ...]] = ()
    """Duties that are part of the decision on leaving the phase: a recused seat does not owe them."""

    @classmethod
    def begin(cls, facts: Facts) -> Self:
        """The state at the phase's opening, from what former phases handed on."""
        return cls()

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """What is asked of whom when the phase opens."""
        return ()

    @abstractmethod
    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """The events a command of this phase leads to. Raises a Refusal; then nothing has happened."""

    def after(self, event: Event, at: datetime) -> Self:
        """The state once this event has happened."""
        return self

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """What follows by now without anybody saying anything; empty when nothing does."""
        return ()

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """The next instant at which `consequences` may have something new."""
        return None

    @abstractmethod
    def standing(self, initiative: Initiative) -> Standing:
        """Who is entitled, present and silent, for the gate."""

    def lessons_written(self, facts: Facts) -> int:
        """How many lessons there are, those of this phase included."""
        return facts.lessons

    def voters(self, initiative: Initiative) -> tuple[str, ...]:
        """The seats entitled to a ballot; those recused are taken off by `Initiative.voters`."""
        return initiative.active

    def found(self, initiative: Initiative) -> Found:
        """What the phase knows for the clauses of its gate beside who is present."""
        return Found()

    def partners(self, initiative: Initiative) -> tuple[str, ...]:
        """The seats that are asked to meetings, and told how the phase was left."""
        return initiative.active

    def chairs(self, facts: Facts) -> tuple[str, ...]:
        """The seats that chair: the chair and the deputy chair, as convening handed them on."""
        return tuple(seat for seat in (facts.chair, facts.deputy_chair) if seat is not None)

    def own_clauses(self, initiative: Initiative) -> tuple[Clause, ...]:
        """What an advance needs by the nature of the phase, whatever the gate of the model asks for."""
        return ()

    def require_verdict(self, exit: ExitKind, verdict: str | None) -> None:
        """Raise Malformed unless a vote on this exit may name this verdict; most phases conclude nothing in words."""
        if verdict is not None:
            raise Malformed("this phase ends without a verdict", path="verdict", remedy="leave it out")

    def may_stand_in(self, initiative: Initiative, duty: str, actor: str) -> bool:
        """Whether an actor of a seat may stand in for its holder in this duty."""
        return True

    def complete(self, initiative: Initiative) -> bool:
        """Whether the phase has run its whole course, so that an open gate need not wait for the window's end."""
        return False

    def hand_on(self, facts: Facts, exit: PhaseExited) -> Facts:
        """The shared facts as this phase leaves them by this exit."""
        return facts

    def outcome(self, exit: ExitKind) -> str:
        """How the initiative has ended, if this exit ends it."""
        return "stopped_well"

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """What somebody could say now who favours an advance; not all of it need be allowed. For simulations alone."""
        return iter(())


@dataclass(frozen=True)
class Initiative(Mandated):
    """One run of an operating model for one community and theme. Frozen; every change is a new value."""

    charter: Charter
    calendar: Calendar
    stage: Stage | None = None
    state: PhaseState | None = None
    facts: Facts = field(default_factory=Facts)
    obligations: dict[str, Obligation] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    paused: Pause | None = None
    outcome: str | None = None
    matters: dict[str, Matter] = field(default_factory=dict)
    mandates: tuple[Mandate, ...] = ()
    """Those that it went on under since its start, in the order in which they were taken over."""
    overrides: dict[str, str] | None = None
    """What was set otherwise in the model for this initiative alone, by path."""
    withdrawn: dict[str, int] = field(default_factory=dict)
    """How many things of each kind were made and withdrawn again: their ids stay taken."""

    @property
    def id(self) -> str:
        """The initiative's id, which is also its workflow's."""
        return self.charter.initiative

    @property
    def rule(self) -> PhaseRule:
        """The rules of the present phase."""
        return self.rule_of(self.at.phase)

    def rule_of(self, phase: str) -> PhaseRule:
        """The rules of a phase in this initiative, with what was set otherwise for it."""
        rule = self.charter.model.phases[phase]
        return overridden(rule, phase, self.overrides) if self.overrides else rule

    @property
    def at(self) -> Stage:
        """The present stage; there is one from the first `phase.opened` on."""
        if self.stage is None:
            raise LookupError("no phase has been opened yet")
        return self.stage

    @property
    def now_in(self) -> PhaseState:
        """The state of the present phase."""
        if self.state is None:
            raise LookupError("no phase has been opened yet")
        return self.state

    @property
    def settled(self) -> bool:
        """Whether the present phase's exit has been taken."""
        return self.stage is not None and self.stage.exit is not None

    @property
    def ladders(self) -> Ladders:
        """The model's ladders on this calendar. Each call makes new ones, which remember what they have computed."""
        return Ladders(self.charter.model.ladders, self.calendar)

    @property
    def seats(self) -> dict[str, Seat]:
        """All seats by id, as they are held now."""
        return {seat.id: seat for seat in self.facts.people.seated(self.charter.seats)}

    @property
    def held(self) -> tuple[str, ...]:
        """The seats that somebody holds, in the order of the roster."""
        return self.facts.people.filled(tuple(seat.id for seat in self.charter.seats))

    @property
    def active(self) -> tuple[str, ...]:
        """The seats that take part: those that accepted, or all while nobody has been invited yet, but vacant ones."""
        accepted = self.facts.accepted
        return self.held if accepted is None else self.facts.people.filled(accepted)

    @property
    def standing(self) -> Standing:
        """Who counts for the gate: recused seats are neither entitled nor present, and nobody waits for them."""
        return self.now_in.standing(self).without(self.at.recused)

    @property
    def voters(self) -> tuple[str, ...]:
        """The seats entitled to a ballot."""
        return tuple(seat for seat in self.now_in.voters(self) if seat not in self.at.recused)

    @property
    def chairs(self) -> tuple[str, ...]:
        """The seats that chair now, none before they are named."""
        return self.now_in.chairs(self.facts)

    def holder(self, seat: str) -> str:
        """The actor who speaks for a seat now: its holder, or the deputy who took it over."""
        return self.facts.held_by.get(seat, self.seats[seat].holder)

    @property
    def lessons(self) -> int:
        """How many lessons have been written so far."""
        return self.now_in.lessons_written(self.facts)

    @property
    def outside(self) -> frozenset[str]:
        """The kinds of duty on outside clocks, which a pause does not move. A hold waits for its own end."""
        kinds = Matter.kinds.values()
        return frozenset((RECHECK, *self.now_in.OUTSIDE)).union(*(kind.OUTSIDE for kind in kinds))

    def kept(self, matter: type[M]) -> M:
        """What is kept of a matter; its initial state while nothing has happened to it."""
        found = self.matters.get(matter.KIND)
        return found if isinstance(found, matter) else matter()

    def beside(self, matter: str) -> Matter:
        """The same for a matter by its name."""
        kind: type[Matter] = Matter.kinds[matter]
        return self.kept(kind)

    def has(self, matter: str) -> bool:
        """Whether the model of this initiative keeps this matter."""
        return matter in (self.charter.model.matters or {})

    def duty(self, kind: str) -> ObligationRule:
        """The model's rule for an obligation kind of the present phase, or of a matter."""
        return self.asks_for(kind)[1]

    def asks_for(self, kind: str) -> tuple[str, ObligationRule]:
        """Who asks for this kind of duty, the present phase or a matter, and by which rule.

        Raises KeyError for a kind that the model leaves out.
        """
        if kind in self.rule.obligations:
            return self.at.phase, self.rule.obligations[kind]
        for name, matter in (self.charter.model.matters or {}).items():
            if kind in matter.obligations:
                return name, matter.obligations[kind]
        raise KeyError(kind)

    def next_number(self, kind: str, held: int) -> int:
        """The number in the id of the next thing of this kind, when so many are held."""
        return held + self.withdrawn.get(kind, 0) + 1

    def owed(self, duty: str, *, seat: str | None = None, subject: str | None = None) -> Obligation | None:
        """The answerable obligation of this kind, of this seat and about this subject where given, if there is one."""
        for obligation in self.obligations.values():
            if (
                obligation.duty == duty
                and obligation.state.answerable
                and (seat is None or obligation.seat == seat)
                and (subject is None or obligation.subject == subject)
            ):
                return obligation
        return None

    def of_duty(self, duty: str) -> tuple[Obligation, ...]:
        """All obligations of this kind in the present phase, in the order they were opened."""
        return tuple(obligation for obligation in self.obligations.values() if obligation.duty == duty)
