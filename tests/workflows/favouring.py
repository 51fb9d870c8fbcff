"""An initiative on the server that everybody favours until they fall silent, and what is forecast for it then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actors import Channel, Role, Speaker
from domain.clockwork import next_wake, tick
from domain.commands import Command, Said
from domain.deciding import decide, opening
from domain.events import Event, PhaseOpened
from domain.favouring import Act
from domain.folding import after_all
from domain.initiative import Initiative
from domain.matters.meetings.commands import PollDates
from domain.matters.seats.commands import ReportAbsence
from domain.matters.support.commands import RequestSupport, SupportLevel
from domain.operating_model import END
from domain.phases.piloting.commands import BeginSettling
from domain.refusals import Refusal
from domain.simulating import favourable
from domain.wire import Plain, plain
from tests.fixtures.rules import text
from tests.fixtures.temporal import Run

MOST = 1_000
SECONDS = timedelta(seconds=10)
"""How much later than its wake the server may write what a wake brings."""


async def favoured(run: Run, phase: str, acts: int) -> None:
    """Everybody favours an advance until `phase` has been entered, and there for this many acts more."""
    for _ in range(MOST):
        initiative = await _settled_down(run)
        if phase in initiative.rounds:
            if not acts:
                return
            acts -= 1
        if not await _says_any(run, initiative, _offered(initiative, await run.now())):
            wake = await run.wake()
            assert wake is not None, "nobody can say anything, and nothing comes"
            await run.forward(wake - await run.now())
    raise AssertionError(f"{phase} is never entered")


async def loose_ends(run: Run) -> None:
    """A poll nobody answers, a request nobody takes up, and somebody who is away."""
    now = await run.now()
    moments = tuple(now + timedelta(days=days) for days in (20, 27))
    for act in (
        Act(PollDates(moments)),
        Act(RequestSupport(SupportLevel.ACTOR, text()), "seat-01"),
        Act(ReportAbsence(now + timedelta(days=25)), "seat-02"),
    ):
        await _says_any(run, await run.folded(), iter((act,)))


async def silent(run: Run) -> None:
    """Let its clock run to its end, and nobody say anything."""
    while (wake := await run.wake()) is not None:
        await run.forward(max(wake - await run.now(), timedelta()))
        await _settled_down(run)


def forecast(initiative: Initiative) -> Iterator[tuple[datetime, Event]]:
    """What happens by itself from now on, and when."""
    while (wake := next_wake(initiative)) is not None:
        events = tick(initiative, wake)
        assert events, f"nothing happens at {wake}"
        initiative = after_all(initiative, events, wake)
        if initiative.settled and initiative.at.to != END:
            entered = opening(initiative, str(initiative.at.to), wake)
            initiative, events = after_all(initiative, entered, wake), (*events, *entered)
        yield from ((wake, event) for event in events)


def alike(foreseen: Plain, written: Plain) -> bool:
    """Whether both are the same, but for the moment that the server takes."""
    match foreseen, written:
        case dict(), dict():
            return foreseen.keys() == written.keys() and all(alike(foreseen[key], written[key]) for key in foreseen)
        case list(), list():
            return len(foreseen) == len(written) and all(map(alike, foreseen, written))
        case str(), str() if foreseen != written:
            try:
                late = datetime.fromisoformat(written) - datetime.fromisoformat(foreseen)
            except (ValueError, TypeError):
                return False
            return timedelta() <= late <= SECONDS
        case _:
            return foreseen == written


def told(at: datetime, event: Event) -> Plain:
    """An event and its moment in plain form."""
    return {"at": at.isoformat(), "event": plain(event)}


def _offered(initiative: Initiative, now: datetime) -> Iterator[Act]:
    if initiative.at.phase == "piloting" and not getattr(initiative.now_in, "settling", True):
        criteria = initiative.facts.stop_criteria
        yield Act(BeginSettling(text(), criteria[0].id if criteria else None))
    yield from favourable(initiative, now)


async def _settled_down(run: Run) -> Initiative:
    """The initiative once the phase that follows an exit has been opened."""
    initiative = await run.folded()
    if not initiative.settled or initiative.outcome is not None:
        return initiative
    entered = sum(initiative.rounds.values()) + 1
    await run.until(lambda entries: sum(entry.event.KIND == PhaseOpened.KIND for entry in entries) == entered)
    return await run.folded()


async def _says_any(run: Run, initiative: Initiative, acts: Iterator[Act]) -> bool:
    """Say the first of these that the rules allow; whether there was one."""
    now = await run.now()
    for act in acts:
        by = _speaker(initiative, act.seat)
        if _allowed(initiative, act.command, by, now):
            await run.say(act.command, by)
            return True
    return False


def _allowed(initiative: Initiative, command: Command, by: Speaker, now: datetime) -> bool:
    try:
        return bool(decide(initiative, Said(command, by, now), now).events)
    except Refusal:
        return False


def _speaker(initiative: Initiative, seat: str | None) -> Speaker:
    if seat is None:
        return Speaker(initiative.coordinator, Role.COORDINATOR, Channel.API)
    return Speaker(initiative.holder(seat), Role.PARTICIPANT, Channel.LINK, seat)
