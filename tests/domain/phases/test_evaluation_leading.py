"""Whoever led the pilot neither leads its evaluation nor verifies its results, by whatever channel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.actors import Channel, Speaker
from domain.commands import TakeExit
from domain.facts import Verdict
from domain.matters.seats.commands import PassSeat
from domain.operating_model import ExitKind
from domain.phases.evaluation.commands import MakeClaim, NameLead, PublishResults, VerifyClaim, WriteReport
from domain.phases.piloting.commands import NameLead as NamePilotLead
from domain.refusals import AlreadyAnswered, NotEntitled, UnknownSeat
from tests.domain.phases.test_evaluation import FACTS
from tests.fixtures.rules import COORDINATOR, Play, roster, text

LED = "seat-09"
"""Neither owns anything nor promised anything, so that only leading the pilot ties it."""


def led(seats: object = None, lead: str | None = LED) -> Play:
    return Play.of("evaluation", seats, **FACTS | {"pilot_lead": lead})  # type: ignore[arg-type]


def by_phone(seat: str) -> Speaker:
    """The coordinator, who enters what a seat told by phone."""
    return replace(COORDINATOR, channel=Channel.PHONE, seat=seat)


def test_the_pilot_lead_is_handed_on_and_stays_until_another_is_named() -> None:
    play = Play.of("piloting", **FACTS)
    play.say(NamePilotLead("seat-03"))
    (named,) = play.say(NamePilotLead(LED))
    assert named.instead_of == "seat-03"  # type: ignore[attr-defined]
    with pytest.raises(AlreadyAnswered):
        play.say(NamePilotLead(LED))
    with pytest.raises(UnknownSeat):
        play.say(NamePilotLead("seat-99"))
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    assert play.initiative.facts.pilot_lead == LED


def test_only_the_coordinator_names_leads() -> None:
    with pytest.raises(NotEntitled):
        Play.of("piloting", **FACTS).seat_says(LED, NamePilotLead(LED))
    with pytest.raises(NotEntitled):
        led().seat_says("seat-08", NameLead("seat-08"))


def test_the_pilot_lead_does_not_lead_the_evaluation() -> None:
    with pytest.raises(NotEntitled) as refused:
        led().say(NameLead(LED))
    assert (refused.value.path, refused.value.remedy) == ("seat", "name a seat that did not lead the pilot")
    play = led()
    play.say(NameLead("seat-08"))
    with pytest.raises(AlreadyAnswered):
        play.say(NameLead("seat-08"))


@pytest.mark.parametrize("changes", [{"organisation": "org-09"}, {"holder": "holder-09"}, {"deputy": "holder-09"}])
def test_nor_does_anybody_of_its_organisation_or_people(changes: dict[str, str]) -> None:
    seats = tuple(replace(seat, **changes) if seat.id == "seat-08" else seat for seat in roster())  # type: ignore[arg-type]
    with pytest.raises(NotEntitled):
        led(seats).say(NameLead("seat-08"))


def test_the_pilot_lead_is_asked_for_no_verdict() -> None:
    with pytest.raises(NotEntitled) as refused:
        led().say(MakeClaim(text(), ("o1",), LED))
    assert "led the pilot" in str(refused.value)
    led(lead=None).say(MakeClaim(text(), ("o1",), LED))


def test_no_verdict_is_entered_by_phone_for_a_seat_that_the_pilot_lead_holds_by_now() -> None:
    play = led()
    play.say(MakeClaim(text(), ("o1",), "seat-10"))
    verdict = VerifyClaim("c1", Verdict.CONFIRMED, text())
    play.say(PassSeat("seat-10", "holder-09"))
    for speaker in (by_phone("seat-10"), play.speaker("seat-10")):
        with pytest.raises(NotEntitled):
            play.say(verdict, speaker)
    play.say(PassSeat("seat-10", "somebody-new"))
    play.say(verdict, by_phone("seat-10"))


def test_no_verdict_is_entered_for_a_seat_whose_holder_piloted_under_another_one() -> None:
    play = led(lead=None)
    play.say(MakeClaim(text(), ("o1",), "seat-10"))
    play.say(PassSeat("seat-10", "holder-01"))  # who owns an activity
    with pytest.raises(NotEntitled) as refused:
        play.say(VerifyClaim("c1", Verdict.CONFIRMED, text()), by_phone("seat-10"))
    assert refused.value.path == "claim"


def test_an_evaluation_lead_that_the_pilot_lead_speaks_for_by_now_reports_nothing() -> None:
    play = led()
    play.say(NameLead("seat-08"))
    play.say(PassSeat("seat-08", "holder-09"))
    for command in (WriteReport(text()), PublishResults(text())):
        for speaker in (by_phone("seat-08"), play.speaker("seat-08")):
            with pytest.raises(NotEntitled):
                play.say(command, speaker)


def test_a_coordinator_who_led_the_pilot_leaves_the_report_to_an_evaluation_lead() -> None:
    seats = tuple(replace(seat, holder=COORDINATOR.actor) if seat.id == LED else seat for seat in roster())
    play = led(seats)
    with pytest.raises(NotEntitled):
        play.say(WriteReport(text()))
    play.say(NameLead("seat-08"))
    play.seat_says("seat-08", WriteReport(text()))
