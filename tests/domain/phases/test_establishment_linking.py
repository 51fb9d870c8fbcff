"""A practice that shrank or stopped leaves a need: a new initiative starts from it, or it is said why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.charter import LinkedNeed, Origin, successor_of
from domain.commands import TakeExit
from domain.deciding import opening
from domain.events import InitiativeStarted, NeedTakenIn, TakenBy
from domain.explaining import explain, waiting_on
from domain.facts import NeedOrigin
from domain.folding import begin, fold
from domain.obligations import ObligationState
from domain.operating_model import END, ExitKind, OperatingModel
from domain.phases.establishment.commands import AnswerCheckIn, Condition, DeclineLinkedNeed, StartFromNeed
from domain.phases.establishment.events import NeedLinked
from domain.phases.need_identification.commands import AnswerNeed, OwnAnswer
from domain.refusals import AlreadyAnswered, GateShut, NotAsked, NotEntitled
from domain.seats import Sector
from tests.domain.phases.test_establishment import changed, establish, opened, state
from tests.domain.phases.test_establishment_checking_in import ALIVE, SHRUNK, STOPPED, last_exit, wait_for
from tests.fixtures.rules import MODEL, START, Play, charter, text

DUTY = "answer_linked_need"
RULE = MODEL.phases["establishment"]
OLDER = changed(obligations={kind: rule for kind, rule in RULE.obligations.items() if kind != DUTY})


def followed(model: OperatingModel | None = None) -> Play:
    play = opened(model) if model else opened()
    establish(play)
    wait_for(play, 1)
    return play


@pytest.fixture
def play() -> Play:
    return followed()


def owed(play: Play) -> list[str | None]:
    return [o.subject for o in play.initiative.of_duty(DUTY) if o.state is ObligationState.OPEN]


def linked(play: Play) -> list[NeedLinked]:
    return [entry.event for entry in play.entries if isinstance(entry.event, NeedLinked)]


@pytest.mark.parametrize("condition", [Condition.SHRUNK, Condition.STOPPED])
def test_it_tells_whose_practice_which_check_in_and_in_which_words(play: Play, condition: Condition) -> None:
    play.seat_says("seat-02", AnswerCheckIn(condition, text(30)))
    assert linked(play) == [NeedLinked("w1-1", 1, condition, "seat-02", text(30))]
    answer, *_ = [entry for entry in play.entries if entry.event.KIND == "check_in.answered"]
    (entry,) = [entry for entry in play.entries if isinstance(entry.event, NeedLinked)]
    assert entry.cause == answer.cause
    (asked,) = play.initiative.of_duty(DUTY)
    assert (asked.subject, asked.seat, asked.owed_by) == ("w1-1", None, play.initiative.coordinator)


@pytest.mark.parametrize("condition", [Condition.ALIVE, Condition.ADAPTED])
def test_a_practice_that_lives_leaves_none(play: Play, condition: Condition) -> None:
    play.seat_says("seat-02", AnswerCheckIn(condition, text()))
    assert (linked(play), owed(play)) == ([], [])


def test_older_models_link_nothing_and_end_as_they_did() -> None:
    play = followed(OLDER)
    play.seat_says("seat-02", STOPPED)
    assert linked(play) == []
    play.wait(60)
    assert play.initiative.outcome == "ceased"
    assert "linked.answered" not in {c.clause for c in explain(followed(OLDER).initiative, START).clauses}


def test_the_coordinator_is_reminded_and_the_phase_waits_until_it_lapses(play: Play) -> None:
    play.seat_says("seat-02", STOPPED)
    (asked,) = play.initiative.of_duty(DUTY)
    happened = play.wait_until(asked.due)
    assert {event.KIND for event in happened if getattr(event, "obligation", "") == asked.id} == {"reminder.due"}
    assert play.initiative.outcome is None
    assert [one.duty for one in waiting_on(play.initiative)] == [DUTY]
    clause = next(c for c in explain(play.initiative, play.now).clauses if c.clause == "linked.answered")
    assert (clause.have, clause.need, clause.missing) == (0, 1, ("coordinator",))
    happened = play.wait(60)
    assert "obligation.lapsed" in [event.KIND for event in happened]
    assert (play.initiative.outcome, last_exit(play).taken_by) == ("ceased", TakenBy.WINDOW)  # type: ignore[attr-defined]


def test_saying_why_not_lets_the_phase_end(play: Play) -> None:
    play.seat_says("seat-02", STOPPED)
    play.wait(40)
    assert play.initiative.outcome is None
    happened = play.say(DeclineLinkedNeed("w1-1", text()))
    assert [event.KIND for event in happened][:2] == ["linked_need.declined", "obligation.fulfilled"]
    assert play.initiative.outcome == "ceased"


def test_an_initiative_starts_from_it_once(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    started, *_ = play.say(StartFromNeed("w1-1"))
    assert (started.initiative, started.model) == (successor_of("initiative-1", "w1-1"), MODEL.id)  # type: ignore[attr-defined]
    for command in (StartFromNeed("w1-1"), DeclineLinkedNeed("w1-1", text())):
        with pytest.raises(AlreadyAnswered):
            play.say(command)
    assert owed(play) == []


def test_one_that_was_declined_can_still_be_started_from(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    play.say(DeclineLinkedNeed("w1-1", text()))
    with pytest.raises(AlreadyAnswered):
        play.say(DeclineLinkedNeed("w1-1", text()))
    play.say(StartFromNeed("w1-1", "fi.another"))
    assert state(play).linked["w1-1"].initiative == successor_of("initiative-1", "w1-1")


def test_only_the_coordinator_says_so_and_only_of_a_need_that_is_there(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    for command in (StartFromNeed("w1-1"), DeclineLinkedNeed("w1-1", text())):
        with pytest.raises(NotEntitled):
            play.seat_says("seat-02", command)
        with pytest.raises(NotAsked):
            play.say(replace(command, need="w1-2"))


def test_an_answer_that_is_changed_takes_the_need_back_and_a_third_links_it_again(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    play.seat_says("seat-02", ALIVE)
    assert owed(play) == []
    with pytest.raises(NotAsked):
        play.say(StartFromNeed("w1-1"))
    play.seat_says("seat-02", AnswerCheckIn(Condition.STOPPED, text(9)))
    assert owed(play) == ["w1-1.2"]
    assert state(play).linked["w1-1"].text == text(9)
    assert fold(play.entries).obligations.keys() == play.initiative.obligations.keys()


def test_one_that_shrank_and_then_stopped_at_the_same_check_in_is_the_same_need(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    play.seat_says("seat-02", STOPPED)
    assert [event.condition for event in linked(play)] == [Condition.SHRUNK, Condition.STOPPED]
    assert owed(play) == ["w1-1"]


def test_what_another_initiative_has_begun_with_stays_linked(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    play.say(StartFromNeed("w1-1"))
    play.seat_says("seat-02", ALIVE)
    assert not state(play).linked["w1-1"].over
    assert "need.unlinked" not in play.kinds()


def test_each_check_in_leaves_its_own(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    play.say(DeclineLinkedNeed("w1-1", text()))
    wait_for(play, 2)
    play.seat_says("seat-02", SHRUNK)
    assert owed(play) == ["w1-2"]


def test_while_it_is_open_the_coordinator_cannot_close_the_phase_but_stop_it(play: Play) -> None:
    play.seat_says("seat-02", STOPPED)
    with pytest.raises(GateShut) as refused:
        play.say(TakeExit(ExitKind.ADVANCE))
    assert "say why not" in refused.value.remedy
    play.say(TakeExit(ExitKind.STOP, text()))
    assert play.initiative.at.to == END


@given(st.lists(st.sampled_from([*Condition, "start", "decline", "wait"]), max_size=14))
def test_an_open_need_is_owed_exactly_while_its_check_in_says_so_and_nobody_has_answered(steps: list[str]) -> None:
    play = followed()
    for step in steps:
        if play.initiative.outcome is not None:
            break
        try:
            match step:
                case "start":
                    play.say(StartFromNeed("w1-1"))
                case "decline":
                    play.say(DeclineLinkedNeed("w1-1", text()))
                case "wait":
                    play.wait(3)
                case _:
                    play.seat_says("seat-02", AnswerCheckIn(Condition(step)))
        except (AlreadyAnswered, NotAsked):
            continue
        one, condition = state(play).linked.get("w1-1"), state(play).conditions.get("1")
        leaves = condition in (Condition.SHRUNK, Condition.STOPPED)
        answered = one is not None and bool(one.initiative or one.declined)
        assert bool(owed(play)) == (leaves and not answered)
        assert len(owed(play)) <= 1


FOLLOWS = Origin(
    "initiative-0", 90, needs=("w1-2",), linked=LinkedNeed("w1-2", 88, "seat-02", Sector.INFORMAL, "ab" * 32, 12, "fi")
)


def begun_from(origin: Origin, phase: str, seats: int = 12) -> Play:
    """An initiative that starts from a linked need, its first phase opened."""
    started = InitiativeStarted(replace(charter(), seats=charter().seats[:seats], follows=origin), text())
    play = Play.of("convening")
    play.initiative, play.entries, play.now = begin(started), play.entries[:0], START
    play.record(opening(play.initiative, phase, START))
    return play


@pytest.mark.parametrize("phase", ["readiness", "need_identification"])
def test_the_new_initiative_begins_with_the_need_in_its_list(phase: str) -> None:
    play = begun_from(FOLLOWS, phase)
    assert play.kinds()[:2] == ["phase.opened", "need.taken_in"]
    need = play.initiative.now_in.all_needs(play.initiative.facts)["n1"]
    assert (need.origin, need.seat, need.sector) == (NeedOrigin("initiative-0", "w1-2", 88), "seat-02", Sector.INFORMAL)
    event = play.entries[1].event
    assert isinstance(event, NeedTakenIn)
    assert event.text == text()


def test_its_submitter_is_owed_an_answer_like_anybody_else() -> None:
    play = begun_from(FOLLOWS, "readiness")
    play.record(opening(play.initiative, "need_identification", START))
    assert [o.subject for o in play.initiative.of_duty("answer_need")] == ["n1"]
    assert play.initiative.now_in.standing(play.initiative).present == ("seat-02",)
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    clause = next(c for c in explain(play.initiative, play.now).clauses if c.clause == "done.answer_need")
    assert clause.met
    assert len([kind for kind in play.kinds() if kind == "need.taken_in"]) == 1


def test_a_need_of_a_seat_that_does_not_take_part_is_a_voice_without_one() -> None:
    play = begun_from(
        replace(FOLLOWS, linked=replace(FOLLOWS.linked, seat="seat-99", text=None)), "need_identification"
    )  # type: ignore[type-var]
    need = play.initiative.now_in.all_needs(play.initiative.facts)["n1"]
    assert (need.seat, need.sector) == (None, Sector.INFORMAL)
    assert play.initiative.now_in.standing(play.initiative).voices == {Sector.INFORMAL: 1}


def test_the_id_of_what_starts_follows_from_the_need_alone() -> None:
    assert FOLLOWS.successor == successor_of("initiative-0", "w1-2")
    assert Origin("initiative-0", 5).successor == successor_of("initiative-0")
    ids = {successor_of(i, need) for i in ("initiative-0", "initiative-1") for need in (None, "w1-1", "w1-2")}
    assert len(ids) == 6
