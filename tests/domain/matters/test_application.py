"""The application: a call and its deadline, sections, comments, endorsements, the frozen text, receipt and decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.matters.application.commands import (
    AllotSection,
    AnswerComment,
    ChangeCall,
    ChangeSection,
    CommentSection,
    Endorse,
    Freeze,
    NoComment,
    OpenComments,
    OpenEndorsing,
    ResumeDrafting,
    WriteSection,
)
from domain.matters.application.events import ApplicationFrozen, CallChanged, CallNamed
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, TooEarly
from tests.domain.matters.applications import (
    BUDGET,
    CALL,
    DAY,
    FIRST,
    GOALS,
    LOGO,
    PREPARATION,
    SEATS,
    SECOND,
    THIRD,
    TODAY,
    drafted,
    due_day,
    frozen,
    held,
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


def test_sections_are_owed_by_their_owners_by_the_models_rule_or_the_back_plan_whichever_is_sooner(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    assert owing(play, "write_section") == [(FIRST, "s1")]
    assert due_day(play, "write_section") == date(2026, 1, 26)  # P14D
    assert due_day(play, "reach_milestone") == date(2026, 3, 3)  # four weeks before
    play.wait_until(datetime(2026, 2, 24, 8, tzinfo=UTC))
    play.say(AllotSection(text(), SECOND, FIRST, ("budget",)))
    other = play.initiative.owed("write_section", subject="s2")
    assert other is not None
    assert play.initiative.calendar.due_day(other.due) == date(2026, 3, 5)  # the comments are cut by two days


def test_the_owner_and_the_deputy_write_and_every_version_is_kept(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    refused(play, WriteSection("s1", text()), NotEntitled, "section", THIRD)
    play.seat_says(FIRST, WriteSection("s1", text()))
    play.seat_says(SECOND, WriteSection("s1", text(40)))
    assert (kept(play).sections["s1"].version, kept(play).sections["s1"].text) == (2, text(40))
    assert owing(play, "write_section") == []


def test_a_section_passes_to_another_owner_who_then_owes_it(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND))
    play.say(ChangeSection("s1", owner=THIRD, answers=("goals", "logo")))
    assert owing(play, "write_section") == [(THIRD, "s1")]
    assert kept(play).sections["s1"].answers == ("goals", "logo")
    refused(play, ChangeSection("s1", owner=THIRD), AlreadyAnswered)
    refused(play, ChangeSection("s1", deputy=THIRD), Malformed, "deputy")
    refused(play, ChangeSection("s1", answers=("price",)), Malformed, "answers[0]")
    refused(play, ChangeSection("s1", owner="seat-06"), NotEntitled, "owner")


def test_comments_wait_for_a_whole_draft_and_say_what_it_lacks(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    lacking = refused(play, OpenComments(), TooEarly)
    assert "section s1 is not written" in lacking.reason
    assert "requirement budget is not covered" in lacking.reason
    assert "logo" not in lacking.reason


def test_every_seat_is_asked_for_comments_and_an_objection_needs_an_answer(play: Play) -> None:
    drafted(play).say(OpenComments())
    assert [seat for seat, _ in owing(play, "comment_draft")] == list(SEATS)
    assert owing(play, "reach_milestone") == [(None, "comments")]
    play.seat_says(THIRD, CommentSection("s1", text(), objects=True))
    assert owing(play, "answer_comment") == [(FIRST, "k1")]
    for seat in (FIRST, SECOND, *SEATS[3:]):
        play.seat_says(seat, NoComment())
    assert "k1" in refused(play, OpenEndorsing(), TooEarly).reason
    refused(play, AnswerComment("k1", text()), NotEntitled, "section", THIRD)
    play.seat_says(SECOND, AnswerComment("k1", text()))
    assert owing(play, "answer_comment") == []
    play.say(OpenEndorsing())


def test_the_text_is_not_held_before_all_have_had_their_chance_to_comment(play: Play) -> None:
    drafted(play).say(OpenComments())
    assert FIRST in refused(play, OpenEndorsing(), TooEarly).reason
    play.wait(15)
    play.say(OpenEndorsing())
    assert owing(play, "comment_draft") == []
    assert [seat for seat, _ in owing(play, "endorse_application")] == list(SEATS)


def test_a_held_text_is_not_changed_until_the_drafting_is_resumed(play: Play) -> None:
    held(play)
    refused(play, WriteSection("s1", text()), NotAsked, "", FIRST)
    refused(play, CommentSection("s1", text()), NotAsked, "", FIRST)
    before = kept(play).text_sha256
    play.say(ResumeDrafting())
    assert owing(play, "endorse_application") == []
    assert owing(play, "reach_milestone") == [(None, "comments.1")]
    play.seat_says(FIRST, WriteSection("s1", replace(text(), commitment="cd" * 32)))
    play.say(OpenEndorsing())
    assert kept(play).text_sha256 not in (None, before)


def test_the_text_is_frozen_once_enough_organisations_of_the_required_sectors_endorse_it(play: Play) -> None:
    held(play)
    refused(play, Endorse(True, text_sha256="00" * 32), NotAsked, "text_sha256", FIRST)
    for seat in (FIRST, SECOND, THIRD):
        play.seat_says(seat, Endorse(True))
    lacking = refused(play, Freeze(), TooEarly)
    assert "quorum has 3 of 4" in lacking.reason
    assert "sectors.leader has 0 of 1" in lacking.reason
    assert "seat-05" in lacking.remedy
    play.seat_says("seat-04", Endorse(False))
    play.seat_says("seat-04", Endorse(True))
    play.seat_says("seat-05", Endorse(True))
    done = next(event for event in play.say(Freeze()) if isinstance(event, ApplicationFrozen))
    assert (done.text_sha256, done.covered) == (kept(play).text_sha256, {"goals": "s1", "budget": "s2"})
    assert owing(play, "reach_milestone") == [(None, "submit")]


def test_the_hash_changes_with_every_text_every_requirement_and_the_call() -> None:
    def hashed(**changes: object) -> str | None:
        play = Play.of("joint_planning", roster(6), PREPARATION, accepted=SEATS)
        play.say(replace(CALL, **{k: v for k, v in changes.items() if k in ("day", "funder")}))  # type: ignore[arg-type]
        play.say(AllotSection(text(), FIRST, SECOND, changes.get("answers", ("goals", "budget"))))  # type: ignore[arg-type]
        play.seat_says(FIRST, WriteSection("s1", changes.get("text", text())))  # type: ignore[arg-type]
        play.say(OpenComments())
        play.wait(15)
        play.say(OpenEndorsing())
        return kept(play).text_sha256

    other = replace(text(), commitment="cd" * 32)
    answers = ("goals", "budget", "logo")
    found = [
        hashed(),
        hashed(text=other),
        hashed(answers=answers),
        hashed(day=date(2026, 4, 1)),
        hashed(funder="other"),
    ]
    assert None not in found
    assert len(set(found)) == len(found)
    assert hashed() == found[0]
