"""The preparation that the seed tells, walked as it is written in docs/examples, with the clock in 2025."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from api.bodies import body_of, texts_of
from api.folds import Folded
from api.preparation import preparation
from domain.actors import RULE
from domain.commands import Command, TakeExit, read_command
from domain.deciding import opening
from domain.events import InitiativeStarted
from domain.folding import begin
from domain.ledger.entries import Recorded
from domain.mandates import Mandate
from domain.matters.application import Application
from domain.operating_model import ExitKind
from domain.sealed import Sealed
from domain.seats import Seat, Sector
from domain.telling import account
from domain.wire import plain, typed
from letters.story import LANGUAGES, as_text, story
from operating_models.load import load_text, published
from operating_models.pin import pin
from tests.fixtures.rules import Play, charter, text

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "preparation.yaml"


@cache
def example() -> dict[str, Any]:
    return load_text(EXAMPLE.read_text(encoding="utf-8"))


def begun() -> Play:
    """The preparation on its first day."""
    told = example()
    now = datetime.fromisoformat(told["start"])
    model = published()[told["model"]]
    seats = tuple(
        Seat(name, one["organisation"], Sector(one["sector"]), f"holder-{name}", f"deputy-{name}")
        for name, one in told["seats"].items()
    )
    started = replace(
        charter(seats, model),
        pin=pin(model.calendar.zone, model.calendar.holidays, now.date()),
        place=told["place"],
        theme=told["theme"],
        mandate=typed(Mandate, {"id": "mandate", **told["mandate"]}),
        backbone=told["mandate"]["given_to"],
    )
    started.mandate.require(
        act="start", holder=started.backbone, place=started.place, theme=started.theme, day=now.date()
    )
    first = InitiativeStarted(started, text())
    play = Play(begin(first), now, [Recorded(1, now, RULE, None, first, None)])
    play.record(opening(play.initiative, model.first, now))
    return play


def command(step: dict[str, Any]) -> Command:
    """What is said, as its body over HTTP would be read."""
    kind = Command.kinds[step["say"]]
    fields = {name: value for name, value in step.items() if name not in ("say", "by")}
    said = body_of(kind).model_validate(fields).model_dump(mode="json", exclude_none=True)
    for name in texts_of(kind):
        if name in said:
            said[name] = plain(Sealed(hashlib.sha256(said[name].encode()).hexdigest(), len(said[name]), "fi"))
    return read_command({"kind": kind.KIND, **said})


def walked(steps: list[dict[str, Any]], play: Play) -> Play:
    for step in steps:
        if "wait" in step:
            play.wait(step["wait"])
            continue
        play.say(command(step), *([play.speaker(step["by"])] if "by" in step else []))
        if play.initiative.settled and play.initiative.outcome is None:
            play.record(opening(play.initiative, str(play.initiative.at.to), play.now))
    return play


def test_the_example_says_what_the_seed_says_and_marks_what_is_assumed() -> None:
    told, call = example(), example()["said"][0]
    assert (told["mandate"]["given_by"], told["mandate"]["given_to"]) == (
        "Pohjois-Savon järjestöneuvosto",
        "Nuorten Palvelu ry",
    )
    assert (call["title"], call["funder"], call["day"]) == ("Älykkäät kylät", "ely_keskus", "2025-09-30")
    assert "time" not in call
    assert told["backplan"]["assumed"] is True


def test_the_back_plan_of_the_first_day_is_the_one_that_the_example_shows() -> None:
    play = walked(example()["said"][:1], begun())
    shown, wanted = preparation(Folded(play.initiative, len(play.entries)), play.now), example()["backplan"]
    assert shown.call is not None
    assert shown.backplan is not None
    assert shown.call.deadline == shown.backplan.deadline == datetime.fromisoformat(wanted["deadline"])
    assert (shown.call.assumed, shown.call.time, shown.call.zone) == (True, "23:59", "Europe/Helsinki")
    assert shown.backplan.slack == wanted["slack"]
    assert {one.id: one.latest_day.isoformat() for one in shown.backplan.milestones} == {
        name: wanted[name] for name in ("full_draft", "comments", "endorsements", "freeze", "submit")
    }
    assert (shown.mandatory, shown.covered, shown.product) == (5, 0, None)


def test_the_story_of_the_first_day_tells_the_deadline_that_the_time_is_assumed_and_what_is_spare() -> None:
    play = walked(example()["said"][:1], begun())
    told = {lang: as_text(story(account(play.initiative, play.now), {}, lang)) for lang in LANGUAGES}
    assert "Hakemuksen määräaika on 30.9.2025 klo 23.59. Tämä määräaika ei siirry." in told["fi"]
    assert "oletetaan 23:59" in told["fi"]
    assert "Työpäiviä on varalla 11." in told["fi"]
    assert "koko luonnos: viimeistään 2.9.2025" in told["fi"]
    assert "There are 11 working days to spare." in told["en"]
    assert "Ansökan ska lämnas senast 30.9.2025 kl. 23.59" in told["sv"]


def test_the_example_leads_from_the_needs_to_the_receipt_before_the_deadline() -> None:
    play = walked(example()["said"], begun())
    shown = preparation(Folded(play.initiative, len(play.entries)), play.now)
    assert (shown.covered, shown.mandatory, shown.product) == (5, 5, "plan")
    assert shown.receipt is not None
    assert (shown.receipt.number, shown.receipt.late) == ("HAK-1/2025", False)
    assert shown.text_sha256 is not None
    assert [one.section for one in shown.requirements] == ["s1", "s1", "s2", "s3", "s4", None]
    assert "Rahoittajan päätöstä odotetaan." in as_text(story(account(play.initiative, play.now), {}, "fi"))
    assert [clause.clause for clause in account(play.initiative, play.now).lacking] == ["application.decided"]


def test_the_partnership_that_does_not_work_is_the_other_product() -> None:
    play = walked(example()["said"][:1], begun())
    play.say(TakeExit(ExitKind.STOP, text()))
    shown = preparation(Folded(play.initiative, len(play.entries)), play.now)
    assert (play.initiative.outcome, shown.product) == ("stopped_well", "no_partnership")


def test_a_missed_deadline_is_told_and_an_impossible_plan_says_what_comes_too_late() -> None:
    play = walked(example()["said"][:1], begun())
    play.wait_until(datetime.fromisoformat("2025-09-16T12:00:00+03:00"))
    said = as_text(story(account(play.initiative, play.now), {}, "fi"))
    assert "Aika on 9 työpäivää liian lyhyt" in said
    assert "myöhästyy: koko luonnos" in said
    play.wait_until(datetime.fromisoformat("2025-10-02T12:00:00+03:00"))
    if play.initiative.outcome is None:
        assert play.initiative.kept(Application).missed
        assert "Määräaika on mennyt umpeen" in as_text(story(account(play.initiative, play.now), {}, "fi"))


def test_a_plan_that_is_a_little_late_says_what_may_be_shortened() -> None:
    play = walked(example()["said"][:1], begun())
    play.now += timedelta(days=18)
    said = as_text(story(account(play.initiative, play.now), {}, "fi"))
    assert "Suunnitelma on 3 työpäivää liian pitkä. Se mahtuu, jos nämä vievät vähemmän aikaa:" in said
