"""The report to a funder as a page."""

from __future__ import annotations

from functools import cache

from letters.page_making import Words, page, words_from
from letters.story import words_in


@cache
def report_words(language: str) -> Words:
    """The words of the report in one of the languages of stories; sectors, conditions and outcomes are theirs."""
    stories = words_in(language)
    shared = {name: stories[name] for name in ("sectors", "outcomes")} | {"five": stories["conditions"]}
    return {**words_from("reports", language), **shared}


def report_page(report: object, language: str) -> str:
    """The report; `report` has the fields of a `FunderReport`."""
    words = report_words(language)

    def spent(minutes: int) -> str:
        return str(words["hour"].format(hours=minutes // 60, minutes=minutes % 60))

    def number(value: str) -> str:
        return value if language == "en" else value.replace(".", ",")

    def money(cents: int) -> str:
        return f"{number(f'{cents // 100}.{cents % 100:02}')} €"

    shown = {"spent": spent, "money": money, "number": number}
    return page("report", words, report=report, language=language, **shown)
