"""Once a merge is agreed on nothing else is said, until it is done or has failed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.clockwork import next_wake
from domain.commands import TakeExit
from domain.events import PhaseOpened
from domain.explaining import waiting_on
from domain.forecasting import next_if_nobody_acts
from domain.merging.commands import AcceptMerge, WithdrawMerge
from domain.merging.offering import failed
from domain.operating_model import ExitKind
from domain.refusals import PhaseSettled
from domain.sealed import Sealed
from domain.telling import fate
from domain.voting.commands import CastSecretBallot
from domain.voting.counting import awaits_count
from tests.domain.merging.pairs import OFFER, TAKER, Pair, other
from tests.domain.remodelling.edits import of_phase, without_exit
from tests.domain.voting.deciding import SEATS, SECRET, asked
from tests.fixtures.rules import COORDINATOR, MODEL, Play, roster, text


@pytest.fixture
def play() -> Play:
    return Play.of("convening", roster(6))


def test_once_it_is_agreed_nothing_else_is_said_and_no_clock_runs(play: Play) -> None:
    play.say(OFFER)
    play.say(AcceptMerge(), TAKER)
    for command, by in (
        (WithdrawMerge(), COORDINATOR),
        (AcceptMerge(), TAKER),
        (TakeExit(ExitKind.STOP, text()), COORDINATOR),
    ):
        with pytest.raises(PhaseSettled):
            play.say(command, by)
    assert next_wake(play.initiative) == play.now
    assert (waiting_on(play.initiative), fate(play.initiative)) == ((), None)
    coming = next_if_nobody_acts(play.initiative)
    assert coming is not None
    assert coming.kinds == ("initiative.merged",)


def test_if_it_cannot_be_taken_in_after_all_it_goes_on_where_it_was(play: Play) -> None:
    pair = Pair.of(play, other("convening"))
    play.say(OFFER)
    play.say(AcceptMerge(), TAKER)
    before = play.initiative
    pair.two.say(TakeExit(ExitKind.STOP, text()), replace(COORDINATOR, actor="actor-other"))
    answer = pair.deliver()
    assert answer == "InitiativeEnded"
    pair.finish(answer)
    assert (play.initiative.bound, play.initiative.outcome) == (None, None)
    assert (play.initiative.at, play.initiative.state) == (before.at, before.state)
    play.say(OFFER)
    assert play.initiative.merge.offers == 2


def test_what_has_been_carried_out_is_not_carried_out_again(play: Play) -> None:
    pair = Pair.of(play, other("convening"))
    pair.merge()
    seq = len(pair.two.entries)
    assert isinstance(pair.deliver(), int)
    assert len(pair.two.entries) == seq


def test_what_was_taken_in_ends_merged_even_where_its_model_knows_no_merge_any_more(play: Play) -> None:
    pair = Pair.of(play, other("convening"))
    play.say(OFFER)
    play.say(AcceptMerge(), TAKER)
    answer = pair.deliver()
    model = of_phase("convening", without_exit(ExitKind.MERGE))(MODEL)
    play.initiative = replace(play.initiative, charter=replace(play.initiative.charter, model=model))
    pair.finish(answer)
    assert play.initiative.outcome == "merged"


def test_a_secret_vote_is_not_counted_once_a_merge_is_agreed_on_and_is_if_that_fails() -> None:
    play = asked(SECRET, sectors={})
    play.say(OFFER)
    play.seat_says(SEATS[0], CastSecretBallot(Sealed("01" * 32, 8, "fi")))
    play.say(AcceptMerge(), TAKER)
    vote = play.initiative.at.vote
    assert vote is not None
    assert not awaits_count(play.initiative, vote.due)
    play.record(failed(play.initiative, 1, "InitiativeEnded"))
    assert awaits_count(play.initiative, vote.due)


def test_what_was_agreed_on_stands_even_if_a_phase_opens_meanwhile(play: Play) -> None:
    play.say(OFFER)
    play.record((PhaseOpened("convening", 2, play.initiative.at.due),))
    assert play.initiative.merge.offer is None
    play.say(OFFER)
    play.say(AcceptMerge(), TAKER)
    play.record((PhaseOpened("convening", 3, play.initiative.at.due),))
    assert play.initiative.bound is not None
