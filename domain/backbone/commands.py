"""What can be said about handing over the coordination, in whatever phase."""

from __future__ import annotations

from dataclasses import dataclass

from domain.commands import Command
from domain.initiative import TAKE_OVER
from domain.mandates import Mandate
from domain.sealed import Sealed


@dataclass(frozen=True)
class OfferBackbone(Command, kind="initiative.offer_backbone"):
    """Ask another organisation, by its `coordinator`, to go on with the initiative as its backbone. The `mandate` is
    the one that was transferred to it in place of the present one.

    Nothing changes until it is accepted; another offer takes the place of this one.
    """

    JOINT = True
    coordinator: str
    mandate: Mandate
    reason: Sealed


@dataclass(frozen=True)
class AcceptBackbone(Command, kind="initiative.accept_backbone"):
    """Go on with the initiative as its coordinator. Its id, its history and all that was agreed stay."""

    ANSWERS = TAKE_OVER


@dataclass(frozen=True)
class DeclineBackbone(Command, kind="initiative.decline_backbone"):
    """Do not take the initiative over. Everything stays as it is."""

    JOINT = True
    ANSWERS = TAKE_OVER
    reason: Sealed | None = None


@dataclass(frozen=True)
class WithdrawBackbone(Command, kind="initiative.withdraw_backbone"):
    """Take back the offer to hand the initiative over."""
