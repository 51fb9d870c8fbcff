"""The sheet: every entry of hours that counts, and their sums by activity, seat and month, with their value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from domain.matters.hours.events import HoursGiven

AN_HOUR = 60


@dataclass(frozen=True)
class Sum:
    """What was given to one thing, by one seat or in one month: how many entries, and the minutes of one person in all.

    `cents` is its value by the model's rate, rounded down.
    """

    of: str
    entries: int
    minutes: int
    cents: int


@dataclass(frozen=True)
class Worth:
    """The value in cents of all that was given, by the rate of one call."""

    call: str
    cents_an_hour: int
    cents: int


@dataclass(frozen=True)
class Sheet:
    """All hours of an initiative. `by_work` goes by activity, `meeting` and `other`; months read `2026-11`."""

    minutes: int
    cents_an_hour: int
    cents: int
    by_work: tuple[Sum, ...]
    by_seat: tuple[Sum, ...]
    by_month: tuple[Sum, ...]
    calls: tuple[Worth, ...]


def counting(given: Iterable[HoursGiven]) -> tuple[HoursGiven, ...]:
    """The entries that count, in order: none that was corrected, none that says that nothing was given."""
    every = tuple(given)
    replaced = {entry.replaces for entry in every}
    return tuple(entry for entry in every if entry.entry not in replaced and entry.minutes)


def sheet(counted: tuple[HoursGiven, ...], cents_an_hour: int, rates: dict[str, int]) -> Sheet:
    """The sums of entries that count. Values are of whole sums, so those of parts may miss a cent of theirs."""

    def sums(key: Callable[[HoursGiven], str]) -> tuple[Sum, ...]:
        grouped: dict[str, list[HoursGiven]] = {}
        for entry in counted:
            grouped.setdefault(key(entry), []).append(entry)
        return tuple(_sum(of, entries, cents_an_hour) for of, entries in sorted(grouped.items()))

    minutes = _minutes(counted)
    return Sheet(
        minutes=minutes,
        cents_an_hour=cents_an_hour,
        cents=minutes * cents_an_hour // AN_HOUR,
        by_work=sums(lambda entry: entry.activity or entry.work),
        by_seat=sums(lambda entry: entry.seat),
        by_month=sums(lambda entry: f"{entry.day:%Y-%m}"),
        calls=tuple(Worth(call, cents, minutes * cents // AN_HOUR) for call, cents in sorted(rates.items())),
    )


def _sum(of: str, entries: list[HoursGiven], cents_an_hour: int) -> Sum:
    minutes = _minutes(entries)
    return Sum(of, len(entries), minutes, minutes * cents_an_hour // AN_HOUR)


def _minutes(entries: Iterable[HoursGiven]) -> int:
    return sum(entry.minutes * entry.people for entry in entries)
