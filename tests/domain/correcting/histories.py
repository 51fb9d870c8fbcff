"""Histories to correct: the scripted cycle up to some phase, and a random journey on from there."""

from __future__ import annotations

import asyncio
from copy import copy
from dataclasses import fields, replace
from functools import cache
from typing import Any

from hypothesis import strategies as st

from domain.actors import Channel, Role, Speaker
from domain.commands import Command
from domain.correcting.events import EntrySuperseded
from domain.correcting.kinds import CORRECTABLE
from domain.cycle import PHASES
from domain.events import Event
from domain.ledger.entries import Recorded
from domain.sealed import Sealed
from tests.domain.journeys import LIKELY, SEATS, Days, Speech, acts, days, perform, relay
from tests.domain.matters import applications
from tests.domain.test_cycle import PlayedTable
from tests.fixtures.cycle import CYCLE
from tests.fixtures.rules import COORDINATOR, Play, roster
from tests.fixtures.values import built

KEPT = {"need", "sector", "activity", "indicator", "commitment", "claim", "ground", "request", "level", "seats"}
KEPT |= {"observations", "verifier", "owner", "deputy", "rhythm", "minutes"}
KEPT |= {"section", "answers", "objects", "objection", "at", "day", "call", "conditions"}
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


def prepared() -> Play:
    """An application that has not begun: five seats take part in its planning."""
    return Play.of("joint_planning", roster(5), applications.PREPARATION)


def _of(matter: str) -> st.SearchStrategy[Command]:
    return st.one_of([built(Command.kinds[k], LIKELY) for k in sorted(Command.kinds) if k.startswith(f"{matter}.")])


_STAGES = (applications.drafted, applications.held, applications.frozen, applications.submitted)
_OF_APPLICATIONS = st.builds(
    Speech,
    st.one_of(
        [built(Command.kinds[kind], LIKELY) for kind in sorted(Command.kinds) if kind.startswith("application.")]
    ),
    st.sampled_from(((), ("seat-01",), ("seat-02",), tuple(f"seat-{n:02}" for n in range(1, 6)))),
)


@st.composite
def applied(draw: st.DrawFn, most: int = 12) -> Play:
    """An application somewhere on its way, played from its very start."""
    play = draw(st.sampled_from(_STAGES))(prepared())
    for _ in range(draw(st.integers(0, most))):
        perform(play, draw(_OF_APPLICATIONS | days))
        if play.initiative.settled:
            break
    return play


@st.composite
def rested(draw: st.DrawFn) -> Play:
    """A pilot that has hours on its sheet, and is held or has been."""
    play = scripted("piloting")
    seats = st.sampled_from((("seat-01",), ("seat-02",), ()))
    holding = st.builds(Speech, built(Command.kinds["initiative.hold"], LIKELY))
    going_on = st.just(Speech(Command.kinds["initiative.resume"]()))
    for _ in range(draw(st.integers(2, 12))):
        perform(play, draw(st.one_of(st.builds(Speech, _of("hours"), seats), holding, going_on, days)))
        if play.initiative.settled:
            break
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


def further(play: Play) -> st.SearchStrategy[Speech | Days]:
    """What may happen next, said by those who have a seat in it."""
    return acts(play.initiative.at.phase).map(lambda act: _of_those_here(play, act))


def _of_those_here(play: Play, act: Speech | Days) -> Speech | Days:
    if isinstance(act, Days) or not act.seats:
        return act
    return replace(act, seats=tuple(seat for seat in act.seats if seat in play.initiative.seats) or SEATS[:1])


def heard(seat: str, channel: Channel = Channel.PHONE) -> Speaker:
    """The coordinator, who enters what a seat said by phone or on paper."""
    return Speaker(COORDINATOR.actor, Role.COORDINATOR, channel, seat, COORDINATOR.actor)


def corrector(play: Play, number: int) -> Speaker:
    """Who may correct an entry: the coordinator, who enters what the seat that said it says now; or that seat alone."""
    entry = play.entries[number - 1]
    if entry.seat is None:
        return COORDINATOR
    kind = CORRECTABLE.get(entry.event.KIND)
    if kind is None or not kind.own or entry.channel in (Channel.PHONE, Channel.PAPER):
        return heard(entry.seat)
    return play.speaker(entry.seat)


def by_phone(play: Play) -> Play:
    """The same history, had everything that seats said been entered for them."""
    entered = [replace(one, channel=Channel.PHONE) if one.seat else one for one in play.entries]
    return Play(play.initiative, play.now, entered)


def answers(play: Play) -> list[Recorded]:
    """The entries that are answers of a kind that can be corrected, corrections among them."""
    return [entry for entry in play.entries if entry.event.KIND in CORRECTABLE]


def is_of_now(play: Play, entry: Recorded) -> bool:
    """Whether no other phase has been opened since; what is kept beside the phases is always of now."""
    later = play.entries[entry.seq :]
    return bool(entry.event.MATTER) or all(one.event.KIND != "phase.opened" for one in later)


def promising(play: Play) -> list[Recorded]:
    """Of these, and of what stands now, those whose correction is not refused from the start."""
    gone = {one.event.entry for one in play.entries if isinstance(one.event, EntrySuperseded)}
    return [
        entry
        for entry in answers(play)
        if entry.seq not in gone and (corrector(play, entry.seq).role is Role.COORDINATOR or is_of_now(play, entry))
    ]


def better(play: Play, entry: Recorded) -> st.SearchStrategy[Command | None]:
    """Another answer in its place, or none where a seat could still say it anew."""
    return anew(entry.event) if entry.seat and not is_of_now(play, entry) else st.none() | anew(entry.event)


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
