"""The report to a funder: all of it in each language, told as it is, and read on a telephone, a desk and paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from api.conditions import ConditionsView, ConditionView, RatedView
from api.funder_report import DecisionTold, FunderReport, Printed, Told
from api.trends import IndicatorView, Observed, SeriesView
from domain.conditions import CONDITIONS
from domain.events import TakenBy, VoteCounted
from domain.facts import CommitmentState, Level, Value, Verdict
from domain.matters.hours.commands import Work
from domain.matters.hours.events import HoursGiven
from domain.matters.hours.sheet import sheet
from domain.operating_model import ExitKind
from domain.reporting import Decision, Share
from domain.seats import Sector
from letters.report_pages import report_page, report_words
from tests.letters.test_looks import seen

LANGUAGES = ("fi", "sv", "en")
AT = datetime(2026, 11, 24, 7, 42, tzinfo=UTC)
PHASE = {"fi": "Pilotointi", "sv": "Pilot", "en": "Piloting"}
GIVEN = (
    HoursGiven("h1", "seat-1", Work.ACTIVITY, date(2026, 10, 2), 6, 90, activity="a1"),
    HoursGiven("h2", "seat-1", Work.MEETING, date(2026, 11, 2), 4, 60),
)
REPORT = FunderReport(
    initiative="i0123456789abcdef",
    title="Kylätalo <nuorten> käyttöön",
    place="297",
    theme="youth",
    backbone="Nuorten Palvelu ry",
    model="fi.yhteisovaikuttavuus 1.0.0",
    phase=PHASE,
    outcome=None,
    began_at=AT,
    ended_at=None,
    shares=tuple(Share(sector, 3, 2, 1) for sector in Sector),
    goals=(Told("g1", "Nuorilla on paikka, jossa olla iltaisin."), Told("g2", None)),
    activities=(Told("a1", "Avoin kylätalo", "Kylä ry"), Told("a2", "Kyydit", "Kunta", released=True)),
    indicators=(
        IndicatorView(
            "i1",
            Level.OUTCOME,
            "seat-1",
            "P1M",
            10,
            series=(
                SeriesView(
                    1,
                    AT,
                    "Käyntejä kuukaudessa",
                    None,
                    Value("12"),
                    Value("40"),
                    values=(Observed("o1", AT, Value("18.5")), Observed("o2", AT, Value(None))),
                ),
                SeriesView(2, AT, "Käyntejä viikossa", "Toisin laskettu"),
            ),
        ),
    ),
    decisions=(
        DecisionTold(
            Decision(
                40,
                AT,
                "piloting",
                ExitKind.ADVANCE,
                "evaluation",
                TakenBy.VOTE,
                "m1",
                True,
                votes=VoteCounted(7, 1, 2, 6, True, False),
            ),
            PHASE,
            {"fi": "Arviointi"},
            "3/2025 § 12",
            None,
        ),
        DecisionTold(
            Decision(20, AT, "piloting", ExitKind.HOLD, None, TakenBy.ROLE, "m1", False),
            PHASE,
            None,
            "3/2025 § 12",
            "Talvi tuli väliin.",
        ),
    ),
    promised=tuple(Told(f"c{n}", "Tila käyttöön", "Kunta", state) for n, state in enumerate(CommitmentState)),
    results=(*(Told(verdict, "Iltoja on enemmän", state=verdict) for verdict in Verdict), Told("c9", None)),
    hours=sheet(GIVEN, 1500, {"leader_2026": 1600}),
    wins=(Told("v1", "Kolme nuorta toi kaverinsa."), Told("v2", None)),
    lessons=(Told("l1", "Kyydit ratkaisevat."),),
    conditions=ConditionsView(
        "i0123456789abcdef",
        3,
        2,
        tuple(
            ConditionView(name, (RatedView(1, AT, n, (), mean, None, met),) if n else (), ())
            for name, n, mean, met in zip(
                CONDITIONS, (0, 2, 9, 9, 9), (None, None, 316, 250, 300), (None, None, True, False, True), strict=True
            )
        ),
    ),
    checkpoint=Printed(321, "talkoot.example/log", AT, "talkoot.example/log 321: 0123 4567 89ab cdef"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_told_in_each_language(language: str) -> None:
    page = report_page(REPORT, language)
    words = report_words(language)
    for heading in ("plan", "part", "decisions", "commitments", "measures", "results", "hours", "conditions"):
        assert f"<h2>{words[heading]}</h2>" in page
    for group in ("states", "verdicts"):
        assert all(said in page for said in words[group].values())
    for said in (words["gone"], words["invalid"], words["few"], words["not_verified"], words["not_obtained"]):
        assert said in page
    assert "Kylätalo &lt;nuorten&gt; käyttöön" in page
    assert "talkoot.example/log 321: 0123 4567 89ab cdef" in page
    assert "--at 321" in page
    assert "<script" not in page
    assert ("18.5" if language == "en" else "18,5") in page
    assert words["five"]["common_agenda"] in page


def test_the_words_are_those_of_all_languages_and_of_every_state() -> None:
    def keys(value: Any) -> Any:
        return {name: keys(inner) for name, inner in value.items()} if isinstance(value, dict) else None

    words = [dict(report_words(language)) for language in LANGUAGES]
    own = [{name: keys(said) for name, said in one.items() if name not in ("outcomes",)} for one in words]
    assert own[0] == own[1] == own[2]
    assert words[0]["exits"].keys() == set(ExitKind)
    assert words[0]["taken_by"].keys() == set(TakenBy)
    assert words[0]["states"].keys() == set(CommitmentState)
    assert words[0]["verdicts"].keys() == set(Verdict)
    assert set(Sector) <= words[0]["sectors"].keys()


def test_what_has_ended_tells_how_and_what_has_nothing_yet_says_so() -> None:
    ended = replace(REPORT, ended_at=AT, outcome="stopped_well", hours=None, promised=(), lessons=(), goals=())
    page = report_page(ended, "en")
    assert "ended on 24/11/2026: it was brought to a good end." in page
    assert page.count("Nothing is recorded.") == 4


@pytest.mark.parametrize("width", [390, 1280])
async def test_it_is_read_without_scrolling_sideways_and_axe_finds_nothing(width: int, tmp_path: Path) -> None:
    found = await seen(report_page(REPORT, "fi"), tmp_path, width=width, dark=False)
    assert (found.needed, found.faults["violations"], found.faults["undecided"]) == (width, [], [])
