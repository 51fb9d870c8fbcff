"""The report to a funder as a page: one file without scripts or anything from elsewhere, to read, print or send."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from letters.story import words_in

_WORDS = Path(__file__).parent / "reports"
_ZONE = ZoneInfo("Europe/Helsinki")
_TEMPLATES = Environment(
    loader=PackageLoader("letters"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def report_words(language: str) -> Mapping[str, Any]:
    """The words of the report in one of the languages of stories; sectors, conditions and outcomes are theirs."""
    own = tomllib.loads((_WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    stories = words_in(language)
    return own | {name: stories[name] for name in ("sectors", "outcomes")} | {"five": stories["conditions"]}


def report_page(report: object, language: str) -> str:
    """The report; `report` has the fields of a `FunderReport`."""
    words = report_words(language)

    def day(when: datetime | date) -> str:
        at = when.astimezone(_ZONE) if isinstance(when, datetime) else when
        return str(words["day"].format(day=at.day, month=at.month, year=at.year))

    def moment(when: datetime) -> str:
        at = when.astimezone(_ZONE)
        return str(words["moment"].format(day=at.day, month=at.month, year=at.year, hour=at.hour, minute=at.minute))

    def spent(minutes: int) -> str:
        return str(words["hour"].format(hours=minutes // 60, minutes=minutes % 60))

    def number(value: str) -> str:
        return value if language == "en" else value.replace(".", ",")

    def money(cents: int) -> str:
        return f"{number(f'{cents // 100}.{cents % 100:02}')} €"

    page = _TEMPLATES.get_template("report.html")
    shown = {"day": day, "moment": moment, "spent": spent, "money": money, "number": number}
    return page.render(report=report, words=words, language=language, **shown)
