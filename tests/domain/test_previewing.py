"""A preview tells beforehand exactly what a command then does to every clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import Command, Extend, Hold, Override, PauseUntil, Resume, Said
from domain.folding import after_all
from domain.holding import gone_on
from domain.initiative import RECHECK
from domain.phases.piloting.commands import HaltOnHarm
from domain.previewing import Preview, preview
from domain.refusals import Malformed, Refusal
from tests.domain.journeys import FACTS, journeys, snapshot
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, START, Play, roster, text


def seen(play: Play, command: Command) -> Preview:
    found, _ = preview(play.initiative, Said(command, COORDINATOR, play.now), play.now)
    return found


def foretold(found: Preview) -> dict[str | None, tuple[object, object]]:
    """The deadlines after the command by obligation; those of the phase and of a vote under the name of their kind."""
    return {clock.obligation or clock.duty: (clock.due_after, clock.next_step_at_after) for clock in found.clocks}


def now_standing(play: Play) -> dict[str | None, tuple[object, object]]:
    initiative = play.initiative
    vote = {"vote": (initiative.at.vote.due, None)} if initiative.at.vote else {}
    owed = {o.id: (o.due, o.next_at) for o in initiative.obligations.values()}
    return {None: (initiative.at.due, None), **vote, **owed}


def test_a_pause_shows_every_clock_before_it_stops_them() -> None:
    play = Play.of("convening", roster(6))
    before = snapshot(play)
    found = seen(play, PauseUntil(START + timedelta(days=30)))
    assert snapshot(play) == before
    assert found.happened == ("initiative.paused",)
    assert found.rests_until == START + timedelta(days=30)
    assert len(found.clocks) == 1 + len(play.initiative.obligations)
    assert all(clock.due_after >= clock.due + timedelta(days=30) for clock in found.clocks)
    assert found.next_event_after is not None
    assert found.next_event_after.at == START + timedelta(days=30)


def test_an_outside_deadline_is_shown_not_to_move() -> None:
    play = Play.of("piloting", roster(6), **vars(FACTS))
    play.seat_says("seat-01", HaltOnHarm(text()))
    clocks = {clock.duty: clock for clock in seen(play, PauseUntil(START + timedelta(days=3))).clocks}
    assert clocks["review_harm"].due_after == clocks["review_harm"].due
    assert clocks[None].due_after > clocks[None].due


def test_what_would_be_refused_is_refused_in_the_preview() -> None:
    with pytest.raises(Malformed):
        seen(Play.of("convening", roster(6)), PauseUntil(START - timedelta(days=1)))


@examples(80)
@given(play=journeys(), days=st.integers(1, 200), hold=st.booleans())
def test_the_preview_of_a_rest_equals_the_rest(play: Play, days: int, hold: bool) -> None:
    until = play.now + timedelta(days=days)
    command = Hold(until, text(), text()) if hold else PauseUntil(until)
    try:
        found = seen(play, command)
    except Refusal as refusal:
        with pytest.raises(type(refusal)):
            play.say(command)
        return
    play.say(command)
    if play.initiative.paused is None:
        return
    play.wait_until(until - timedelta(microseconds=1))
    resting = play.initiative
    play.initiative = after_all(resting, gone_on(resting, until), until)
    standing = now_standing(play)
    for name, clock in foretold(found).items():
        assert standing[name] == clock
    play.initiative = resting
    play.wait_until(until)
    if hold:
        assert [o.subject for o in play.initiative.of_duty(RECHECK)]
        play.say(Resume())
    assert play.initiative.paused is None


@examples(60)
@given(
    play=journeys(),
    command=st.sampled_from(
        [
            Extend("5wd", text()),
            Extend("P2M", text()),
            Override("phases.piloting.due", "P12M", text()),
            Override("phases.convening.gate.quorum.min", "3", text()),
        ]
    ),
)
def test_the_preview_of_an_extension_equals_the_extension(play: Play, command: Command) -> None:
    try:
        found = seen(play, command)
    except Refusal as refusal:
        with pytest.raises(type(refusal)):
            play.say(command)
        return
    happened = play.say(command)
    assert found.happened == tuple(event.KIND for event in happened)
    if play.initiative.settled:
        return
    standing = now_standing(play)
    assert all(standing[name] == clock for name, clock in foretold(found).items() if play.initiative.paused is None)
