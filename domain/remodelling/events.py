"""What becomes of the operating model of a running initiative."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.events.base import Event
from domain.operating_model import OperatingModel
from domain.sealed import Sealed


@dataclass(frozen=True)
class ModelChangeProposed(Event, kind="model_change.proposed"):
    """The actor `by` proposed to go on by another model, as its dry run (a SHA-256) shows. It changes nothing yet."""

    model: str
    version: str
    model_sha256: str
    dry_run: str
    by: str
    by_admin: bool
    reason: Sealed


@dataclass(frozen=True)
class ModelChanged(Event, kind="model.changed"):
    """Another approved: from here on the initiative goes by `model`, whose hash is as in a charter. What was before
    stays as it was.

    The window of the phase ends at `phase_due`, these open obligations are due at `dues`, both never earlier than
    before. What was set otherwise at the paths `dropped` is so no more. `duties`, `beside` and `matters` are asked
    from `asked_from` on: see `Remodelled`. For `told` and `tell_at` see `PhaseExited`.
    """

    model: OperatingModel
    model_sha256: str
    dry_run: str
    reason: Sealed
    phase: str
    phase_due: datetime
    dues: dict[str, datetime] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    asked_from: datetime | None = None
    told: dict[str, str] | None = None
    tell_at: datetime | None = None


@dataclass(frozen=True)
class NoticeEnded(Event, kind="notice.ended"):
    """What a change of the model brought is asked from now on: these kinds of duty, and these matters."""

    duties: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()


OF_MODELS = (ModelChangeProposed, ModelChanged, NoticeEnded)
"""The events of this package that change what an initiative goes by."""
