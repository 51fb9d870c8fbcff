"""Notice: what new rules bring is not asked at once. Once the notice is over, it is."""

from __future__ import annotations

from datetime import datetime

from domain.calendar import Calendar
from domain.events import Event, ObligationOpened
from domain.initiative import Initiative
from domain.operating_model import OperatingModel
from domain.remodelling.events import NoticeEnded
from domain.remodelling.folding import after
from domain.spans import Span, Unit

NOTICE = Span(5, Unit.WORKING_DAYS)
"""How long before it is asked a new duty is known, where the new model says nothing else."""

_SAME_DAY = Span(0, Unit.WORKING_DAYS)


def notice_of(model: OperatingModel) -> Span:
    """The notice that a model gives of the duties that it brings."""
    return model.decision.notice or NOTICE


def asked_from(calendar: Calendar, model: OperatingModel, now: datetime) -> datetime:
    """When new duties are asked: at the first sending slot once the days of the notice are over."""
    return calendar.slot(calendar.due(now, notice_of(model)), _SAME_DAY)


def notice_ends(initiative: Initiative) -> datetime | None:
    """When `notice_ended` has something new; None where no notice is running."""
    return initiative.remodelled.asked_from if initiative.remodelled else None


def notice_ended(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """From now on all that the new rules know is asked: what a phase asks at its opening, the present one asks now."""
    changed, until = initiative.remodelled, notice_ends(initiative)
    if changed is None or until is None or now < until:
        return ()
    ended = NoticeEnded((*changed.duties, *changed.beside), changed.matters)
    following = after(initiative, ended, now)
    known = {owed.duty for owed in initiative.obligations.values()}
    opening = following.now_in.opening(following, now)
    new = frozenset(changed.duties) - known
    return (ended, *(event for event in opening if isinstance(event, ObligationOpened) and event.duty in new))
