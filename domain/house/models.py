"""Operating models that were proposed here. Whoever proposed or approved is the actor of the entry."""

from __future__ import annotations

from dataclasses import dataclass

from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class OfModel(HouseEvent):
    """About a version of a model with these rules: `sha256` is over their canonical plain form, as in charters."""

    model: str
    version: str
    sha256: str


class ModelProposed(OfModel, kind="model.proposed"):
    """It was proposed; another proposal of the same version, and what approved it, is void."""


class ModelApproved(OfModel, kind="model.approved"):
    """Somebody approved it as it stands."""


class ModelPublished(OfModel, kind="model.published"):
    """Enough have approved it: initiatives may start on it, and it never changes."""
