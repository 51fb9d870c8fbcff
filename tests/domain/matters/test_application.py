"""The application: a call and its deadline, sections, comments, endorsements, the frozen text, receipt and decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.commands import Command, PauseUntil, Resume, TakeExit
from domain.explaining import explain
from domain.folding import fold
from domain.matters.application import Application
from domain.matters.application.commands import (
    AllotSection,
    AnswerComment,
    ChangeCall,
    ChangeSection,
    CommentSection,
    Endorse,
    Freeze,
    FundersAnswer,
    NameCall,
    NoComment,
    OpenComments,
    OpenEndorsing,
    RecordDecision,
    RecordSubmission,
    Requirement,
    RequirementKind,
    ResumeDrafting,
    StartCycle,
    WriteSection,
)
from domain.matters.application.events import ApplicationFrozen, ApplicationSubmitted, CallChanged, CallNamed
from domain.matters.application.submitting import cycle_of
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.refusals import AlreadyAnswered, GateShut, Malformed, NotAsked, NotEntitled, Refusal, TooEarly
from operating_models.load import read
from tests.fixtures.bare_models import without_matters
from tests.fixtures.rules import MODELS, START, Play, roster, text

PREPARATION = read(MODELS / "preparation.yaml")
SEATS = tuple(f"seat-{n:02}" for n in range(1, 6))
FIRST, SECOND, THIRD = SEATS[:3]
DAY = date(2026, 3, 31)
GOALS, BUDGET, LOGO = (
    Requirement("goals", RequirementKind.TEXT),
    Requirement("budget", RequirementKind.BUDGET),
    Requirement("logo", RequirementKind.ATTACHMENT, mandatory=False),
)
CALL = NameCall(text(), "ely_keskus", DAY, (GOALS, BUDGET, LOGO))
TODAY = START.date()


@pytest.fixture
def play() -> Play:
    return Play.of("joint_planning", roster(6), PREPARATION, accepted=SEATS, chair=FIRST)


def kept(play: Play) -> Application:
    return play.initiative.kept(Application)


def owing(play: Play, duty: str) -> list[tuple[str | None, str | None]]:
    return [(o.seat, o.subject) for o in play.initiative.of_duty(duty) if o.state.answerable]


def due_day(play: Play, duty: str) -> date:
    owed = play.initiative.owed(duty)
    assert owed is not None
    return play.initiative.calendar.due_day(owed.due)


def refused(play: Play, command: Command, kind: type[Refusal], path: str = "", seat: str = "") -> Refusal:
    with pytest.raises(kind) as refusal:
        play.say(command, *([play.speaker(seat)] if seat else []))
    assert refusal.value.path == path
    return refusal.value


def drafted(play: Play) -> Play:
    """Two sections, both written."""
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    play.say(AllotSection(text(), SECOND, FIRST, ("budget",)))
    play.seat_says(FIRST, WriteSection("s1", text()))
    play.seat_says(SECOND, WriteSection("s2", text()))
    return play


def held(play: Play) -> Play:
    """The text is open for endorsement."""
    drafted(play).say(OpenComments())
    for seat in SEATS:
        play.seat_says(seat, NoComment())
    play.say(OpenEndorsing())
    return play


def frozen(play: Play) -> Play:
    """Enough organisations endorse it."""
    held(play)
    for seat in SEATS:
        play.seat_says(seat, Endorse(True))
    play.say(Freeze())
    return play


def submitted(play: Play) -> Play:
    """It was submitted a day later."""
    frozen(play).wait(1)
    play.say(RecordSubmission("HAK-7/2026", play.now - timedelta(hours=1)))
    return play


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


def test_the_receipt_says_whether_it_came_before_the_deadline(play: Play) -> None:
    frozen(play)
    refused(play, RecordSubmission("HAK-7/2026", play.now + timedelta(minutes=1)), Malformed, "at")
    refused(play, RecordSubmission("HAK-7/2026", play.now - timedelta(days=1)), Malformed, "at")
    refused(play, RecordSubmission("ei numeroa", play.now), Malformed, "number")
    told = next(e for e in play.say(RecordSubmission("HAK-7/2026", play.now)) if isinstance(e, ApplicationSubmitted))
    assert (told.late, told.text_sha256) == (False, kept(play).text_sha256)
    refused(play, RecordSubmission("HAK-7/2026", play.now), AlreadyAnswered)
    assert owing(play, "record_decision") == [(None, None)]
    assert owing(play, "reach_milestone") == []


@pytest.mark.parametrize(("after", "late"), [(0, False), (1, True)])
def test_a_receipt_of_the_very_deadline_is_in_time_and_one_of_a_moment_later_is_late(
    play: Play, after: int, late: bool
) -> None:
    frozen(play)
    call = kept(play).call
    assert call is not None
    play.wait_until(call.deadline + timedelta(days=1))
    play.say(RecordSubmission("HAK-7/2026", call.deadline + timedelta(microseconds=after)))
    receipt = kept(play).receipt
    assert receipt is not None
    assert receipt.late is late


def test_a_passed_deadline_is_told_once_and_nobody_is_asked_for_texts_any_more(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    play.wait(200)
    assert play.kinds().count("deadline.passed") == 1
    passed = next(entry for entry in play.entries if entry.event.KIND == "deadline.passed")
    assert passed.at == datetime(2026, 3, 31, 20, 59, 0, 1, tzinfo=UTC)
    assert owing(play, "write_section") == []


def test_a_pause_moves_no_day_on_the_way_to_the_deadline_and_the_deadline_least_of_all(play: Play) -> None:
    drafted(play).say(OpenComments())
    before = {o.id: o.due for o in play.initiative.obligations.values() if o.duty in Application.OUTSIDE}
    deadline = kept(play).call
    play.say(PauseUntil(play.now + timedelta(days=30)))
    play.wait(9)
    play.say(Resume())
    after = {o.id: o.due for o in play.initiative.obligations.values() if o.duty in Application.OUTSIDE}
    assert after == before
    assert kept(play).call == deadline


def test_what_was_granted_starts_its_cycle_once_and_always_the_same(play: Play) -> None:
    submitted(play)
    refused(play, StartCycle("fi.yhteisovaikuttavuus"), TooEarly)
    decided = RecordDecision(FundersAnswer.PARTLY, "123/2026", TODAY + timedelta(days=1))
    refused(play, replace(decided, day=TODAY), Malformed, "day")
    refused(play, replace(decided, reference="kirje"), Malformed, "reference")
    play.say(decided)
    assert owing(play, "start_cycle") == [(None, None)]
    play.say(StartCycle("fi.yhteisovaikuttavuus"))
    assert kept(play).cycle == cycle_of(play.initiative.id)
    refused(play, StartCycle("fi.yhteisovaikuttavuus"), AlreadyAnswered)
    refused(play, replace(decided, answer=FundersAnswer.REFUSED), NotAsked)
    assert owing(play, "start_cycle") == []


def test_what_was_refused_starts_nothing_unless_a_later_decision_grants_it(play: Play) -> None:
    submitted(play)
    day = TODAY + timedelta(days=1)
    play.say(RecordDecision(FundersAnswer.REFUSED, "123/2026", day, text()))
    refused(play, StartCycle("fi.yhteisovaikuttavuus"), NotAsked)
    assert owing(play, "start_cycle") == []
    play.say(RecordDecision(FundersAnswer.GRANTED, "Oikaisu 4/2026", day))
    assert owing(play, "start_cycle") == [(None, None)]


def planned(play: Play) -> None:
    """Whatever favours the plan beside the application, without asking the application for more."""
    for _ in range(60):
        for act in play.initiative.now_in.favourable(play.initiative):
            try:
                play.say(act.command, *([play.speaker(act.seat)] if act.seat else []))
            except Refusal:
                continue
            break
        else:
            return


@pytest.mark.parametrize("answer", FundersAnswer)
def test_the_preparation_ends_by_what_the_funder_decided(play: Play, answer: FundersAnswer) -> None:
    submitted(play)
    planned(play)
    with pytest.raises(GateShut, match=r"application\.decided has 3 of 4"):
        play.say(TakeExit(ExitKind.ADVANCE))
    play.say(RecordDecision(answer, "123/2026", TODAY + timedelta(days=1)))
    if answer is not FundersAnswer.REFUSED:
        with pytest.raises(GateShut, match=r"application\.decided has 4 of 5"):
            play.say(TakeExit(ExitKind.ADVANCE))
        play.say(StartCycle("fi.yhteisovaikuttavuus"))
    play.say(TakeExit(ExitKind.ADVANCE))
    assert play.initiative.outcome == answer


def test_a_partnership_that_does_not_work_is_a_good_end_at_any_time(play: Play) -> None:
    drafted(play)
    play.say(TakeExit(ExitKind.STOP, text()))
    assert play.initiative.outcome == "stopped_well"


def test_the_gate_says_what_the_application_and_its_requirements_lack_and_whom_they_wait_for(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    clauses = {clause.clause: clause for clause in explain(play.initiative, play.now).clauses}
    covered, decided = clauses["requirements.covered"], clauses["application.decided"]
    assert (covered.have, covered.need, covered.missing) == (0, 2, (FIRST, "coordinator"))
    assert (decided.have, decided.need, decided.missing) == (1, 4, ("coordinator",))
    assert "freeze, submit, decision" in decided.remedy


def test_an_application_is_endorsed_in_the_phase_whose_gate_waits_for_it() -> None:
    play = Play.of("convening", roster(6), PREPARATION, accepted=SEATS)
    drafted(play).say(OpenComments())
    for seat in SEATS:
        play.seat_says(seat, NoComment())
    assert "joint_planning" in refused(play, OpenEndorsing(), TooEarly).reason


def test_where_no_gate_waits_for_it_all_have_their_chance_to_endorse_before_it_is_frozen() -> None:
    play = Play.of("piloting", roster(6), accepted=SEATS)
    held(play)
    play.seat_says(FIRST, Endorse(True))
    refused(play, Freeze(), TooEarly)
    play.wait(40)
    play.say(Freeze())
    assert kept(play).frozen_at == play.now


def test_seats_do_not_do_what_is_the_coordinators() -> None:
    play = submitted(Play.of("joint_planning", roster(6), PREPARATION, accepted=SEATS))
    later = ChangeCall(text(), "ely_keskus", date(2026, 5, 1), (GOALS,))
    for command in (CALL, later, AllotSection(text(), FIRST, SECOND), OpenComments(), OpenEndorsing(), Freeze()):
        refused(play, command, NotEntitled, "", FIRST)


def test_a_model_without_the_matter_keeps_no_application() -> None:
    play = Play.of("joint_planning", roster(6), without_matters(PREPARATION), accepted=SEATS)
    refused(play, CALL, NotAsked)
    assert explain(play.initiative, play.now).clauses


def test_everything_said_is_in_the_ledger_and_folds_back_to_the_same(play: Play) -> None:
    submitted(play)
    play.say(RecordDecision(FundersAnswer.GRANTED, "123/2026", TODAY + timedelta(days=1)))
    play.say(StartCycle("fi.yhteisovaikuttavuus"))
    assert fold(play.entries).kept(Application) == kept(play)
    assert not [o for o in play.initiative.obligations.values() if o.is_beside and o.state is ObligationState.OPEN]
