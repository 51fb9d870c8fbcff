"""How an answer by phone is entered: every duty of a seat has a way, complete but for what is still to be said."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from typing import Any

import pytest

from api.answering import ANSWERS
from api.bodies import body_of
from api.phone_ways import THINGS, Way, ways
from domain.commands import Command
from domain.obligations import Obligation
from letters.wording import minutes_by_duty
from tests.fixtures.applications import described

START = datetime(2026, 1, 12, 8, tzinfo=UTC)
SUBJECTS = {"confirm_statement": "2", "answer_readiness": "1", "answer_pulse": "2026-02", "settle_commitment": "c3"}


@pytest.fixture(scope="module")
def examples() -> dict[str, Any]:
    """The example of each path of the API's description."""
    return {
        path: ways["post"]["requestBody"]["content"].get("application/json", {}).get("example")
        for path, ways in described()["paths"].items()
        if "requestBody" in ways.get("post", {})
    }


def of(duty: str) -> tuple[Way, ...]:
    subject = SUBJECTS.get(duty, "x4.1")
    owed = Obligation(f"phase.1/{duty}/seat-01/{subject}", duty, "seat-01", subject, "a1", START, START, "normal")
    return ways("i1", owed)


@pytest.mark.parametrize("duty", sorted(ANSWERS))
def test_every_way_needs_nothing_but_what_is_still_to_be_said(duty: str, examples: dict[str, Any]) -> None:
    assert len(of(duty)) == len(ANSWERS[duty])
    for way in of(duty):
        example = examples[way.path.replace("/i1/", "/{initiative}/")]
        blank = {name for name, value in way.body.items() if _is_blank(name, value)}
        filled = {name: example[name] if name in blank else value for name, value in way.body.items()}
        said = body_of(Command.kinds[way.command]).model_validate(filled)
        assert (said.for_seat, said.channel) == ("seat-01", "phone")
        assert not blank & {*THINGS, "statement", "for_seat", "channel"}


def _is_blank(name: str, value: object) -> bool:
    return value == name.upper() or "|" in str(value)


@pytest.mark.parametrize("duty", sorted(ANSWERS))
def test_the_command_line_says_the_same(duty: str) -> None:
    for way in of(duty):
        talkoot, say, initiative, command, *fields = shlex.split(way.say)
        assert (talkoot, say, initiative, f"/api/v1/initiatives/i1/{command}") == ("talkoot", "say", "i1", way.path)
        assert dict(field.split("=", 1) for field in fields) == {name: str(value) for name, value in way.body.items()}


def test_choices_stand_as_they_may_be_said() -> None:
    (way,) = of("answer_invitation")
    assert way.body["reply"] == "yes|no|deputy|other"
    assert [way.body.get("need") for way in of("confirm_wording")] == ["x4"]
    assert of("decide_exit") == ()


def test_of_every_duty_it_is_known_how_long_it_takes() -> None:
    assert ANSWERS.keys() <= minutes_by_duty().keys()
