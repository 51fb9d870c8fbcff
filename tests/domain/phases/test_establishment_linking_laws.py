"""Whatever is said of a practice and of the need it left: an answer is owed exactly while one is open."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.phases.establishment.commands import AnswerCheckIn, Condition, DeclineLinkedNeed, StartFromNeed
from domain.refusals import AlreadyAnswered, NotAsked
from tests.domain.phases.test_establishment import state
from tests.domain.phases.test_establishment_linking import followed, owed
from tests.fixtures.rules import text


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
