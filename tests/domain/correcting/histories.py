"""Histories to correct: the scripted cycle up to some phase, and a random journey on from there."""

from __future__ import annotations

import asyncio
from copy import copy
from dataclasses import fields
from functools import cache
from typing import Any

from hypothesis import strategies as st

from domain.commands import Command
from domain.correcting.kinds import CORRECTABLE
from domain.cycle import PHASES
from domain.events import Event
from domain.ledger.entries import Recorded
from domain.sealed import Sealed
from tests.domain.journeys import LIKELY, acts, perform, relay
from tests.domain.test_cycle import PlayedTable
from tests.fixtures.cycle import CYCLE
from tests.fixtures.rules import Play
from tests.fixtures.values import built

KEPT = {"need", "sector", "activity", "indicator", "commitment", "claim", "ground", "request", "level", "seats"}
KEPT |= {"observations", "verifier", "owner", "deputy", "rhythm", "minutes"}
"""What a correction leaves as it is, by the names of fields that commands and events share."""


@cache
def _scripted(phase: str) -> Play:
    """The script's initiative when this phase has just been opened."""
    table = PlayedTable()
    for played in CYCLE:
        if table.play.initiative.at.phase == phase:
            break
        asyncio.run(played(table))
    return table.play


def scripted(phase: str) -> Play:
    """A copy of it to play on with."""
    play = copy(_scripted(phase))
    play.entries = list(play.entries)
    return play


@st.composite
def histories(draw: st.DrawFn, most: int = 15) -> Play:
    """An initiative on its way, played from its very start."""
    play = scripted(draw(st.sampled_from(list(PHASES))))
    for _ in range(draw(st.integers(0, most))):
        perform(play, draw(acts(play.initiative.at.phase)))
        if play.initiative.settled and not relay(play):
            break
    return play


def answers(play: Play) -> list[Recorded]:
    """The entries that are answers of a kind that can be corrected, corrections among them."""
    return [entry for entry in play.entries if entry.event.KIND in CORRECTABLE]


def anew(event: Event) -> st.SearchStrategy[Command]:
    """Commands that say such an answer anew, about the same."""
    return st.one_of([_said_anew(Command.kinds[name], event) for name in CORRECTABLE[event.KIND].commands])


def _said_anew(command: type[Command], event: Event) -> st.SearchStrategy[Command]:
    names = {field.name for field in fields(command)}  # type: ignore[arg-type]
    kept: dict[str, Any] = {name: getattr(event, name) for name in KEPT & names if hasattr(event, name)}
    return built(command, LIKELY).map(lambda drawn: type(drawn)(**{**vars(drawn), **kept}))


def text_of(number: int) -> Sealed:
    """A text of its own."""
    return Sealed(f"{number:064x}", 9, "fi")
