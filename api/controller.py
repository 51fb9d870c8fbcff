"""Who runs an installation, as its statements name them to whoever reads a page."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.retention import Periods


@dataclass(frozen=True)
class Controller:
    """The controller of an installation: their `name`, the mail address for questions and feedback, and how long they
    chose to keep what is known of people. Empty where nobody has set it.
    """

    name: str = ""
    contact: str = ""
    periods: Periods = field(default_factory=Periods)
