"""Duplicates in the activity map: the same work under two ids. They are shown with the plan, and bar nothing.

Titles lie in the vault, so this is asked where they may be read.
"""

from __future__ import annotations

from collections.abc import Mapping


def fingerprint(title: str) -> str:
    """What is left of a title without case, order of words, marks and spaces: `Talkoot, kevät!` is `kevät talkoot`."""
    kept = "".join(sign if sign.isalnum() else " " for sign in title.casefold())
    return " ".join(sorted(kept.split()))


def duplicates(titles: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The ids of activities with titles of one fingerprint, whoever owns them, in the order of the map. Titles that
    cannot be read any more (empty) are like none.
    """
    alike: dict[str, list[str]] = {}
    for activity, title in titles.items():
        if print_ := fingerprint(title):
            alike.setdefault(print_, []).append(activity)
    return tuple(tuple(ids) for ids in alike.values() if len(ids) > 1)
