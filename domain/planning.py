"""Planning backward: how late each milestone may be reached before a deadline that does not move.

Milestones take whole working days and follow one another; the longest way to the deadline decides. Only numbers of
days stand here; `domain.backplan` lays them on a calendar.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

Milestones = tuple["Milestone", ...]


@dataclass(frozen=True)
class Milestone:
    """Something to be reached: it takes so many working days once all that it comes `after` has been reached.

    `shortest` is how many days it takes at the least if it must; None where it may not be shortened.
    """

    id: str
    takes: int
    after: tuple[str, ...] = ()
    shortest: int | None = None

    @property
    def room(self) -> int:
        """By how many days it may be shortened."""
        return 0 if self.shortest is None else max(self.takes - self.shortest, 0)


def in_order(milestones: Iterable[Milestone]) -> Milestones:
    """The milestones, each behind those that it comes after, otherwise as they were written.

    Raises ValueError if some wait for each other, or for one that is not there.
    """
    ahead, ordered = list(milestones), dict[str, Milestone]()
    while ahead:
        found = next((one for one in ahead if set(one.after) <= ordered.keys()), None)
        if found is None:
            raise ValueError("these milestones wait for each other, or for none that is there")
        ordered[found.id] = found
        ahead.remove(found)
    return tuple(ordered.values())


def days_behind(milestones: Milestones) -> dict[str, int]:
    """How many working days all that follows each milestone takes, by the longest way from it to the end."""
    behind: dict[str, int] = {}
    for one in reversed(in_order(milestones)):
        behind[one.id] = max(
            (later.takes + behind[later.id] for later in milestones if one.id in later.after), default=0
        )
    return behind


def days_until(milestones: Milestones, reached: Collection[str] = ()) -> dict[str, int]:
    """How many working days it takes from now to reach each milestone that has not been reached, by the longest way."""
    until: dict[str, int] = {}
    for one in in_order(milestones):
        if one.id not in reached:
            until[one.id] = one.takes + max((until[name] for name in one.after if name in until), default=0)
    return until


def days_needed(milestones: Milestones, reached: Collection[str] = ()) -> int:
    """How many working days all that has not been reached takes together."""
    return max(days_until(milestones, reached).values(), default=0)


def shortened(milestones: Milestones, reached: Collection[str], days: int) -> Milestones:
    """The same milestones, shortened until all fit into so many days, or as far as helps where they never do.

    If they fit, none is shortened in vain: a day given back to any of them would make the plan too long again.
    """
    longer = {one.id: one.takes for one in milestones}
    while days_needed(milestones, reached) > days:
        roomy = max(_longest_way(milestones, reached), key=lambda one: one.room)
        if not roomy.room:
            return milestones
        milestones = _with(milestones, replace(roomy, takes=roomy.takes - 1))
    for one in milestones:
        for takes in range(longer[one.id], one.takes, -1):
            eased = _with(milestones, replace(one, takes=takes))
            if days_needed(eased, reached) <= days:
                milestones = eased
                break
    return milestones


def _longest_way(milestones: Milestones, reached: Collection[str]) -> list[Milestone]:
    """The milestones of one longest way, the first of those written where several are as long."""
    until, by_id = days_until(milestones, reached), {one.id: one for one in milestones}
    way = [max((by_id[name] for name in until), key=lambda one: until[one.id])]
    while before := [name for name in way[-1].after if name in until]:
        way.append(by_id[max(before, key=lambda name: until[name])])
    return way[::-1]


def _with(milestones: Milestones, changed: Milestone) -> Milestones:
    return tuple(changed if one.id == changed.id else one for one in milestones)
