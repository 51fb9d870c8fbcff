"""On whom a gate waits, in random histories of both models: exactly these open it by acting, and without one of them it
stays shut.

Whoever acts favourably gives all that is asked of them. What their acts ask of others is waited for next: a need that
is raised asks for its answer, a chair that is named for the minutes. What only time can meet is left to time. And
wherever a history stops, the clock leads it to its end: nothing is stuck.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.explaining import explain, waiting_on
from domain.gates.clauses import COORDINATOR
from domain.operating_model import OperatingModel
from operating_models.load import published
from tests.domain.favoured import Course, acted, begun, favourable, opened
from tests.domain.journeys import FACTS, FROM_THE_START, Days, Speech, acts
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.rules import roster

PUBLISHED = published()
MODELS = [PUBLISHED[name] for name in ("fi.yhteisovaikuttavuus", "fi.yhteisovaikuttavuus.valmistelu")]
PLACES = [(model, phase) for model in MODELS for phase in model.phases]
LONGEST = timedelta(days=40 * 366)
SMALL = 3
"""Of so few on whom a gate waits each is spared in turn; of more one, chosen at random."""


HISTORIES = settings(max_examples=5_000 if CAMPAIGN else 20)


@st.composite
def histories(draw: st.DrawFn, most: int = 16) -> Course:
    """A phase of one of the models, begun by six to nine seats, and what was said in it; its exits are followed."""
    model, phase = draw(st.sampled_from(PLACES))
    course = _begun(model, phase, draw(st.integers(6, 9)))
    for _ in range(draw(st.integers(0, most))):
        if course.ended or course.wake() is None:
            break
        _happens(draw, course)
    course.wake()
    return course


def _begun(model: OperatingModel, phase: str, seats: int) -> Course:
    if phase in FROM_THE_START:
        return begun(phase, seats, model)
    facts = replace(FACTS, accepted=tuple(seat.id for seat in roster(seats)))
    return begun(phase, seats, model, **vars(facts))


def _happens(draw: st.DrawFn, course: Course) -> None:
    """Somebody gives something, some give all they owe, anyone says anything, or days pass."""
    match draw(st.sampled_from(("gives", "gives", "gives", "all", "says", "says", "days"))):
        case "gives":
            offered = list(favourable(course.initiative))
            if offered:
                act = offered[draw(st.integers(0, 999)) % len(offered)]
                course.say(act.command, act.seat)
        case "all":
            course.acted(draw(st.sets(st.sampled_from((*course.initiative.seats, COORDINATOR)), max_size=6)))
        case "says":
            match draw(acts(course.initiative.at.phase)):
                case Days(number):
                    course.wait(number)
                case Speech(command, seats):
                    for seat in seats or (None,):
                        course.say(command, seat)
        case _:
            course.wait(draw(st.sampled_from((1, 2, 5, 9, 20, 60))))


def _waited_for(course: Course) -> frozenset[str]:
    at = course.initiative
    return frozenset(() if at.settled else explain(at, course.now).completing or ())


def _opens_at(course: Course, members: frozenset[str], until: datetime, spared: str | None = None) -> datetime | None:
    """When the gate opens if these act, as soon as they may, and whoever is waited for because of it; all but the one
    who is spared. None if it has not until then.
    """
    course, members = replace(course), members - {spared}
    while True:
        course.acted(members)
        if opened(course.initiative, course.now):
            return course.now
        if more := _waited_for(course) - members - {spared}:
            members |= more
        elif not course.slept(until):
            return None


def test_exactly_those_on_whom_a_gate_waits_open_it_and_without_one_of_them_it_stays_shut(
    record_property: Callable[[str, object], None],
) -> None:
    """Histories that have ended say nothing of a gate, and are drawn anew; how many of the others waited for whom is
    recorded.
    """
    cases = Counter[str]()

    @HISTORIES
    @given(histories(), st.integers(0, 99))
    def in_any_history(course: Course, chosen: int) -> None:
        assume(not course.ended)
        cases[_waits(course, chosen)] += 1

    in_any_history()
    for kind, number in sorted(cases.items()):
        record_property(f"gates that wait for {kind}", number)
    assert cases["somebody"] * 3 > cases.total(), cases


def _waits(course: Course, chosen: int) -> str:
    """For whom the gate of a history waits: `nobody` (it opens, or time opens it), `nobody who could open it`, or
    `somebody`, without each of whom it stays shut.
    """
    members = explain(course.initiative, course.now).completing
    if members is None:
        everybody = (*course.initiative.seats, COORDINATOR)
        assert not opened(acted(course.initiative, everybody, course.now), course.now)
        return "nobody who could open it"
    at = _opens_at(course, frozenset(members), course.initiative.at.due)
    assert at is not None
    for spared in members if len(members) <= SMALL else (members[chosen % len(members)],):
        assert _opens_at(course, frozenset(members), at, spared) is None
    return "somebody" if members else "nobody"


@HISTORIES
@given(histories())
def test_wherever_a_history_stops_the_clock_leads_it_to_its_end(course: Course) -> None:
    began = course.now
    while not course.ended:
        wake = course.wake()
        assert wake is not None, waiting_on(course.initiative)
        course.woken(wake)
        assert course.now - began < LONGEST
