"""Whatever is repeated, lost or crossed between the two words: one holds the other exactly if that ended so."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.commands import PauseUntil, Resume, TakeExit
from domain.merging.commands import AcceptMerge, DeclineMerge, WithdrawMerge
from domain.merging.events import MergeTakenIn
from domain.merging.fitting import require_takes
from domain.operating_model import ExitKind
from domain.refusals import Refusal
from tests.domain.merging.pairs import OFFER, OTHER, TAKER, Pair, other
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, Play, roster, text

STOP = TakeExit(ExitKind.STOP, text())
STEPS = ("offer", "withdraw", "decline", "accept", "accept", "attempt", "attempt", "answer", "answer")
STEPS += ("pause", "resume", "stop_one", "stop_two", "offer_back", "withdraw_back")


@dataclass
class World:
    """The two, and the answer of the last attempt, which may be lost."""

    pair: Pair
    answer: int | str | None = None

    def step(self, name: str) -> None:
        one, two = self.pair.one, self.pair.two
        with suppress(Refusal):
            match name:
                case "offer":
                    require_takes(two.initiative, one.initiative.id, one.initiative.charter.model.id)
                    one.say(OFFER)
                case "withdraw":
                    one.say(WithdrawMerge())
                case "decline":
                    one.say(DeclineMerge(), TAKER)
                case "accept":
                    one.say(AcceptMerge(), TAKER)
                case "attempt" if one.initiative.bound is not None:
                    self.answer = self.pair.deliver()
                case "answer" if one.initiative.bound is not None and self.answer is not None:
                    self.pair.finish(self.answer)
                    self.answer = None
                case "pause":
                    two.say(PauseUntil(two.now + timedelta(days=5)), OTHER)
                case "resume":
                    two.say(Resume(), OTHER)
                case "stop_one":
                    one.say(STOP)
                case "stop_two":
                    two.say(STOP, OTHER)
                case "offer_back":
                    two.say(replace(OFFER, into=one.initiative.id), OTHER)
                case "withdraw_back":
                    two.say(WithdrawMerge(), OTHER)


@examples(150)
@given(st.lists(st.sampled_from(STEPS), max_size=30))
def test_both_ledgers_tell_the_same_whatever_is_repeated_lost_or_crossed(steps: list[str]) -> None:
    world = World(Pair.of(Play.of("convening", roster(6)), other("need_identification")))
    one, two = world.pair.one, world.pair.two
    for name in steps:
        world.step(name)
        held = [entry.event for entry in two.entries if isinstance(entry.event, MergeTakenIn)]
        assert len(held) <= 1
        assert bool(held) == (one.initiative.outcome == "merged") or one.initiative.bound is not None
    while one.initiative.bound is not None:  # what was agreed on is attempted until it is answered
        world.step("attempt")
        world.step("answer")
    held = [entry.event for entry in two.entries if isinstance(entry.event, MergeTakenIn)]
    assert [event.initiative for event in held] == ([one.initiative.id] if one.initiative.outcome == "merged" else [])
    if held:
        into = one.initiative.merge.into
        assert into is not None
        assert two.entries[into.seq - 1].event == held[0]
    assert COORDINATOR.actor == one.initiative.coordinator
