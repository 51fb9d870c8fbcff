"""Survival of several practices, read from what their check-ins told."""

from __future__ import annotations

from api.web.pictures.readings.survivals import survival_of
from api.web.pictures.survival import Fate
from domain.phases.establishment.surviving import CheckIn, Heard, Survival
from domain.spans import Span
from tests.api.web.pictures.samples import day
from tests.api.web.pictures.sheets import require_readable

AT = tuple(map(Span.parse, ("P3M", "P6M", "P12M")))


def _survival(*heard: Heard) -> Survival:
    check_ins = tuple(CheckIn(number, day(1, number), one) for number, one in enumerate(heard, start=1))
    return Survival(day(1, 1), "seat-01", check_ins, {})


def test_silence_is_unknown_and_what_stopped_stays_stopped() -> None:
    lived = _survival(Heard.ALIVE, Heard.UNKNOWN, Heard.TO_COME)
    stopped = _survival(Heard.STOPPED, Heard.SPARED, Heard.SPARED)
    shown = survival_of([lived, stopped], AT, "fi")
    assert [one.name for one in shown.check_ins] == ["3 kk", "6 kk", "12 kk"]
    assert [dict(one.told) for one in shown.check_ins] == [
        {Fate.ALIVE: 1, Fate.STOPPED: 1},
        {Fate.UNKNOWN: 1, Fate.STOPPED: 1},
        {Fate.STOPPED: 1, Fate.TO_COME: 1},
    ]
    assert shown.description.startswith("Käytäntöjä 2. 3 kk: elossa 1, loppunut 1.")
    require_readable(shown.drawn)


def test_a_check_in_that_a_late_practice_is_not_asked_tells_nothing_of_it() -> None:
    shown = survival_of([_survival(Heard.ALIVE)], AT, "en")
    assert [sum(one.counts.values()) for one in shown.check_ins] == [1, 1, 1]
    assert dict(shown.check_ins[2].told) == {Fate.UNKNOWN: 1}
