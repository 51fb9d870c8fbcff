"""What can be asked while the readiness of a place is looked into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.commands import Command
from domain.sealed import Sealed


class Approach(StrEnum):
    """Whether working together like this is the right way for the matter."""

    RIGHT = "right"
    UNSURE = "unsure"
    WRONG = "wrong"


@dataclass(frozen=True)
class AnswerReadiness(Command, kind="readiness.answer_readiness"):
    """Answer the readiness form for the speaker's seat: whether the approach is right, and the three pre-conditions
    from 1 (not there) to 4 (well there).

    `champions` are people who carry the matter, `resources` what it takes for a year, `urgency` that it has to change
    now. `nuts_and_bolts` tells in words what is there already and what is not: somewhere to meet, data, time, habits.
    """

    approach: Approach
    champions: int
    resources: int
    urgency: int
    nuts_and_bolts: Sealed | None = None


@dataclass(frozen=True)
class NameChampions(Command, kind="readiness.name_champions"):
    """Name the seats that are ready to carry the matter; the last naming counts."""

    seats: tuple[str, ...]


@dataclass(frozen=True)
class NoteLandscape(Command, kind="readiness.note_landscape"):
    """Note what there is already: who works on the same, what has been tried, whom to ask. May be said again."""

    JOINT = True
    text: Sealed


@dataclass(frozen=True)
class NameAction(Command, kind="readiness.name_action"):
    """Name an action that would make the place readier, the seat that owns it, and by which local day it is done."""

    JOINT = True
    text: Sealed
    owner: str
    due: date


@dataclass(frozen=True)
class Cultivate(Command, kind="readiness.cultivate"):
    """Hold the initiative while the named actions are carried out; after it the readiness form is asked again."""

    JOINT = True
    reason: Sealed | None = None


@dataclass(frozen=True)
class ReportAction(Command, kind="readiness.report_action"):
    """Say for the seat that owns an action whether it has been carried out."""

    action: str
    done: bool
    note: Sealed | None = None


@dataclass(frozen=True)
class CheckAgain(Command, kind="readiness.check_again"):
    """Ask the readiness form again before the hold is over, because the actions have borne fruit."""
