"""What is kept beside the phases, all of it in use and much of it open at once, played on the pure rules."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, timedelta

from bench.rehearsal import COORDINATOR, Rehearsal, sealed
from domain.actors import Channel, Role, Speaker
from domain.commands import RenewMandate
from domain.matters.application.commands import (
    AllotSection,
    CommentSection,
    NameCall,
    OpenComments,
    Requirement,
    RequirementKind,
    WriteSection,
)
from domain.matters.hours.commands import CorrectHours, GiveHours, SetRate, Work
from domain.matters.meetings import Meetings
from domain.matters.meetings.commands import AnswerPoll, AttendMeeting, Coming, FixMeeting, PollDates
from domain.matters.seats.commands import LeaveSeat, NameDeputies, ReportAbsence
from domain.matters.support.commands import JoinRequest, PromiseSupport, RequestSupport, SupportLevel

REQUESTS, SECTIONS, OBJECTIONS = 20, 20, 10
"""As many of each as a large initiative has open at once."""


def use_every_matter(run: Rehearsal, seats: list[str]) -> None:
    """Every seat has deputies, hours, an answered poll and a meeting to come; and one in ten more than that. An
    application is open for comments, and the mandate has been renewed.
    """
    today = run.initiative.calendar.local(run.now).date()
    _stand_in(run, seats)
    _meet(run, seats)
    _support(run, seats)
    _give_hours(run, seats, today)
    _apply(run, seats, today)
    given = run.initiative.charter.mandate
    run.say(RenewMandate(replace(given, id=f"m{secrets.token_hex(8)}", former=given.id)))


def _stand_in(run: Rehearsal, seats: list[str]) -> None:
    for seat in seats:
        run.say(NameDeputies((f"a{secrets.token_hex(8)}", f"a{secrets.token_hex(8)}"), seat))
    for seat in seats[::10]:
        run.seat_says(seat, ReportAbsence(run.now + timedelta(days=60), run.now + timedelta(days=30)))
    run.seat_says(seats[-1], LeaveSeat(sealed()))


def _meet(run: Rehearsal, seats: list[str]) -> None:
    """One meeting is polled for and answered, a tenth of it by phone; another one is called, and most will come."""
    called = run.initiative.kept(Meetings).called
    polled, other = f"m{called + 1}", f"m{called + 2}"
    run.say(PollDates(tuple(run.now + timedelta(days=days) for days in range(20, 26))))
    for number, seat in enumerate(seats):
        answer = AnswerPoll(polled, (1, 3), (2,))
        if number % 10:
            run.seat_says(seat, answer)
        else:
            run.say(answer, Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PHONE, seat, COORDINATOR.actor))
    run.say(FixMeeting(run.now + timedelta(days=15), agenda=sealed()))
    for seat in seats:
        run.seat_says(seat, AttendMeeting(other, Coming.YES))


def _support(run: Rehearsal, seats: list[str]) -> None:
    run.seat_says(seats[0], RequestSupport(SupportLevel.NETWORK, sealed()))
    for seat in seats[1:]:
        run.seat_says(seat, JoinRequest("r1"))
    for number, seat in enumerate(seats[:REQUESTS], 2):
        run.seat_says(seat, RequestSupport(SupportLevel.ACTOR, sealed()))
        if number % 2:
            run.say(PromiseSupport(f"r{number}", seats[number % len(seats)]))


def _give_hours(run: Rehearsal, seats: list[str], today: date) -> None:
    for seat in seats:
        run.seat_says(seat, GiveHours(Work.OTHER, today, 90, 4, evidence=sealed()))
    for number, seat in enumerate(seats[::10]):
        run.seat_says(seat, CorrectHours(f"h{10 * number + 1}", Work.OTHER, today, 120, 4))
    run.say(SetRate("leader_2026", 1500))


def _apply(run: Rehearsal, seats: list[str], today: date) -> None:
    asked = tuple(Requirement(f"requirement_{number}", RequirementKind.TEXT) for number in range(SECTIONS))
    run.say(NameCall(sealed(), "funder", today + timedelta(days=200), asked))
    for number, requirement in enumerate(asked):
        owner, deputy = seats[number % len(seats)], seats[(number + 1) % len(seats)]
        run.say(AllotSection(sealed(), owner, deputy, (requirement.id,)))
        run.seat_says(owner, WriteSection(f"s{number + 1}", sealed()))
    run.say(OpenComments())
    for number, seat in enumerate(seats):
        section = f"s{number % SECTIONS + 1}"
        run.seat_says(seat, CommentSection(section, sealed(), objects=number < OBJECTIONS))
