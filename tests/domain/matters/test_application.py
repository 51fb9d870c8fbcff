"""The call of an application: named once, with its deadline, and changed only with a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.matters.application.commands import (
    ChangeCall,
)
from domain.matters.application.events import CallChanged, CallNamed
from domain.refusals import AlreadyAnswered, Malformed
from tests.domain.matters.applications import (
    BUDGET,
    CALL,
    DAY,
    GOALS,
    LOGO,
    SEATS,
    TODAY,
    due_day,
    frozen,
    kept,
    owing,
    refused,
)
from tests.domain.matters.applications import play as play
from tests.fixtures.rules import Play, roster, text


def test_the_coordinator_is_asked_for_the_call_where_a_gate_waits_for_it(play: Play) -> None:
    assert owing(play, "name_call") == [(None, None)]
    play.say(CALL)
    assert owing(play, "name_call") == []
    assert owing(play, "reach_milestone") == [(None, "full_draft")]
    assert not Play.of("joint_planning", roster(6), accepted=SEATS).initiative.of_duty("name_call")


def test_a_deadline_without_a_time_of_day_is_assumed_to_be_the_end_of_the_day_and_says_so(play: Play) -> None:
    named = next(event for event in play.say(CALL) if isinstance(event, CallNamed))
    assert (named.time, named.zone, named.assumed) == ("23:59", "Europe/Helsinki", True)
    assert named.deadline == datetime(2026, 3, 31, 20, 59, tzinfo=UTC)


def test_a_time_of_day_that_the_call_says_is_not_assumed(play: Play) -> None:
    play.say(replace(CALL, time="16:15", zone="Europe/Helsinki"))
    call = kept(play).call
    assert call is not None
    assert (call.assumed, call.deadline) == (False, datetime(2026, 3, 31, 13, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"time": "24:00"}, "time"),
        ({"time": "9.00"}, "time"),
        ({"zone": "Europe/Stockholm"}, "zone"),
        ({"funder": "ELY-keskus"}, "funder"),
        ({"day": TODAY - timedelta(days=1)}, "day"),
        ({"day": date(2031, 1, 1)}, "day"),
        ({"requirements": ()}, "requirements"),
        ({"requirements": (GOALS, GOALS)}, "requirements[1].id"),
        ({"requirements": (replace(GOALS, id="Tavoitteet 1"),)}, "requirements[0].id"),
    ],
)
def test_a_call_that_cannot_be_right_is_refused_where_it_is_wrong(
    play: Play, fields: dict[str, object], path: str
) -> None:
    assert refused(play, replace(CALL, **fields), Malformed, path).remedy  # type: ignore[arg-type]


def test_a_call_is_named_once_and_changed_only_with_a_trace_of_how_it_read_before(play: Play) -> None:
    play.say(CALL)
    refused(play, CALL, AlreadyAnswered)
    before = kept(play).call
    assert before is not None
    refused(play, ChangeCall(text(), "ely_keskus", DAY, (GOALS, BUDGET, LOGO)), AlreadyAnswered)
    later = ChangeCall(text(), "ely_keskus", date(2026, 4, 7), (GOALS, BUDGET), "16:15")
    changed = next(event for event in play.say(later) if isinstance(event, CallChanged))
    assert (changed.change, changed.former) == (1, before.deadline)
    call = kept(play).call
    assert call is not None
    assert (call.day, call.time, call.assumed, call.change) == (date(2026, 4, 7), "16:15", False, 1)
    assert owing(play, "reach_milestone") == [(None, "full_draft.1")]


def test_a_changed_call_opens_a_held_text_again_and_owes_it_by_the_new_plan(play: Play) -> None:
    frozen(play)
    play.say(ChangeCall(text(), "ely_keskus", date(2026, 4, 30), (GOALS, BUDGET)))
    assert (kept(play).text_sha256, kept(play).frozen_at, kept(play).endorsements) == (None, None, {})
    assert owing(play, "reach_milestone") == [(None, "comments.2")]
    assert due_day(play, "reach_milestone") == date(2026, 4, 16)
