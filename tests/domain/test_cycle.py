"""The whole cycle by the pure rules alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from domain.actors import Speaker
from domain.commands import Command
from domain.cycle import PHASES
from domain.deciding import opening
from domain.folding import fold
from domain.initiative import Initiative
from tests.fixtures.cycle import CYCLE
from tests.fixtures.rules import COORDINATOR, MODEL, Play


class PlayedTable:
    """The script's table over a pure play: a phase opens at once when the one before has settled."""

    def __init__(self) -> None:
        self.play = Play.of("readiness")

    async def say(self, command: Command, by: Speaker = COORDINATOR) -> object:
        happened = self.play.say(command, by)
        self._hand_over()
        return happened

    async def forward(self, duration: timedelta) -> object:
        happened = self.play.wait_until(self.play.now + duration)
        self._hand_over()
        return happened

    async def folded(self) -> Initiative:
        return self.play.initiative

    def _hand_over(self) -> None:
        initiative = self.play.initiative
        if initiative.settled and initiative.outcome is None and initiative.at.to:
            self.play.record(opening(initiative, initiative.at.to, self.play.now))


def test_the_cycle_runs_from_readiness_to_the_last_check_in() -> None:
    table = PlayedTable()
    reached = []
    for phase in CYCLE:
        reached.append(table.play.initiative.at.phase)
        asyncio.run(phase(table))
    assert reached == list(MODEL.phases) == list(PHASES)
    assert table.play.initiative.outcome == "established"
    assert fold(table.play.entries) == table.play.initiative


def test_the_silence_at_a_check_in_is_told_as_unknown() -> None:
    table = PlayedTable()
    for phase in CYCLE:
        asyncio.run(phase(table))
    kinds = table.play.kinds()
    assert kinds.count("check_in.answered") == 4
    assert kinds.count("check_in.unknown") == 1
