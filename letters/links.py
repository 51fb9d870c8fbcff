"""Links: how an initiative is bound to others, in the words of its story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.initiative import Initiative
from domain.phases.establishment import Establishment


def linked_ids(initiative: Initiative) -> tuple[str, ...]:
    """The initiatives that its story names."""
    merge, follows = initiative.merge, initiative.charter.follows
    found = (
        merge.into.initiative if merge.into else None,
        merge.offer.into if merge.offer else None,
        follows.initiative if follows else None,
        *(taken.initiative for taken in merge.took_in),
        *(one.initiative for one in _left(initiative)),
    )
    return tuple(dict.fromkeys(one for one in found if one))


def told_links(initiative: Initiative, names: Mapping[str, str], words: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each; `names` says of initiatives by id what they are called."""

    def said(sentence: str, other: str = "", **more: int) -> str:
        return words[sentence].format(other=names.get(other, other), **more)

    merge, follows = initiative.merge, initiative.charter.follows
    if follows is not None:
        yield said("need" if follows.linked else "cycle", follows.initiative)
    for taken in merge.took_in:
        yield said("took_in", taken.initiative, needs=len(taken.needs), seats=len(taken.seats))
    if merge.into is not None:
        yield said("merged", merge.into.initiative)
    if merge.offer is not None and initiative.outcome is None:
        yield said("bound" if initiative.bound else "offered", merge.offer.into)
    for one in _left(initiative):
        yield said("started" if one.initiative else "declined" if one.declined else "linked", one.initiative or "")


def _left(initiative: Initiative) -> Iterator[Any]:
    """The needs that a practice of this phase has left."""
    state = initiative.state
    linked = state.linked.values() if isinstance(state, Establishment) else ()
    return (one for one in linked if not one.over)
