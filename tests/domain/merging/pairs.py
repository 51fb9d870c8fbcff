"""Two initiatives on the stage of pure rules, and what carries one into the other, step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.actors import Channel, Role, Speaker
from domain.deciding import Decided
from domain.merging.brought import Brought, brought, key_of
from domain.merging.commands import AcceptMerge, OfferMerge
from domain.merging.events import MergeAccepted, MergeTakenIn
from domain.merging.offering import failed, merged
from domain.merging.taking_in import taken_in
from domain.operating_model import OperatingModel
from domain.refusals import Refusal
from domain.seats import Seat
from tests.fixtures.rules import MODEL, Play, roster, text

TAKER = Speaker("actor-taker", Role.COORDINATOR, Channel.API)
"""The coordinator of the other initiative, as an actor of the one that is offered."""
OTHER = Speaker("actor-other", Role.COORDINATOR, Channel.API)
"""The same person, as an actor of their own initiative."""
OFFER = OfferMerge("initiative-2", TAKER.actor, text())


def other(phase: str, seats: tuple[Seat, ...] | None = None, model: OperatingModel = MODEL, **facts: object) -> Play:
    """The initiative that takes the other one in."""
    play = Play.of(phase, seats if seats is not None else theirs(), model, **facts)
    charter = replace(play.initiative.charter, initiative="initiative-2", coordinator=OTHER.actor)
    play.initiative = replace(play.initiative, charter=charter)
    play.entries[0] = replace(play.entries[0], event=replace(play.entries[0].event, charter=charter))  # type: ignore[call-arg]
    return play


def theirs() -> tuple[Seat, ...]:
    """Twelve seats, the last four of which are those of the first roster."""
    return tuple(
        seat if n > 8 else replace(seat, id=f"theirs-{n:02}", organisation=f"their-org-{n:02}")
        for n, seat in enumerate(roster(), 1)
    )


@dataclass
class Pair:
    """The initiative that is offered, and the one that it is offered to; the keys by which that one has taken it in."""

    one: Play
    two: Play
    keys: dict[str, int]

    @classmethod
    def of(cls, one: Play, two: Play) -> Pair:
        return cls(one, two, {})

    def brings(self) -> Brought:
        agreed = next(e for e in reversed(self.one.entries) if isinstance(e.event, MergeAccepted))
        return brought(self.one.entries, agreed)

    def deliver(self) -> int | str:
        """One attempt to have it taken in: the entry that does so, or the code of a refusal."""
        brings = self.brings()
        key = key_of(brings.initiative, brings.offer)
        if key not in self.keys:
            try:
                decided: Decided = taken_in(self.two.initiative, brings, OTHER, self.two.now)
            except Refusal as refusal:
                return refusal.code
            self.keys[key] = len(self.two.entries) + 1
            self.two.record(decided.said, OTHER)
            self.two.record(decided.followed)
        return self.keys[key]

    def finish(self, answer: int | str) -> None:
        """The answer reaches the initiative that was offered."""
        bound = self.one.initiative.bound
        assert bound is not None
        if isinstance(answer, str):
            self.one.record(failed(self.one.initiative, bound.number, answer))
        else:
            self.one.record(merged(self.one.initiative, bound.number, answer, self.one.now))

    def merge(self) -> MergeTakenIn:
        """Offered, accepted, taken in and ended, without anything in between."""
        self.one.say(OFFER)
        self.one.say(AcceptMerge(), TAKER)
        answer = self.deliver()
        assert isinstance(answer, int), answer
        self.finish(answer)
        event = self.two.entries[answer - 1].event
        assert isinstance(event, MergeTakenIn)
        return event
