"""What each event about seats changes among the people."""

from __future__ import annotations

from dataclasses import replace

from domain.events import Event
from domain.matters.seats.events import (
    AbsenceBegan,
    AbsenceEnded,
    AbsenceReported,
    DeputiesNamed,
    SearchAsked,
    SeatPassed,
    SeatVacated,
    TermEnding,
)
from domain.people import Absence, Held, People


def after(people: People, event: Event) -> People:
    """The people once this event has happened."""
    match event:
        case AbsenceReported() | AbsenceBegan() | AbsenceEnded():
            return _away(people, event)
        case DeputiesNamed(deputies, seat, holder, until) if seat and holder:
            return replace(people, seats=people.seats | {seat: Held(holder, deputies, until)})
        case DeputiesNamed(deputies):
            return replace(people, deputies=deputies)
        case SeatPassed(seat, holder, deputies=deputies, until=until):
            return replace(
                people,
                seats=people.seats | {seat: Held(holder, deputies, until)},
                vacant=tuple(other for other in people.vacant if other != seat),
                warned=tuple(other for other in people.warned if other != seat),
            )
        case SeatVacated(seat):
            return replace(people, vacant=(*people.vacant, seat))
        case TermEnding(seat):
            return replace(people, warned=(*people.warned, seat))
        case SearchAsked(number):
            return replace(people, searches=number)
        case _:
            return people


def _away(people: People, event: AbsenceReported | AbsenceBegan | AbsenceEnded) -> People:
    absences = people.absences
    match event:
        case AbsenceReported(name, actor, since, until):
            told = people.absences_told + 1
            return replace(people, absences=absences | {name: Absence(actor, since, until)}, absences_told=told)
        case AbsenceBegan(name):
            return replace(people, absences=absences | {name: replace(absences[name], begun=True)})
        case AbsenceEnded(ended):
            return replace(people, absences={name: one for name, one in absences.items() if name != ended})
