"""Linking: a practice that shrank or stopped leaves the need open that it was to meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.asking import asked
from domain.events import Event, ObligationReleased
from domain.initiative import Initiative
from domain.phases.establishment.commands import Condition
from domain.phases.establishment.events import NeedLinked, NeedUnlinked
from domain.phases.establishment.linked_needs import DUTY, about

if TYPE_CHECKING:
    from domain.phases.establishment.state import Establishment

LEAVES: Final = (Condition.SHRUNK, Condition.STOPPED)
"""What an established practice leaves a need by."""


def follow(state: Establishment, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """What the check-ins leave: a need is linked as soon as one says so, and no longer once it says otherwise."""
    if DUTY not in initiative.rule.obligations or state.receiver is None:
        return ()
    return tuple(event for check_in in state.conditions for event in _of(state, initiative, check_in, now))


def _of(state: Establishment, initiative: Initiative, check_in: str, now: datetime) -> Iterator[Event]:
    need, condition = f"w{initiative.at.round}-{check_in}", state.conditions[check_in]
    linked = state.linked.get(need)
    if linked is not None and linked.initiative is not None:
        return  # another initiative has begun with it
    stands = linked is not None and not linked.over
    if condition not in LEAVES:
        if stands:
            yield NeedUnlinked(need)
            yield from (ObligationReleased(o.id) for o in about(initiative, need) if o.state.answerable)
        return
    text = state.notes.get(check_in)
    if linked is not None and stands and (linked.condition, linked.text) == (condition, text):
        return
    yield NeedLinked(need, int(check_in), condition, state.receiver or "", text)
    if not stands:
        times = linked.times if linked else 0
        yield from asked(initiative, DUTY, now, subject=f"{need}.{times + 1}" if times else need)
