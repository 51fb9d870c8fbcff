"""Laws of who speaks for a seat: whatever is told of absences, deputies and holders, each duty lies with somebody who
may have it, and with nobody who is away as long as anybody is there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.acting import chain_from, coordinators, line
from domain.actors import Channel, Role, Speaker
from domain.clockwork import next_wake, tick
from domain.commands import Command
from domain.initiative import Initiative
from domain.matters.seats.commands import EndAbsence, HandDutyOn, LeaveSeat, NameDeputies, PassSeat, ReportAbsence
from domain.obligations import Obligation, ObligationState
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.refusals import Refusal
from domain.wire import plain, typed
from tests.domain.journeys import FACTS
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, Play, roster, text

SEATS = tuple(seat.id for seat in roster(3))
PEOPLE = st.sampled_from([f"{role}-{n:02}" for role in ("holder", "deputy") for n in (1, 2, 3)] + ["next", "other"])
Said = Callable[[Play], tuple[Command, Speaker]]


def by_link(command: Callable[[Play], Command], seat: str, place: int) -> Said:
    """Said by somebody of the line of a seat."""

    def said(play: Play) -> tuple[Command, Speaker]:
        of = line(play.initiative, seat)
        return command(play), Speaker(of[min(place, len(of) - 1)], Role.PARTICIPANT, Channel.LINK, seat)

    return said


def by_coordinator(command: Callable[[Play], Command]) -> Said:
    """Said by the coordinator."""
    return lambda play: (command(play), COORDINATOR)


def absent(since: int, until: int) -> Callable[[Play], Command]:
    """Away in so many days, for so many."""
    return lambda play: ReportAbsence(
        play.now + timedelta(days=since + until), play.now + timedelta(days=since) if since else None
    )


def handed_on(number: int) -> Callable[[Play], Command]:
    """One of the duties that there are."""
    return lambda play: HandDutyOn(sorted(play.initiative.obligations)[number % len(play.initiative.obligations)])


seats, places = st.sampled_from(SEATS), st.integers(0, 2)
absences = st.builds(absent, st.integers(0, 4), st.integers(1, 9))
chains = st.lists(PEOPLE, max_size=3, unique=True).map(tuple)
own = st.one_of(
    absences,
    absences,
    st.just(lambda _: EndAbsence()),
    st.just(lambda _: LeaveSeat(text())),
    st.builds(handed_on, st.integers(0, 9)),
    st.sampled_from(Reply).map(lambda reply: lambda _: AnswerInvitation(reply)),
)
coordinated = st.one_of(
    absences,
    st.builds(lambda chain, seat: lambda _: NameDeputies(chain, seat), chains, st.none() | seats),
    st.builds(lambda seat, holder, deputy: lambda _: PassSeat(seat, holder, deputy), seats, PEOPLE, st.none() | PEOPLE),
)
acts = st.one_of(st.builds(by_link, own, seats, places), st.builds(by_coordinator, coordinated), st.integers(1, 6))


def fits(initiative: Initiative, owed: Obligation) -> bool:
    """Whether an open duty lies where it should."""
    of = line(initiative, owed.seat) if owed.seat else coordinators(initiative)
    falls_on = owed.principal or owed.owed_by
    people = initiative.facts.people
    if owed.seat in people.vacant:
        return True
    there = [actor for actor in chain_from(falls_on, of) if not people.away(actor)]
    return owed.owed_by == (there[0] if there else chain_from(falls_on, of)[0])


@given(st.sampled_from(["convening", "joint_planning", "piloting"]), st.lists(acts, min_size=1, max_size=16))
@examples(80)
def test_every_duty_lies_with_the_first_who_is_there(phase: str, said: list[Said | int]) -> None:
    facts = {} if phase == "convening" else {**vars(FACTS), "accepted": SEATS, "held_by": {"seat-02": "deputy-02"}}
    play = Play.of(phase, roster(3), **facts)
    for act in said:
        if isinstance(act, int):
            play.wait(act)
        else:
            try:
                play.say(*act(play))
            except Refusal:
                continue
        initiative = play.initiative
        lying = [o for o in initiative.obligations.values() if o.state is ObligationState.OPEN]
        assert [owed for owed in lying if not fits(initiative, owed)] == []
        assert tick(initiative, play.now) == ()
        assert typed(Initiative, plain(initiative)) == initiative
    play.wait(60)
    assert play.initiative.facts.people.absences == {}
    assert [o for o in play.initiative.obligations.values() if o.state is ObligationState.OPEN and o.principal] == []
    wake = next_wake(play.initiative)
    assert wake is None or wake > play.now
