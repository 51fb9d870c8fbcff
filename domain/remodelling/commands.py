"""What is said of the operating model that an initiative goes by."""

from __future__ import annotations

from dataclasses import dataclass

from domain.commands import Command
from domain.operating_model import OperatingModel
from domain.sealed import Sealed


@dataclass(frozen=True)
class ProposeModelChange(Command, kind="initiative.propose_model_change"):
    """Propose to go on by another published model, for a reason, with the hash of its dry run. Somebody else, who
    coordinates too or administers, then approves it.

    `rules` are those of the model that is named, as they were published.
    """

    JOINT = True
    REGISTERED = ("rules",)
    model: str
    version: str
    dry_run: str
    reason: Sealed
    rules: OperatingModel


@dataclass(frozen=True)
class ApproveModelChange(Command, kind="initiative.approve_model_change"):
    """Approve the change that another has proposed. It is made at once, if its dry run still says the same."""

    REGISTERED = ("rules",)
    model: str
    version: str
    dry_run: str
    rules: OperatingModel
