"""The text of an application is held, frozen once enough endorse it, and known by its hash."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.matters.application.commands import (
    AllotSection,
    CommentSection,
    Endorse,
    Freeze,
    OpenComments,
    OpenEndorsing,
    ResumeDrafting,
    WriteSection,
)
from domain.matters.application.events import ApplicationFrozen
from domain.refusals import NotAsked, TooEarly
from tests.domain.matters.applications import (
    CALL,
    FIRST,
    PREPARATION,
    SEATS,
    SECOND,
    THIRD,
    held,
    kept,
    owing,
    refused,
)
from tests.domain.matters.applications import play as play
from tests.fixtures.rules import Play, roster, text


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
