"""Conclusions: a vote on leaving evaluation says in one word what was concluded; elsewhere there is none to name."""

from __future__ import annotations

import pytest

from domain.commands import CallVote
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.evaluation import Conclusion
from domain.refusals import Malformed
from tests.fixtures.rules import Play


@pytest.mark.parametrize("conclusion", [c for c in Conclusion if c.exit is not ExitKind.ADVANCE])
def test_a_vote_names_a_conclusion_that_goes_with_its_exit(conclusion: Conclusion) -> None:
    called, *_ = Play.of("evaluation").say(CallVote(conclusion.exit, conclusion.value))
    assert called.verdict == conclusion  # type: ignore[attr-defined]


@pytest.mark.parametrize("verdict", [None, "", "establish", "stop", "splendid"])
def test_a_vote_without_a_fitting_conclusion_is_refused_with_those_that_fit(verdict: str | None) -> None:
    play = Play.of("evaluation")
    before = play.initiative
    with pytest.raises(Malformed) as refused:
        play.say(CallVote(ExitKind.LOOP_BACK, verdict))
    assert (refused.value.path, refused.value.remedy) == ("verdict", "one of: repeat")
    assert play.initiative == before


def test_other_phases_conclude_nothing_in_words() -> None:
    play = Play.of("convening")
    play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    with pytest.raises(Malformed) as refused:
        play.say(CallVote(ExitKind.STOP, "stop"))
    assert (refused.value.path, refused.value.remedy) == ("verdict", "leave it out")
    assert play.say(CallVote(ExitKind.STOP))
