"""Linked needs: what stands of a need that a practice left open when it shrank or stopped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from domain.events import Event
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.phases.establishment.commands import Condition
from domain.phases.establishment.events import LinkedNeedDeclined, LinkedNeedStarted, NeedLinked, NeedUnlinked
from domain.refusals import NotAsked
from domain.sealed import Sealed

if TYPE_CHECKING:
    from domain.phases.establishment.state import Establishment

DUTY: Final = "answer_linked_need"


@dataclass(frozen=True)
class Linked:
    """How the practice was doing at which check-in, in which words, and the initiative that started from it. `times` it
    was asked about; `declined`: nothing is started; `over`: the answer was changed, and it is no need any more.
    """

    check_in: int
    condition: Condition
    text: Sealed | None = None
    times: int = 0
    initiative: str | None = None
    declined: bool | None = None
    over: bool | None = None


def after(linked: dict[str, Linked], event: Event) -> dict[str, Linked]:
    """The linked needs once this event has happened."""
    match event:
        case NeedLinked(need, check_in, condition, text=text):
            before = linked.get(need, Linked(check_in, condition, over=True))
            if before.over:  # it is asked about anew
                before = Linked(check_in, condition, times=before.times + 1)
            return linked | {need: replace(before, condition=condition, text=text)}
        case NeedUnlinked(need):
            return linked | {need: replace(linked[need], over=True)}
        case LinkedNeedStarted(need, initiative):
            return linked | {need: replace(linked[need], initiative=initiative, over=None)}
        case LinkedNeedDeclined(need):
            return linked | {need: replace(linked[need], declined=True)}
        case _:
            return linked


def known(state: Establishment, need: str, begun: bool | None = None) -> Linked:
    """The linked need of this id, if it still is one, or an initiative has `begun` with it. Raises NotAsked."""
    linked = state.linked.get(need)
    if linked is None or (linked.over and not begun):
        raise NotAsked(f"no need '{need}' is linked", path="need", remedy="name one of those that check-ins left")
    return linked


def about(initiative: Initiative, need: str) -> tuple[Obligation, ...]:
    """What is or was owed about it. What is asked again has a number behind it."""
    return tuple(owed for owed in initiative.of_duty(DUTY) if (owed.subject or "").partition(".")[0] == need)


def unanswered(state: Establishment) -> tuple[str, ...]:
    """Those of which nobody has said yet whether something starts from them."""
    return tuple(id for id, need in state.linked.items() if not (need.initiative or need.declined or need.over))
