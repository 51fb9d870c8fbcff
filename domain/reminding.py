"""Reminding everybody who still owes something, at once, within bounds that no reader has to find hard to bear."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from domain.acting import coordinators
from domain.asking import told_at
from domain.correspondence.budget import MOST_ABOUT_ONE
from domain.events import EverybodyReminded, Spared
from domain.initiative import Initiative
from domain.obligations import Obligation, ObligationState
from domain.refusals import NobodyToRemind, NotAsked
from domain.spans import Span, Unit

REST: Final = Span(2, Unit.WORKING_DAYS)
"""How long nobody is asked again."""

_IN_WORDS = {
    Spared.ASKED_LATELY: f"about {{}} the last letter is not {REST.amount} working days old",
    Spared.ASKED_OFTEN: f"about {{}} as many letters have gone as may ({MOST_ABOUT_ONE})",
}


def reminded(initiative: Initiative, now: datetime) -> EverybodyReminded:
    """Remind everybody of what they still owe, but for those who coordinate. Raises NotAsked while the initiative
    rests, NobodyToRemind where nobody would get a letter.
    """
    if initiative.paused is not None:
        raise NotAsked("the initiative rests, and asks for nothing", remedy="let it go on first")
    owed = _owed(initiative)
    spared = {one.id: why for one in owed if (why := _spared(initiative, one, now)) is not None}
    to = {one.id: one.owed_by for one in owed if one.id not in spared}
    if not to:
        raise _nobody(initiative, owed, spared)
    return EverybodyReminded(to, told_at(initiative, now), spared)


def _owed(initiative: Initiative) -> list[Obligation]:
    """What is owed now, but for what those who coordinate owe themselves, and what a seat owes that nobody holds."""
    vacant, backbone = initiative.facts.people.vacant, coordinators(initiative)
    found = (o for o in initiative.obligations.values() if o.state is ObligationState.OPEN and o.seat not in vacant)
    return [owed for owed in found if owed.seat is not None or owed.owed_by not in backbone]


def _spared(initiative: Initiative, owed: Obligation, now: datetime) -> Spared | None:
    if (owed.letters or 1) >= MOST_ABOUT_ONE:
        return Spared.ASKED_OFTEN
    return Spared.ASKED_LATELY if now < _rested(initiative, owed) else None


def _rested(initiative: Initiative, owed: Obligation) -> datetime:
    """The end of the second working day after the last letter."""
    return initiative.calendar.due(owed.asked_at or told_at(initiative, owed.opened_at), REST)


def _nobody(initiative: Initiative, owed: list[Obligation], spared: dict[str, Spared]) -> NobodyToRemind:
    if not owed:
        return NobodyToRemind("nobody owes anything now", remedy="look at the initiative for what it waits for")
    counted = Counter(spared.values())
    why = "; ".join(_IN_WORDS[one].format(_duties(counted[one])) for one in Spared if one in counted)
    rested = [_rested(initiative, one) for one in owed if spared[one.id] is Spared.ASKED_LATELY]
    if not rested:
        return NobodyToRemind(why, remedy="call them")
    day = initiative.calendar.local(min(rested)).date().isoformat()
    return NobodyToRemind(why, remedy=f"remind them on {day} or later, or call them")


def _duties(number: int) -> str:
    return "one duty" if number == 1 else f"{number} duties"
