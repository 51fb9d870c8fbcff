"""When a human calls before the ladder is through: a letter was kept back, or somebody will not answer."""

from __future__ import annotations

import pytest

from domain.correspondence.silences import Asked, Why
from tests.domain.correspondence.test_silences import KEPT_BACK, SENT, listed
from tests.fixtures.rules import Play, roster


@pytest.mark.parametrize("who", ["holder_01", "deputy_01"])
@pytest.mark.parametrize("has_read", [False, True])
def test_a_letter_too_many_becomes_a_call_on_the_day_on_which_it_would_have_gone(who: str, has_read: bool) -> None:
    play = Play.of("convening", roster(2))
    play.wait(3)
    kept = Asked((SENT, KEPT_BACK), has_read=has_read, kept_back=play.now)
    owed = play.initiative.owed("answer_invitation", seat="seat-01")
    assert owed is not None
    assert play.now < owed.due, "the ladder is far from its end"
    line = listed(play, **{who: kept})["seat-01"]
    assert (line.since, line.why) == (play.now, Why.READ if has_read else Why.OVER_BUDGET)
    day, _ = play.now, play.wait(60)
    assert listed(play, **{who: kept})["seat-01"].since == day, "it does not come anew at the end of the ladder"


def test_who_says_that_they_will_not_answer_is_called_about_at_once_unless_the_matter_lies_with_another() -> None:
    play = Play.of("convening", roster(2))
    play.wait(3)
    said = Asked((SENT,), said=Why.DECLINED, declined=play.now)
    line = listed(play, holder_01=said)["seat-01"]
    assert (line.since, line.why) == (play.now, Why.DECLINED)
    assert listed(play, deputy_01=said) == {}, "it does not lie with the deputy"
    on_the_phone = Asked((SENT,), said=Why.DECLINED)
    assert listed(play, holder_01=on_the_phone) == {}, "whoever called knows already"
