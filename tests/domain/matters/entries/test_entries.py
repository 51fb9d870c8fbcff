"""Entries: what is entered for a seat is read back to it, and can be corrected for a week whatever has closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.commands import Command
from domain.events import AnswerCameLate, EntryReadBack
from domain.matters.seats.commands import NameDeputies, ReportAbsence
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.convening.events import InvitationAccepted, InvitationDeclined
from domain.phases.evaluation.commands import AnswerRubric
from domain.phases.need_identification.commands import SubmitNeed
from domain.phases.piloting.commands import HaltOnHarm
from domain.refusals import AlreadyAnswered
from tests.fixtures.rules import COORDINATOR, MODEL, Play, text

SEAT = "seat-01"
INVITATION = f"convening.1/answer_invitation/{SEAT}"


def enter(play: Play, command: Command, seat: str = SEAT, channel: Channel = Channel.PHONE) -> list[EntryReadBack]:
    """The coordinator enters this for a seat; what is read back."""
    by = Speaker(COORDINATOR.actor, Role.COORDINATOR, channel, seat, COORDINATOR.actor)
    return [event for event in play.say(command, by) if isinstance(event, EntryReadBack)]


@pytest.fixture
def play() -> Play:
    """Twelve seats have been invited."""
    return Play.of("convening")


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.PAPER])
def test_what_is_entered_for_a_seat_is_read_back_to_its_holder(play: Play, channel: Channel) -> None:
    (told,) = enter(play, AnswerInvitation(Reply.YES), channel=channel)
    assert (told.obligation, told.to, told.command) == (INVITATION, "holder-01", "convening.answer_invitation")
    assert play.initiative.calendar.due_day(told.until) == play.now.date() + timedelta(days=7)


def test_what_a_seat_says_by_its_own_link_is_not(play: Play) -> None:
    events = play.seat_says(SEAT, AnswerInvitation(Reply.YES))
    assert [event for event in events if isinstance(event, EntryReadBack)] == []


def test_a_model_without_the_matter_reads_nothing_back() -> None:
    play = Play.of("convening", model=replace(MODEL, matters=None))
    assert enter(play, AnswerInvitation(Reply.YES)) == []


def test_the_window_to_correct_counts_from_the_day_the_letter_may_leave(play: Play) -> None:
    play.wait(4.5)  # Friday night
    (told,) = enter(play, AnswerInvitation(Reply.YES))
    calendar = play.initiative.calendar
    assert calendar.local(told.tell_at).isoweekday() == 1
    assert calendar.due_day(told.until) == calendar.local(told.tell_at).date() + timedelta(days=7)


def test_the_seat_corrects_it_by_its_link_though_changes_are_over() -> None:
    play = Play.of("evaluation", accepted=(SEAT, "seat-02"))
    play.wait(13)
    enter(play, AnswerRubric(3, 3, 3, 3, 3))
    play.wait(5)  # the due day is over: nothing else may change
    assert play.now > play.initiative.of_duty("answer_rubric")[0].due
    play.seat_says(SEAT, AnswerRubric(2, 2, 2, 2, None))
    assert play.initiative.now_in.ratings[SEAT].common_agenda == 2  # type: ignore[attr-defined]


def test_once_the_window_is_over_it_stands() -> None:
    play = Play.of("evaluation", accepted=(SEAT, "seat-02"))
    play.wait(13)
    (told,) = enter(play, AnswerRubric(3, 3, 3, 3, 3))
    play.wait_until(told.until)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(SEAT, AnswerRubric(2, 2, 2, 2, None))


def test_what_was_said_by_link_opens_no_window() -> None:
    play = Play.of("evaluation", accepted=(SEAT, "seat-02"))
    play.wait(13)
    play.seat_says(SEAT, AnswerRubric(3, 3, 3, 3, 3))
    play.wait(5)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(SEAT, AnswerRubric(2, 2, 2, 2, None))


def test_a_correction_counts_also_after_the_window_of_the_phase(play: Play) -> None:
    play.wait_until(play.initiative.at.due - timedelta(hours=30))
    enter(play, AnswerInvitation(Reply.YES), "seat-03")
    play.wait_until(play.initiative.at.due + timedelta(hours=1))
    assert not play.initiative.settled
    (corrected, *_) = play.seat_says("seat-03", AnswerInvitation(Reply.NO))
    assert corrected == InvitationDeclined("seat-03", None, Reply.YES)
    (late, *_) = play.seat_says("seat-04", AnswerInvitation(Reply.NO))
    assert isinstance(late, AnswerCameLate)


def test_a_second_entry_is_read_back_too_and_opens_the_window_anew(play: Play) -> None:
    (first,) = enter(play, AnswerInvitation(Reply.YES))
    play.wait(2)
    (second,) = enter(play, AnswerInvitation(Reply.NO))
    assert (first.obligation, second.until > first.until) == (second.obligation, True)
    entered = play.initiative.obligations[INVITATION].entered
    assert entered is not None
    assert entered.until == second.until


def test_what_answers_no_duty_is_read_back_beside_the_seats_newest() -> None:
    play = Play.of("piloting", accepted=(SEAT,))
    (told,) = enter(play, HaltOnHarm(text()))
    assert told.obligation == f"piloting.1/answer_pulse/{SEAT}/1"


def test_a_second_need_is_read_back_with_the_first_ones_duty() -> None:
    play = Play.of("need_identification")
    enter(play, SubmitNeed(text()))
    (told,) = enter(play, SubmitNeed(text()))
    assert told.obligation == f"need_identification.1/submit_need/{SEAT}"


def test_while_the_holder_is_away_it_is_read_back_to_who_stands_in(play: Play) -> None:
    play.say(NameDeputies(("deputy-01",), SEAT))
    play.seat_says(SEAT, ReportAbsence(play.now + timedelta(days=20)))
    (told,) = enter(play, AnswerInvitation(Reply.YES))
    assert told.to == "deputy-01"
    accepted = next(e.event for e in play.entries if isinstance(e.event, InvitationAccepted))
    assert accepted.holder == "holder-01"


def test_a_late_entry_is_read_back_as_well(play: Play) -> None:
    play.wait_until(play.initiative.at.due + timedelta(hours=1))
    assert len(enter(play, AnswerInvitation(Reply.YES))) == 1
