"""The trend of an indicator, from its contract and its series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from api.trends import IndicatorView, Observed, SeriesView
from api.web.pictures.picture import Table
from api.web.pictures.readings.speaking import Speaking
from api.web.pictures.signs import Sign
from api.web.pictures.trend import Report, Series, Trend, Value
from domain import facts
from domain.spans import Span, Unit

_LATE: Final = 2.5
"""So many times the rhythm without a report is a gap; twice is what a quiet season makes of a month."""
_DAYS: Final = {Unit.DAYS: 1.0, Unit.WORKING_DAYS: 7 / 5, Unit.MONTHS: 30.5}


def trend_of(view: IndicatorView, language: str, id: str, *, day: timedelta = timedelta(days=1)) -> Trend:
    """The picture of an indicator that has been defined. `day` is shorter where the model has a pace."""
    say = Speaking(language)
    words = say.of("trend")
    rhythm = Span.parse(view.rhythm)
    longest = day * (rhythm.amount * _DAYS[rhythm.unit] * _LATE)
    series = tuple(_series(one, say, longest, of) for of, one in enumerate(view.series))
    newest = series[-1]
    target, baseline = newest.target, newest.baseline
    foot = (_held(words["foot_target"], target), _held(words["foot_baseline"], baseline))
    title = view.series[-1].definition or words["untitled"]
    missing = any(report.value is None for one in series for report in one.reports)
    signs = ((Sign.NOT_OBTAINED, missing), (Sign.BREAK, len(series) > 1))
    return Trend(
        id=id,
        title=title,
        description=_described(series, say),
        series=series,
        target=_held(words["target"], target),
        baseline=_held(words["baseline"], baseline),
        foot=" ".join(filter(None, foot)),
        legend=tuple((sign, say.of("signs")[sign]) for sign, shown in signs if shown),
        decimal_mark=say.decimal_mark,
        table=Table(say.word("numbers"), title, tuple(words["table"]), tuple(_rows(series, say))),
    )


def _series(view: SeriesView, say: Speaking, longest: timedelta, number: int) -> Series:
    words = say.of("trend")
    broken = "" if number == 0 else words["broken" if view.reason else "broken_plain"]
    return Series(
        since=view.since,
        reports=tuple(_reports(view.values, say, longest)),
        baseline=_value(view.baseline, say),
        target=_value(view.target, say),
        low=_value(view.low, say),
        high=_value(view.high, say),
        break_said=broken.format(day=say.long_day(view.since), reason=_closed(view.reason or "")),
    )


def _reports(values: Sequence[Observed], say: Speaking, longest: timedelta) -> Iterator[Report]:
    """What was reported, and one that says so where nothing was for long: no line is drawn over what is missing."""
    words = say.of("trend")
    for one, after in pairwise((*values, None)):
        if one is None:
            return
        value = _value(one.value, say)
        yield Report(one.at, say.day(one.at), value, value.said if value else words["not_obtained"])
        if after is not None and after.at - one.at > longest:
            yield _unreported(one.at, after.at, say)


def _unreported(since: datetime, until: datetime, say: Speaking) -> Report:
    middle = since + (until - since) / 2
    return Report(middle, f"{say.day(since)}–{say.day(until)}", None, say.of("trend")["unreported"])


def _value(value: facts.Value | None, say: Speaking) -> Value | None:
    if value is None or value.number is None:
        return None
    return Value(float(value.number), say.number(value.number))


def _held(said: str, value: Value | None) -> str:
    """What is said of a value that the series is held to; nothing where there is none."""
    return said.format(value=value.said) if value else ""


def _closed(reason: str) -> str:
    """A reason as a sentence."""
    said = reason.strip()
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _described(series: Sequence[Series], say: Speaking) -> str:
    words, newest = say.of("trend"), series[-1]
    reports = [report for one in series for report in one.reports]
    told = [report for report in reports if report.value]
    last = told[-1] if told else None
    said = words["description"].format(
        reports=len(reports),
        missing=len(reports) - len(told),
        baseline=_held(words["baseline_said"], newest.baseline),
        target=_held(words["target_said"], newest.target),
        newest=words["newest_said"].format(value=last.said, day=last.day) if last else "",
    )
    return " ".join(said.split())


def _rows(series: Sequence[Series], say: Speaking) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(series, start=1):
        target = one.target.said if one.target else "–"
        for report in one.reports:
            day = say.long_day(report.at) if report.value else report.day
            yield day, report.said, target, str(number)
