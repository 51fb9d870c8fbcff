"""Three channels, one result: the same answers by link, phone and paper come to the same state and the same gate."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.actors import Channel, Role, Speaker
from domain.commands import Command
from domain.events import EntryReadBack, Event
from domain.explaining import explain
from domain.initiative import Initiative
from domain.operating_model import OperatingModel
from domain.refusals import Refusal
from domain.wire import Plain, plain
from tests.domain.journeys import FACTS, FROM_THE_START, Days, Speech, acts, relay
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, MODEL, PHASES, Play, roster

CHANNELS = (Channel.LINK, Channel.PHONE, Channel.PAPER)


def speaker(play: Play, seat: str, channel: Channel) -> Speaker:
    """The one whom the seat's matter lies with, by link, or the coordinator who enters for it."""
    if channel is Channel.LINK:
        passed_on = getattr(play.initiative.now_in, "held_by", {})
        actor = passed_on.get(seat, play.initiative.holder(seat))
        return Speaker(actor, Role.PARTICIPANT, channel, seat)
    return Speaker(COORDINATOR.actor, Role.COORDINATOR, channel, seat, COORDINATOR.actor)


def say(play: Play, command: Command, by: Speaker) -> str | None:
    """What was refused, if it was."""
    try:
        play.say(command, by)
    except Refusal as refusal:
        return refusal.code
    return None


def result(initiative: Initiative) -> Plain:
    """All that counts: the state, the facts, what is owed, and the gate; not until when an entry can be corrected."""
    obligations = {name: replace(owed, entered=None) for name, owed in initiative.obligations.items()}
    gate = explain(initiative, initiative.at.opened_at) if not initiative.settled else None
    kept = (initiative.stage, initiative.state, initiative.facts, obligations, initiative.outcome, initiative.matters)
    return plain([*kept, gate])


def begun(phase: str, model: OperatingModel) -> Play:
    """A phase of an initiative of six seats, just opened."""
    return Play.of(phase, roster(6), model, **({} if phase in FROM_THE_START else vars(FACTS)))


def happened(play: Play) -> list[Event]:
    """What happened, the reading back aside."""
    return [entry.event for entry in play.entries if not isinstance(entry.event, EntryReadBack)]


@st.composite
def conversations(draw: st.DrawFn, most: int = 14) -> tuple[str, list[Speech | Days]]:
    """A phase, and what is said in it."""
    phase = draw(st.sampled_from(tuple(PHASES)))
    return phase, [draw(acts(phase)) for _ in range(draw(st.integers(1, most)))]


def uncorrected(model: OperatingModel) -> OperatingModel:
    """The model without a window to correct what was entered: the one thing that a link does not have."""
    kept = {name: rule for name, rule in (model.matters or {}).items() if name != "entries"}
    return replace(model, matters=kept)


@given(conversations())
@examples(60)
def test_the_channel_changes_nothing_but_the_provenance(conversation: tuple[str, list[Speech | Days]]) -> None:
    phase, acts_said = conversation
    days_pass = any(isinstance(act, Days) for act in acts_said)
    plays = [begun(phase, uncorrected(MODEL) if days_pass else MODEL) for _ in CHANNELS]
    for act in acts_said:
        if isinstance(act, Days):
            for play in plays:
                play.wait(act.number)
            continue
        for seat in act.seats or (None,):
            refused = {
                say(play, act.command, speaker(play, seat, channel) if seat else COORDINATOR)
                for play, channel in zip(plays, CHANNELS, strict=True)
            }
            assert len(refused) == 1, refused
        if plays[0].initiative.settled:
            assert {relay(play) for play in plays} in ({True}, {False})
            break
    first, *others = [result(play.initiative) for play in plays]
    assert all(other == first for other in others)
    assert all(happened(play) == happened(plays[0]) for play in plays)
