"""What happens when the coordination changes hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.events import Event
from domain.mandates import Mandate
from domain.sealed import Sealed


@dataclass(frozen=True)
class BackboneOffered(Event, kind="backbone.offered"):
    """Another organisation, the holder of `mandate`, was asked by its coordinator (an actor) to go on with it."""

    number: int
    coordinator: str
    mandate: Mandate
    reason: Sealed


@dataclass(frozen=True)
class BackboneDeclined(Event, kind="backbone.declined"):
    """It does not."""

    number: int
    reason: Sealed | None = None


@dataclass(frozen=True)
class BackboneWithdrawn(Event, kind="backbone.withdrawn"):
    """The offer was taken back, or another one has taken its place."""

    number: int


@dataclass(frozen=True)
class BackboneHandedOver(Event, kind="backbone.handed_over"):
    """From now on `coordinator` (an actor) coordinates for `backbone`, and no longer `former`. For `mandate`, `told`
    and `tell_at` see `PhaseExited`; the reason is that of the offer.
    """

    phase: str
    coordinator: str
    backbone: str
    former: str
    former_backbone: str
    mandate: str
    mandate_valid: bool
    reason: Sealed
    told: dict[str, str] | None = None
    tell_at: datetime | None = None


OF_BACKBONES = (BackboneOffered, BackboneDeclined, BackboneWithdrawn, BackboneHandedOver)
