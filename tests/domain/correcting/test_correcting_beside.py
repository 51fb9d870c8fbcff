"""Corrections of what is kept beside the phases: the application and hours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.commands import Command
from domain.correcting.effective import effective
from domain.events import EntryReadBack
from domain.folding import fold
from domain.matters.application.commands import (
    AllotSection,
    AnswerComment,
    ChangeSection,
    CommentSection,
    Endorse,
    Freeze,
    FundersAnswer,
    NoComment,
    OpenComments,
    OpenEndorsing,
    RecordDecision,
    RecordSubmission,
    StartCycle,
    WriteSection,
)
from domain.matters.hours import Hours
from domain.matters.hours.commands import CorrectHours, GiveHours, SetRate, Work
from domain.matters.hours.events import HoursGiven
from domain.matters.hours.sheet import counting, sheet
from domain.refusals import AlreadyAnswered, Malformed, NotCorrectable, Refusal
from tests.domain.correcting.histories import corrector, prepared, scripted, text_of
from tests.domain.correcting.test_correcting import WHY, last, superseding
from tests.domain.matters.applications import FIRST, SECOND, THIRD, drafted, frozen, held, kept, owing, submitted
from tests.fixtures.rules import Play, text

DAY = date(2026, 1, 10)
GIVEN = GiveHours(Work.OTHER, DAY, 60, 2)


def put_right(play: Play, entry: int, answer: Command | None = None) -> tuple[str, ...]:
    """Correct as whoever may; the kinds of what happened but the reading back, once the fold of the ledger has been
    compared.
    """
    events = play.correct(entry, answer, corrector(play, entry), reason=WHY)
    assert fold(play.entries) == play.initiative
    return tuple(event.KIND for event in events if not isinstance(event, EntryReadBack))


def refused(play: Play, entry: int, answer: Command | None = None, kind: type[Refusal] = NotCorrectable) -> Refusal:
    """The refusal, which says what to do instead."""
    with pytest.raises(kind) as refusal:
        play.correct(entry, answer, corrector(play, entry), reason=WHY)
    return refusal.value


def test_the_text_and_the_title_of_a_section_are_put_right_until_the_text_is_held() -> None:
    play = drafted(prepared())
    play.seat_says(SECOND, WriteSection("s2", text_of(4)))
    first = next(e.seq for e in play.entries if e.event.KIND == "section.written" and e.event.section == "s2")
    assert refused(play, first, WriteSection("s2", text_of(5)), AlreadyAnswered).remedy == "correct that one"
    put_right(play, last(play, "section.written"), WriteSection("s2", text_of(6)))
    assert (kept(play).sections["s2"].text, kept(play).sections["s2"].version) == (text_of(6), 2)
    allotted = last(play, "section.allotted")
    put_right(play, allotted, AllotSection(text_of(7), SECOND, FIRST, ("budget",)))
    assert (kept(play).sections["s2"].title, kept(play).sections["s2"].text) == (text_of(7), text_of(6))
    others = refused(play, last(play, "section.allotted"), AllotSection(text_of(7), THIRD, FIRST, ("budget",)))
    assert others.remedy == "change the section"
    play.say(OpenComments())
    for seat in (FIRST, SECOND, THIRD, "seat-04", "seat-05"):
        play.seat_says(seat, NoComment())
    play.say(OpenEndorsing())
    for kind in ("section.written", "section.allotted"):
        assert refused(play, last(play, kind)).remedy.startswith("resume the drafting")


def test_a_section_that_nobody_wrote_is_taken_away_and_its_id_is_never_used_again() -> None:
    play = drafted(prepared())
    play.say(AllotSection(text(), THIRD, FIRST))
    allotted = last(play, "section.allotted")
    play.seat_says(THIRD, WriteSection("s3", text()))
    assert str(last(play, "section.written")) in refused(play, allotted).args[0]
    assert "obligation.opened" in put_right(play, last(play, "section.written"))
    assert owing(play, "write_section") == [(THIRD, "s3")]
    put_right(play, allotted)
    assert (list(kept(play).sections), owing(play, "write_section")) == (["s1", "s2"], [])
    play.say(AllotSection(text(), THIRD, FIRST))
    assert list(kept(play).sections) == ["s1", "s2", "s4"]


def test_a_section_that_was_given_to_the_wrong_seat_goes_back_to_its_owner() -> None:
    play = prepared()
    drafted(play)
    play.say(AllotSection(text(), THIRD, FIRST))
    due = play.initiative.owed("write_section", seat=THIRD)
    play.say(ChangeSection("s3", owner=SECOND))
    put_right(play, last(play, "section.changed"))
    (owed,) = [o for o in play.initiative.of_duty("write_section") if o.state.answerable]
    assert due is not None
    assert (owed.seat, owed.due, kept(play).sections["s3"].owner) == (THIRD, due.due, THIRD)
    play.say(ChangeSection("s3", owner=SECOND))
    play.seat_says(SECOND, WriteSection("s3", text()))
    put_right(play, last(play, "section.changed"))
    assert owing(play, "write_section") == []  # it has been written meanwhile


def test_comments_and_their_answers_are_taken_back_until_the_text_is_held_and_said_better_later() -> None:
    play = drafted(prepared())
    play.say(OpenComments())
    play.seat_says(FIRST, CommentSection("s2", text(), objects=True))
    objection = last(play, "section.commented")
    play.seat_says(SECOND, AnswerComment("k1", text()))
    answered = last(play, "comment.answered")
    assert str(answered) in refused(play, objection).args[0]
    put_right(play, answered)
    assert (kept(play).objections, owing(play, "answer_comment")) == ({"k1": "s2"}, [(SECOND, "k1")])
    put_right(play, objection)
    assert (kept(play).objections, owing(play, "answer_comment")) == ({}, [])
    assert (FIRST, "1") in owing(play, "comment_draft")
    play.seat_says(FIRST, CommentSection("s1", text()))
    assert play.entries[last(play, "section.commented") - 1].event.comment == "k2"
    otherwise = refused(play, last(play, "section.commented"), CommentSection("s1", text(), objects=True))
    assert otherwise.remedy == "take the comment back, and comment anew"
    for seat in (SECOND, THIRD, "seat-04", "seat-05"):
        play.seat_says(seat, NoComment())
    put_right(play, last(play, "section.not_commented"))
    assert ("seat-05", "1") in owing(play, "comment_draft")
    play.seat_says("seat-05", NoComment())
    play.say(OpenEndorsing())
    assert refused(play, last(play, "section.not_commented")).remedy == "correct what it says"
    put_right(play, last(play, "section.commented"), CommentSection("s1", text_of(9)))
    assert owing(play, "comment_draft") == []


def test_an_endorsement_is_put_right_and_taken_back_until_the_text_is_frozen_with_it() -> None:
    play = held(prepared())
    for seat in (FIRST, SECOND, THIRD, "seat-04", "seat-05"):
        play.seat_says(seat, Endorse(True))
    events = play.correct(last(play, "application.endorsed"), Endorse(False), play.speaker("seat-05"))
    impact = superseding(events).impact
    assert {(c.clause, c.had, c.has) for c in impact.clauses} == {("quorum", 5, 4), ("sectors.leader", 1, 0)}
    put_right(play, last(play, "application.not_endorsed"))
    assert owing(play, "endorse_application") == [("seat-05", "1")]
    play.seat_says("seat-05", Endorse(True))
    play.say(Freeze())
    entry = next(e.seq for e in play.entries if e.event.KIND == "application.endorsed")
    for answer in (Endorse(False), None):
        assert "resume the drafting" in refused(play, entry, answer).remedy
    assert set(kept(play).endorsements.values()) == {True}


def test_a_receipt_is_put_right_and_taken_back_until_the_funder_has_decided() -> None:
    play = submitted(prepared())
    entry, received = last(play, "application.submitted"), play.now - timedelta(hours=2)
    put_right(play, entry, RecordSubmission("HAK-8/2026", received))
    receipt = kept(play).receipt
    assert receipt is not None
    assert (receipt.number, receipt.at, receipt.late) == ("HAK-8/2026", received, False)
    early = RecordSubmission("HAK-8/2026", play.now - timedelta(days=30))
    assert refused(play, last(play, "application.submitted"), early, Malformed).path == "at"
    put_right(play, last(play, "application.submitted"))
    assert kept(play).receipt is None
    assert owing(play, "reach_milestone") == [(None, "submit")]
    assert owing(play, "record_decision") == []
    play.wait(90)
    assert kept(play).missed
    play.say(RecordSubmission("HAK-9/2026", play.now))
    play.say(RecordDecision(FundersAnswer.REFUSED, "1/26", play.now.date()))
    assert refused(play, last(play, "application.submitted")).remedy == "correct what it says"


def test_no_receipt_is_corrected_to_a_day_after_the_funder_decided() -> None:
    play = frozen(prepared())
    frozen_at = play.now
    play.wait(5)
    play.say(RecordSubmission("HAK-7/2026", frozen_at + timedelta(hours=1)))
    play.say(RecordDecision(FundersAnswer.GRANTED, "1/26", (frozen_at + timedelta(days=2)).date()))
    entry = last(play, "application.submitted")
    late = refused(play, entry, RecordSubmission("HAK-7/2026", frozen_at + timedelta(days=3)), Malformed)
    assert (late.path, "correct the decision first" in late.remedy) == ("at", True)
    put_right(play, entry, RecordSubmission("HAK-7/2026", frozen_at + timedelta(days=2)))
    play.say(RecordDecision(FundersAnswer.PARTLY, "2/26", play.now.date()))
    early = last(play, "application.decided")
    put_right(play, early, RecordDecision(FundersAnswer.PARTLY, "3/26", (frozen_at + timedelta(days=4)).date()))
    again = last(play, "application.submitted")
    assert refused(play, again, RecordSubmission("HAK-7/2026", frozen_at + timedelta(days=4)), Malformed).path == "at"


def test_without_its_receipt_an_application_has_missed_a_deadline_that_has_passed() -> None:
    play = submitted(prepared())
    play.wait(80)
    kinds = put_right(play, last(play, "application.submitted"))
    assert kinds[-1] == "deadline.passed"
    assert (kept(play).missed, kept(play).receipt) == (True, None)


def test_those_who_were_spared_by_a_receipt_are_asked_anew_by_the_days_of_the_plan() -> None:
    play = held(prepared())
    for seat in (FIRST, SECOND, THIRD, "seat-05"):
        play.seat_says(seat, Endorse(True))
    play.say(Freeze())
    play.say(RecordSubmission("HAK-7/2026", play.now))
    assert owing(play, "endorse_application") == []
    put_right(play, last(play, "application.submitted"))
    assert owing(play, "endorse_application") == [("seat-04", "1")]
    call = kept(play).call
    assert call is not None
    assert all(o.due <= call.deadline for o in play.initiative.obligations.values() if o.duty == "endorse_application")


def test_what_the_funder_decided_is_put_right_and_taken_back_until_the_cycle_has_begun() -> None:
    play = submitted(prepared())
    play.wait(60)
    today = play.now.date()
    play.say(RecordDecision(FundersAnswer.GRANTED, "1/26", today))
    granted = last(play, "application.decided")
    assert refused(play, granted, RecordDecision(FundersAnswer.REFUSED, "1/26", today)).remedy.startswith("take down")
    put_right(play, granted, RecordDecision(FundersAnswer.PARTLY, "2/26", today))
    assert kept(play).decision is FundersAnswer.PARTLY
    play.say(RecordDecision(FundersAnswer.REFUSED, "3/26", today))
    assert owing(play, "start_cycle") == []
    put_right(play, last(play, "application.decided"))
    assert kept(play).decision is FundersAnswer.PARTLY
    assert [seat for seat, _ in owing(play, "start_cycle")] == [None]
    play.say(StartCycle("fi.yhteisovaikuttavuus"))
    standing = next(e.seq for e in play.entries if getattr(e.event, "reference", "") == "2/26")
    assert refused(play, standing).remedy == "correct what it says"
    assert "stop it well there" in refused(play, last(play, "cycle.started")).remedy
    assert refused(play, last(play, "call.named")).remedy.endswith("change-call")


def truth(play: Play) -> tuple[int, int]:
    """The minutes in all: as the initiative knows them, and as the sheet adds them up from the entries that count."""
    given = [entry.event for entry in effective(play.entries) if isinstance(entry.event, HoursGiven)]
    return play.initiative.kept(Hours).minutes, sheet(counting(given), 1500, {}).minutes


def test_hours_come_to_the_same_whether_they_are_entered_anew_or_corrected_at_their_place() -> None:
    plays = [scripted("piloting"), scripted("piloting")]
    for play in plays:
        play.seat_says("seat-01", GIVEN)
        play.seat_says("seat-01", GIVEN)
    plays[0].seat_says("seat-01", CorrectHours("h1", Work.OTHER, DAY, 30, 2))
    put_right(plays[1], last(plays[1], "hours.given") - 1, GiveHours(Work.OTHER, DAY, 30, 2))
    assert truth(plays[0]) == truth(plays[1]) == (180, 180)


def test_an_entry_of_hours_that_another_replaced_gives_way_to_that_one() -> None:
    play = scripted("piloting")
    play.seat_says("seat-01", GIVEN)
    first = last(play, "hours.given")
    play.seat_says("seat-01", CorrectHours("h1", Work.OTHER, DAY, 30, 2))
    later = last(play, "hours.given")
    assert str(later) in refused(play, first, GiveHours(Work.OTHER, DAY, 10, 1), AlreadyAnswered).args[0]
    assert str(later) in refused(play, first, None, AlreadyAnswered).args[0]
    put_right(play, later, CorrectHours("h1", Work.OTHER, DAY, 45, 2))
    assert truth(play) == (90, 90)
    put_right(play, last(play, "hours.given"))
    assert truth(play) == (120, 120)
    put_right(play, first)
    assert truth(play) == (0, 0)
    assert play.seat_says("seat-01", GIVEN)[0].entry == "h3"


def test_a_rate_of_a_wrong_call_is_taken_back() -> None:
    play = scripted("piloting")
    play.say(SetRate("leader_2026", 1500))
    put_right(play, last(play, "hours.rate_set"), SetRate("leader_2026", 1600))
    assert play.initiative.kept(Hours).rates == {"leader_2026": 1600}
    put_right(play, last(play, "hours.rate_set"))
    assert play.initiative.kept(Hours).rates == {}
