"""The needs themselves: which there are, what lies in what, and who stands behind each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.facts import Need, NeedAnswer
from domain.refusals import NotAsked

MOST: Final = 100
"""As many needs as one coordinator can answer, and one initiative can carry from phase to phase."""

Needs = Mapping[str, Need]
Supporters = Mapping[str, tuple[str, ...]]


def require_room(needs: Needs) -> None:
    """Raise NotAsked where there are as many needs as there can be."""
    if len(needs) >= MOST:
        raise NotAsked(
            f"this initiative holds {MOST} needs, as many as can be answered in one",
            remedy="support a need that has been raised, or ask the coordinator to start another initiative",
        )


def known(needs: Needs, need: str, path: str) -> Need:
    """The need of this id. Raises NotAsked with the path where it was named."""
    if need not in needs:
        raise NotAsked(f"no need '{need}' has been raised", path=path, remedy="name one of the initiative's needs")
    return needs[need]


def lies_in(needs: Needs, need: str, other: str) -> bool:
    """Whether `need` is `other`, or part of it over any number of merges. It ends also where needs go in a circle, as
    no answer lets them, though a correction that is weighed might.
    """
    here: str | None = need
    passed: set[str] = set()
    while here is not None and here != other and here not in passed:
        passed.add(here)
        here = needs[here].merged_into
    return here == other


def parts(needs: Needs, need: str) -> tuple[str, ...]:
    """The ids of the needs that are part of this one, directly or over others."""
    return tuple(other for other in needs if other != need and lies_in(needs, other, need))


def backing(needs: Needs, supporters: Supporters, need: str) -> tuple[str, ...]:
    """The seats that stand behind a need, by id: its supporters, and whoever raised or supports a part of it.

    Each counts once, and the seat that raised the need itself does not count.
    """
    within = parts(needs, need)
    seats = {seat for part in (need, *within) for seat in supporters.get(part, ())}
    seats |= {raised for part in within if (raised := needs[part].seat) is not None}
    return tuple(sorted(seats - {needs[need].seat}))


def grounds(needs: Needs) -> tuple[str, ...]:
    """The needs on which a problem can be stated: taken up, or not answered yet and joined by others."""
    joined = {need.merged_into for need in needs.values()}
    return tuple(
        need.id
        for need in needs.values()
        if need.answer is NeedAnswer.TAKEN_UP or (need.answer is None and need.id in joined)
    )
