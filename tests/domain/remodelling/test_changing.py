"""A change of the model by two: what is promised stays, what is new comes with notice, what cannot be is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actors import Role
from domain.commands import CallVote, Hold, Override
from domain.events import ObligationReleased, ReminderDue
from domain.operating_model import DecideHow, ExitKind, OperatingModel, OverrideRule, Quorum
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.phases.piloting.commands import HaltOnHarm
from domain.phases.readiness.commands import AnswerReadiness, Approach, Cultivate, NameAction
from domain.refusals import Locked, Malformed, NotAsked, NotEntitled, Refusal, StateMovedOn, TooEarly
from domain.remodelling.events import ModelChanged
from domain.shares import Share
from domain.spans import Span
from tests.domain.remodelling.edits import dropped, gated, of_matter, of_phase, timed, wd, without, without_exit
from tests.domain.remodelling.playing import ADMIN, DEPUTY, approve, begun, change, propose, tried
from tests.fixtures.rules import COORDINATOR, MODEL, VOTING, Play, roster, text

NEWER = replace(MODEL, version="1.2.0")
INVITED = "convening.1/answer_invitation/seat-01"
QUORUM = "phases.convening.gate.quorum.min"


def newer(*edits: Callable[[OperatingModel], OperatingModel], of: OperatingModel = NEWER) -> OperatingModel:
    """The next version, with these edits."""
    for edit in edits:
        of = edit(of)
    return of


@pytest.fixture
def play() -> Play:
    return begun("convening")


SLOWER = newer(
    of_phase("convening", lambda rule: replace(rule, due=wd(45))),
    of_phase("convening", timed("answer_invitation", due=Span.parse("P21D"))),
)
FASTER = newer(
    of_phase("convening", lambda rule: replace(rule, due=wd(12))),
    of_phase("convening", timed("answer_invitation", due=wd(2), ladder="gentle")),
)


def test_two_make_it_and_the_ledger_holds_the_whole_model(play: Play) -> None:
    sha256 = propose(play, SLOWER)
    assert play.initiative.charter.model == MODEL
    (changed, *_) = approve(play, SLOWER, sha256)
    assert isinstance(changed, ModelChanged)
    assert (changed.model, changed.dry_run) == (SLOWER, sha256)
    assert play.initiative.charter.model == SLOWER
    assert play.initiative.model_proposal is None
    assert changed.told is not None
    assert {"holder-01", "actor-coordinator"} <= changed.told.keys()


def test_longer_times_lengthen_what_is_open_and_its_reminders(play: Play) -> None:
    before = play.initiative.obligations[INVITED]
    window = play.initiative.at.due
    change(play, SLOWER)
    after = play.initiative.obligations[INVITED]
    assert after.due == before.due + timedelta(days=7)
    assert after.next_at is not None
    assert before.next_at is not None
    assert after.next_at > before.next_at
    assert play.initiative.calendar.working_days_between(window, play.initiative.at.due) == 15


def test_shorter_times_and_other_reminders_hold_for_what_is_asked_later_alone(play: Play) -> None:
    before = play.initiative.obligations[INVITED]
    shown = tried(play, FASTER)
    assert (shown.clocks, shown.kept) == ((), ("answer_invitation",))
    change(play, FASTER)
    after = play.initiative.obligations[INVITED]
    assert (after.due, after.next_at, after.ladder) == (before.due, before.next_at, before.ladder)
    assert play.initiative.duty("answer_invitation").ladder == "gentle"


def test_a_ladder_that_is_changed_is_kept_for_what_was_asked_before(play: Play) -> None:
    quiet = replace(NEWER, ladders={**NEWER.ladders, "normal": MODEL.ladders["gentle"]})
    before = play.initiative.obligations[INVITED]
    change(play, quiet)
    after = play.initiative.obligations[INVITED]
    assert (after.ladder, after.next_at) == ("normal@1", before.next_at)
    reminded = [event for event in play.wait(10) if isinstance(event, ReminderDue) and event.obligation == INVITED]
    assert [event.step for event in reminded] == [0]
    change(play, replace(quiet, version="1.3.0", ladders=MODEL.ladders))
    assert play.initiative.obligations[INVITED].ladder == "normal@1"


def test_an_answer_that_the_change_does_not_touch_leaves_its_dry_run_valid(play: Play) -> None:
    sha256 = propose(play, FASTER)
    play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    play.wait(2)
    assert tried(play, FASTER).sha256 == sha256
    approve(play, FASTER, sha256)
    assert play.initiative.charter.model == FASTER


def test_a_change_whose_dry_run_says_something_else_by_now_is_refused_until_it_is_tried_again(play: Play) -> None:
    sha256 = propose(play, SLOWER)
    play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    with pytest.raises(StateMovedOn) as refused:
        approve(play, SLOWER, sha256)
    assert "make the dry run again" in refused.value.remedy
    with pytest.raises(StateMovedOn):
        propose(play, SLOWER, shown=sha256)
    change(play, SLOWER)
    assert play.initiative.charter.model == SLOWER


def test_what_the_new_rules_ask_comes_after_the_notice_of_the_model() -> None:
    older = newer(of_phase("convening", without("name_chair")), dropped("parking"), of=MODEL)
    weeks = replace(NEWER, decision=replace(NEWER.decision, notice=wd(10)))
    play = begun("convening", older)
    shown = tried(play, weeks)
    assert [(duty.part, duty.duty, duty.due) for duty in shown.new] == [
        ("convening", "name_chair", "25wd"),
        ("parking", "recheck_need", "5wd"),
    ]
    assert shown.notice == "10wd"
    change(play, weeks)
    assert play.initiative.remodelled is not None
    begins = play.initiative.remodelled.asked_from
    assert begins is not None
    assert play.initiative.calendar.working_days_between(play.now, begins) == 10
    assert not play.initiative.has("parking")
    play.wait_until(begins - timedelta(seconds=1))
    assert not play.initiative.of_duty("name_chair")
    play.wait_until(begins)
    (asked,) = play.initiative.of_duty("name_chair")
    assert asked.opened_at == begins
    assert play.initiative.has("parking")


def test_a_phase_that_is_opened_later_asks_all_of_the_new_rules_at_once() -> None:
    older = newer(of_phase("convening", without("name_chair")), of=MODEL)
    play = begun("need_identification", older)
    shown = tried(play, NEWER)
    assert shown.new == ()
    assert "phases.convening.obligations.name_chair.due" in {rule.path for rule in shown.rules}
    assert not any(rule.path.startswith("phases.readiness") for rule in shown.rules)


def test_what_the_new_rules_do_not_know_is_released_without_blame(play: Play) -> None:
    model = newer(of_phase("convening", without("name_chair")))
    happened = change(play, model)
    assert ObligationReleased("convening.1/name_chair") in happened
    assert tried(begun("convening"), model).released == ("convening.1/name_chair",)


def test_a_rhythm_that_has_begun_goes_on_until_the_phase_is_left() -> None:
    rarer = newer(of_phase("piloting", timed("answer_pulse", every=Span.parse("P3M"))))
    play = begun("piloting")
    play.wait(40)
    assert tried(play, rarer).rhythms == ("answer_pulse",)
    change(play, rarer)
    play.wait(31)
    assert max(int(o.subject or 0) for o in play.initiative.of_duty("answer_pulse")) == 3


def test_whoever_proposes_does_not_approve_and_seats_do_neither(play: Play) -> None:
    sha256 = propose(play, SLOWER)
    with pytest.raises(NotEntitled):
        approve(play, SLOWER, sha256, COORDINATOR)
    with pytest.raises(NotEntitled):
        approve(play, SLOWER, sha256, play.speaker("seat-01"))
    with pytest.raises(NotEntitled):
        propose(play, SLOWER, play.speaker("seat-01"))
    approve(play, SLOWER, sha256, DEPUTY)


def test_only_what_is_proposed_is_approved(play: Play) -> None:
    with pytest.raises(NotAsked):
        approve(play, SLOWER, tried(play, SLOWER).sha256)
    propose(play, SLOWER)
    with pytest.raises(NotAsked):
        approve(play, FASTER, tried(play, FASTER).sha256)


def test_who_must_be_represented_is_not_weakened_in_this_phase_and_ahead_by_an_administrator_alone() -> None:
    fewer = newer(of_phase("convening", gated(sectors={"association": 1})))
    with pytest.raises(Locked):
        tried(begun("convening"), fewer)
    play = begun("need_identification")
    assert tried(play, fewer).weakens == ("phases.convening.gate.sectors",)
    sha256 = propose(play, fewer)
    with pytest.raises(NotEntitled):
        approve(play, fewer, sha256, DEPUTY)
    approve(play, fewer, sha256, ADMIN)
    assert ADMIN.role is Role.ADMIN
    unlocked = begun("need_identification", replace(MODEL, override=None))
    assert tried(unlocked, fewer).weakens == ()


def test_the_gate_is_that_of_the_new_rules_at_once_and_the_dry_run_says_what_it_asks(play: Play) -> None:
    stricter = newer(of_phase("convening", gated(quorum=Quorum(Share(1, 1), 6))))
    (shift,) = tried(play, stricter).gate
    assert (shift.clause, shift.need, shift.need_after) == ("quorum", 5, 6)
    change(play, stricter)
    assert play.initiative.rule.gate.quorum == Quorum(Share(1, 1), 6)


def test_while_seats_decide_the_gate_of_their_decision_stays() -> None:
    play = Play.of("convening", roster(6), VOTING)
    for seat in roster(6):
        play.seat_says(seat.id, AnswerInvitation(Reply.YES))
    play.say(NameChair("seat-01", "seat-02"))
    play.seat_says("seat-01", WriteMinutes(text()))
    play.say(CallVote(ExitKind.STOP))
    with pytest.raises(TooEarly):
        tried(play, NEWER)
    assert tried(play, newer(of_phase("piloting", timed("observe", due=wd(9))), of=VOTING)).gate == ()
    assert VOTING.phases["convening"].gate.decide.how is DecideHow.TWO_THIRDS


def test_what_was_set_otherwise_stays_where_the_new_rules_let_it_be(play: Play) -> None:
    play.say(Override(QUORUM, "4", text()))
    assert tried(play, SLOWER).dropped == ()
    locked = MODEL.override.locked if MODEL.override else ()
    stricter = replace(NEWER, override=OverrideRule(locked, {}))
    assert tried(play, stricter).dropped == (QUORUM,)
    change(play, stricter)
    assert play.initiative.overrides == {}


def _held(play: Play) -> None:
    play.say(Hold(play.now + timedelta(days=30), text(), text()))


def _halted(play: Play) -> None:
    play.seat_says("seat-01", HaltOnHarm(text()))


def _cultivated(play: Play) -> None:
    play.seat_says("seat-01", AnswerReadiness(Approach.RIGHT, 1, 1, 1))
    play.say(NameAction(text(), "seat-01", play.now.date() + timedelta(days=20)))
    play.say(Cultivate(text()))


def _nothing(play: Play) -> None:
    assert play.entries


NO_HOLD = newer(of_phase("convening", without_exit(ExitKind.HOLD)))
ELSEWHERE = replace(NEWER, calendar=replace(NEWER.calendar, zone="Europe/Stockholm"))
NO_PLACE = replace(NEWER, phases={name: rule for name, rule in NEWER.phases.items() if name != "convening"})


@pytest.mark.parametrize(
    ("phase", "before", "model", "refusal"),
    [
        ("convening", _nothing, MODEL, NotAsked),
        ("convening", _nothing, NO_PLACE, Malformed),
        ("convening", _nothing, ELSEWHERE, Malformed),
        ("convening", _nothing, replace(NEWER, day_milliseconds=500), Malformed),
        ("convening", _held, NO_HOLD, NotAsked),
        ("piloting", _halted, newer(of_phase("piloting", without("review_harm"))), NotAsked),
        ("readiness", _cultivated, newer(of_phase("readiness", without("cultivate"))), NotAsked),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    phase: str, before: Callable[[Play], None], model: OperatingModel, refusal: type[Refusal]
) -> None:
    play = begun(phase)
    before(play)
    with pytest.raises(refusal) as refused:
        tried(play, model)
    assert refused.value.path == "model"
    assert refused.value.remedy


def test_a_matter_in_which_something_has_happened_is_not_lost() -> None:
    play = begun("convening")
    model = newer(dropped("mandate"), of_matter("seats", without("renew_seat")))
    assert tried(play, model).released == ()
    with_something = replace(play.initiative, matters={"mandate": play.initiative.beside("mandate")})
    play.initiative = with_something
    with pytest.raises(NotAsked):
        tried(play, model)
