"""Matters: what is kept beside the phases, and goes on through all of them: support, meetings, absences, hours.

A phase forgets its state at its exit; a matter does not. Which matters an initiative has, its operating model says.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from domain.events import Event
from domain.facts import Facts
from domain.kinds import Kinded
from domain.operating_model import ExitKind

if TYPE_CHECKING:
    from domain.commands import Said
    from domain.favouring import Act
    from domain.initiative import Initiative
    from domain.obligations import Obligation


class Matter(Kinded, ABC):
    """What is kept of one matter. Each package of `domain.matters` declares its own, named as in operating models: its
    commands read `<matter>.verb_object`, and its events name it in `MATTER`.

    The same promises as of a phase hold: `decide` may refuse; `after` never does; `consequences` are the events that
    follow from the state and the clock. Of a matter that nothing has happened to, the initial state is asked.
    """

    OUTSIDE: ClassVar[tuple[str, ...]] = ()
    """Duties on outside clocks: a pause does not move them."""

    OUTSIDE_CLOCK: ClassVar[bool] = False
    """Whether its `consequences` follow in a pause, too."""

    @abstractmethod
    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """The events a command of this matter leads to. Raises a Refusal; then nothing has happened."""

    @abstractmethod
    def after(self, event: Event, at: datetime) -> Self:
        """The state once this event, one of the matter's own, has happened."""

    def tell(self, facts: Facts, event: Event) -> Facts:
        """The shared facts once this event, one of the matter's own, has happened; most matters change none."""
        return facts

    def heard(self, initiative: Initiative, said: Said, events: tuple[Event, ...], now: datetime) -> tuple[Event, ...]:
        """What follows here from anything that was said, and the events it led to; most matters take no notice."""
        return ()

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """What follows by now without anybody saying anything; empty when nothing does."""
        return ()

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """The next instant at which `consequences` may have something new."""
        return None

    def due_anew(self, initiative: Initiative, owed: Obligation, by_rule: datetime, now: datetime) -> datetime:
        """By when a duty of its own is to be asked anew, which by the rule alone would be due then."""
        return by_rule

    def outcome(self, initiative: Initiative, exit: ExitKind) -> str | None:
        """How the initiative has ended, if this exit ends it and the matter has more to say of it than the phase."""
        return None

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """What somebody could say now who gives whatever is asked; not all of it need be allowed. For simulations
        alone.
        """
        return iter(())
