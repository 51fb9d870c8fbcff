"""What happens while the readiness of a place is looked into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.events import Event
from domain.phases.readiness.commands import Approach
from domain.sealed import Sealed


@dataclass(frozen=True)
class Preconditions:
    """How a seat sees the readiness of the place: the approach, and three pre-conditions from 1 to 4."""

    approach: Approach
    champions: int
    resources: int
    urgency: int


@dataclass(frozen=True)
class ReadinessAnswered(Event, kind="readiness.answered"):
    """A seat answered the `check`-th asking of the form. `replaces` is its former answer to the same asking."""

    seat: str
    check: int
    rated: Preconditions
    nuts_and_bolts: Sealed | None = None
    replaces: Preconditions | None = None


@dataclass(frozen=True)
class ChampionsNamed(Event, kind="champions.named"):
    """These seats are ready to carry the matter; `replaces` are those named before."""

    seats: tuple[str, ...]
    replaces: tuple[str, ...] | None = None


@dataclass(frozen=True)
class LandscapeNoted(Event, kind="landscape.noted"):
    """What there is already was noted."""

    note: str
    text: Sealed


@dataclass(frozen=True)
class ActionNamed(Event, kind="action.named"):
    """An action that would make the place readier; `owner` is a seat, `due` a local day."""

    action: str
    owner: str
    due: date
    text: Sealed


@dataclass(frozen=True)
class CultivationBegun(Event, kind="cultivation.begun"):
    """The initiative is held for the `number`-th time while the named actions are carried out."""

    number: int
    reason: Sealed | None = None


@dataclass(frozen=True)
class ActionReported(Event, kind="action.reported"):
    """Whether an action has been carried out. `replaces` is what was said of it before."""

    action: str
    done: bool
    note: Sealed | None = None
    replaces: bool | None = None


@dataclass(frozen=True)
class ReadinessRechecked(Event, kind="readiness.rechecked"):
    """The hold is over: the form is asked for the `check`-th time, and earlier answers count no more."""

    check: int
