"""Initiatives whose seats are about to decide, in whatever way."""

from __future__ import annotations

from dataclasses import replace

from domain.commands import CallVote, CastBallot
from domain.events import Choice, Event
from domain.operating_model import Decide, DecideHow, ExceptionRule, ExitKind, GateRule, OperatingModel
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.seats import Seat
from domain.spans import Span, Unit
from tests.fixtures.rules import MODEL, Play, roster, text

WEEK = Span(5, Unit.WORKING_DAYS)
CONSENT = Decide(DecideHow.CONSENT, window=WEEK, ladder="gentle", otherwise=DecideHow.TWO_THIRDS)
CONSENT_ONLY = replace(CONSENT, otherwise=None)
MAJORITY = Decide(DecideHow.MAJORITY, window=WEEK, ladder="gentle")
SECRET = replace(MAJORITY, secret=True)
SEATS = tuple(seat.id for seat in roster(6))


def model(decide: Decide, **gate: object) -> OperatingModel:
    """The shipped model, convening decided in this way, with these clauses of its gate changed. It keeps no
    meetings and asks for no ground rules: nothing but the decision is owed.
    """
    phase = MODEL.phases["convening"]
    asked = {duty: rule for duty, rule in phase.obligations.items() if not duty.endswith("ground_rules")}
    beside = {name: rule for name, rule in (MODEL.matters or {}).items() if name != "meetings"}
    changed: GateRule = replace(phase.gate, decide=decide, **gate)  # type: ignore[arg-type]
    phases = {**MODEL.phases, "convening": replace(phase, gate=changed, obligations=asked)}
    return replace(MODEL, phases=phases, matters=beside)


def convened(
    decide: Decide, *, seats: tuple[Seat, ...] | None = None, accepting: tuple[str, ...] = SEATS, **gate: object
) -> Play:
    """Six seats convene, those `accepting` have accepted, the chairs are named and the minutes written."""
    play = Play.of("convening", seats or roster(6), model(decide, **gate))
    for seat in play.initiative.seats:
        play.seat_says(seat, AnswerInvitation(Reply.YES if seat in accepting else Reply.NO))
    play.say(NameChair(accepting[0], accepting[1]))
    play.seat_says(accepting[0], WriteMinutes(text()))
    return play


def asked(decide: Decide, **gate: object) -> Play:
    """The same, and the seats are asked whether to go on."""
    play = convened(decide, **gate)  # type: ignore[arg-type]
    play.say(CallVote(ExitKind.ADVANCE))
    return play


def say_all(play: Play, choice: Choice, *seats: str) -> tuple[Event, ...]:
    """These seats say the same; what the last of it led to."""
    happened: tuple[Event, ...] = ()
    for seat in seats:
        happened = play.seat_says(seat, CastBallot(choice))
    return happened


def object_to_it(play: Play, *seats: str) -> tuple[Event, ...]:
    """These seats object, each with a reason."""
    happened: tuple[Event, ...] = ()
    for seat in seats:
        happened = play.seat_says(seat, CastBallot(Choice.AGAINST, text()))
    return happened


EXCEPT_LEADER = ExceptionRule(by=MODEL.phases["joint_planning"].obligations["set_goals"].by, of=("sectors.leader",))
