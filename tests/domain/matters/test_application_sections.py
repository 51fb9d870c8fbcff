"""Sections of an application: owed by their owners, written in versions, and passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from domain.matters.application.commands import (
    AllotSection,
    ChangeSection,
    OpenEndorsing,
    ResumeDrafting,
    WriteSection,
)
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled
from tests.domain.matters.applications import (
    CALL,
    FIRST,
    PREPARATION,
    SEATS,
    SECOND,
    THIRD,
    due_day,
    held,
    kept,
    owing,
    refused,
)
from tests.domain.matters.applications import play as play
from tests.fixtures.rules import Play, roster, text


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


def test_a_title_changes_with_the_text_also_once_drafting_was_resumed_and_so_does_the_hash() -> None:
    play = held(Play.of("joint_planning", roster(6), PREPARATION, accepted=SEATS, chair=FIRST))
    former, better = kept(play), ChangeSection("s1", title=text(9))
    refused(play, better, NotAsked)
    play.say(ResumeDrafting())
    play.say(better)
    assert kept(play).sections["s1"] == replace(former.sections["s1"], title=text(9))
    refused(play, better, AlreadyAnswered)
    play.say(ChangeSection("s1", answers=("goals", "logo")))
    assert kept(play).sections["s1"].title == text(9)
    play.say(OpenEndorsing())
    assert former.text_sha256 != kept(play).text_sha256 is not None
