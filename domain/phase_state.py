"""What a phase knows and asks: the base of the state that each phase package declares."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from domain.commands import Said
from domain.events import Event, ObligationOpened, PhaseExited
from domain.facts import Facts, Need
from domain.gates import Clause, Evidence, Found
from domain.kinds import Kinded
from domain.mandates import MandateAct
from domain.operating_model import ExitKind
from domain.refusals import Malformed
from domain.stage import Stage as Stage
from domain.stage import Vote as Vote
from domain.standing import Standing

if TYPE_CHECKING:
    from domain.favouring import Act
    from domain.initiative import Initiative


STOPPED_WELL = "stopped_well"
"""How an initiative has ended that stopped, if neither phase nor matter has more to say of it."""


class PhaseState(Kinded, ABC):
    """What a phase knows beyond the shared facts; each phase package declares its own, named as the phase.

    `decide` may refuse; `after` never does. `consequences` are the phase's own events that follow from the state and
    the clock.
    """

    KIND: ClassVar[str]
    ACT: ClassVar[str] = "say yes"
    """What a seat does here that makes it present, in words: `accept the invitation`."""

    OUTSIDE: ClassVar[tuple[str, ...]] = ()
    """Duties on outside clocks: a pause does not move them."""

    CARRYING: ClassVar[tuple[str, ...]] = ()
    """Duties whose end the phase waits for: while one is open, no other model may do without it."""

    COUNTS_LESSONS: ClassVar[bool] = False
    """Whether the phase counts the lessons written in it itself; see `lessons_written`."""

    FAVOURED: ClassVar[str | None] = None
    """The verdict that a vote on going on names, where a phase concludes something in words."""

    NEEDS: ClassVar[MandateAct] = MandateAct.START
    """What a mandate must allow so that the phase may be entered, where the model looks at acts."""

    LISTS_MANDATE: ClassVar[bool] = False
    """Whether its gate lists the mandate also while nothing is amiss with it."""
    VOTE_BY_ACT: ClassVar[bool] = False
    """Whether a seat has a vote only once it is present; elsewhere it has one whatever it has said."""

    DECIDES: ClassVar[tuple[str, ...]] = ()
    """Duties that are part of the decision on leaving the phase: a recused seat does not owe them."""

    @classmethod
    def begin(cls, facts: Facts) -> Self:
        """The state at the phase's opening, from what former phases handed on."""
        return cls()

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """What is asked of whom when the phase opens."""
        return ()

    def newcomer_asked(self, initiative: Initiative, seat: str, now: datetime) -> tuple[Event, ...]:
        """What is asked of a seat that joins, or is held again: what the others were asked at the opening."""
        asked = (event for event in self.opening(initiative, now) if isinstance(event, ObligationOpened))
        return tuple(e for e in asked if e.seat == seat and e.obligation not in initiative.obligations)

    def minutes_asked(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """What is asked of the chair once a meeting has been held, in a phase that asks for its minutes itself."""
        return ()

    def answer_asked(self, initiative: Initiative, need: str, now: datetime) -> tuple[Event, ...]:
        """What is asked because of an open need that came from elsewhere, in a phase that answers needs."""
        return ()

    def all_needs(self, facts: Facts) -> dict[str, Need]:
        """All needs there are, those of this phase included, with the number of seats behind each."""
        return facts.needs

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

    def so_far(self, facts: Facts) -> Facts:
        """The shared facts with what this phase has added to them by now."""
        return facts

    @abstractmethod
    def standing(self, initiative: Initiative) -> Standing:
        """Who is entitled, present and silent, for the gate."""

    def lessons_written(self, facts: Facts) -> int:
        """How many lessons there are, those of this phase included."""
        return facts.lessons

    def voters(self, initiative: Initiative) -> tuple[str, ...]:
        """The seats entitled to a ballot; those recused are taken off by `Initiative.voters`."""
        return initiative.active

    def either(self, initiative: Initiative, duty: str) -> tuple[str, ...]:
        """The seats of whom one is enough to settle all that is owed of a kind of duty; none where each must."""
        return ()

    def foreseen(self, initiative: Initiative, seen: Evidence) -> Evidence:
        """What the gate will look at once the coordinator has given what is owed, where that asks others for more."""
        return seen

    def heard_beside(self, initiative: Initiative) -> frozenset[str]:
        """The seats that this gate waits for by what a matter asks of them, which has no window."""
        return frozenset()

    def found(self, initiative: Initiative) -> Found:
        """What the phase knows for the clauses of its gate beside who is present."""
        return Found()

    def took_part(self, initiative: Initiative) -> tuple[str, ...]:
        """The seats that are told how the phase was left."""
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
        return STOPPED_WELL

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """What somebody could say now who favours an advance; not all of it need be allowed. For simulations alone."""
        return iter(())
