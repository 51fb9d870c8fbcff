"""Whom to call, why, and from which day on: a table of reasons, and laws by the calendars of the shipped models."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actors import RULE
from domain.clockwork import next_wake, tick
from domain.commands import PauseUntil
from domain.correspondence.silences import Asked, Post, Silence, Why, as_it_stands, silences, to_call
from domain.deciding import opening
from domain.events import InitiativeStarted, ObligationLapsed, ReminderDue
from domain.folding import begin
from domain.ledger.entries import Recorded
from domain.matters.seats.commands import ReportAbsence
from domain.obligations import Obligation
from domain.operating_model import Addressee, OperatingModel
from domain.phases.convening.commands import AnswerInvitation, Reply
from operating_models.load import read
from operating_models.pin import pin
from tests.fixtures.profiles import examples
from tests.fixtures.rules import MODEL, MODELS, START, Play, charter, roster, text

PREPARATION = read(MODELS / "preparation.yaml")
BOTH = {"collective impact": MODEL, "preparation": PREPARATION}
SENT, LOST, KEPT_BACK, COMING = Post.SENT, Post.LOST, Post.KEPT_BACK, Post.COMING
OF_PEOPLE = tuple(why for why in Why if why is not Why.MISSED_PULSES)
"""What may be known of one person; that pulses were missed is known of a seat."""
SAID = (Why.WRONG_PERSON, Why.DECLINED, Why.TOO_BUSY, Why.STOPPED)

REASONS = [
    (Asked(), None),
    (Asked((COMING,)), None),
    (Asked((SENT,)), Why.UNREAD),
    (Asked((SENT, COMING)), Why.UNREAD),
    (Asked((SENT, KEPT_BACK)), Why.OVER_BUDGET),
    (Asked((KEPT_BACK,)), Why.OVER_BUDGET),
    (Asked((LOST,)), Why.UNDELIVERED),
    (Asked((SENT, LOST)), Why.UNDELIVERED),
    (Asked((LOST, SENT)), Why.UNREAD),
    (Asked((LOST, KEPT_BACK)), Why.UNDELIVERED),
    (Asked((SENT,), is_reachable=False), Why.UNDELIVERED),
    (Asked(is_reachable=False), Why.UNDELIVERED),
    (Asked((SENT,), has_read=True), Why.READ),
    (Asked((SENT, LOST), is_reachable=False, has_read=True), Why.READ),
    *((Asked((SENT,), has_read=True, said=said), said) for said in SAID),
    *((Asked((LOST,), is_reachable=False, said=said), said) for said in SAID),
]


@pytest.mark.parametrize(("asked", "why"), REASONS)
def test_of_one_person_one_reason_is_told(asked: Asked, why: Why | None) -> None:
    assert asked.why is why


def begun(phase: str, model: OperatingModel, start: datetime, *, deputies: bool, seats: int = 2) -> Play:
    """An initiative whose phase opens at an instant, by the real calendar of that time."""
    places = tuple(seat if deputies else replace(seat, deputy=None) for seat in roster(seats))
    pinned = replace(charter(places, model), pin=pin("Europe/Helsinki", "FI", start.date()))
    initiative = begin(InitiativeStarted(pinned, text()))
    play = Play(initiative, start, [Recorded(1, start, RULE, None, InitiativeStarted(pinned, text()), None)])
    play.record(opening(play.initiative, phase, start))
    return play


def listed(play: Play, **asked: Asked) -> dict[str, Silence]:
    """The lines by seat, while this is known of actors about everything."""
    known = {actor.replace("_", "-"): what for actor, what in asked.items()}
    every = dict.fromkeys(play.initiative.obligations, known)
    found = silences(play.initiative, every, play.now)
    return {one.obligation.seat: one for one in found if one.obligation.seat}


@pytest.mark.parametrize(("holder", "deputy"), list(product((None, *OF_PEOPLE), repeat=2)))
def test_of_a_line_the_first_reason_in_the_order_that_is_written_down_is_told(
    holder: Why | None, deputy: Why | None
) -> None:
    kinds: dict[Why | None, Asked] = {
        None: Asked(),
        Why.READ: Asked((SENT,), has_read=True),
        Why.UNDELIVERED: Asked((LOST,)),
        Why.OVER_BUDGET: Asked((KEPT_BACK,)),
        Why.UNREAD: Asked((SENT,)),
        **{said: Asked((SENT,), said=said) for said in SAID},
    }
    play = Play.of("convening", roster(2))
    play.wait(40)
    line = listed(play, holder_01=kinds[holder], deputy_01=kinds[deputy])["seat-01"]
    assert line.people == (("holder-01", holder), ("deputy-01", deputy))
    known = [why for why in Why if why in (holder, deputy)]
    assert line.why is (known[0] if known else Why.UNDELIVERED)


def working_days_after(play: Play, day: date, many: int) -> date:
    """Counted one by one, with the pinned holidays and the model's quiet seasons."""
    rule, step = play.initiative.charter.model.calendar, timedelta(days=1 if many > 0 else -1)
    while many:
        day += step
        mark = f"{day:%m-%d}"
        quiet = any(a <= mark <= b if a <= b else mark >= a or mark <= b for a, b in rule.quiet)
        if day.weekday() < 5 and day not in play.initiative.charter.pin.holidays and not quiet:
            many -= 1 if many > 0 else -1
    return day


PHASES = ("readiness", "need_identification", "convening")
STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))
CALLS = {"normal": {True: (5, 15), False: (1, 3, 5, 15)}, "gentle": {True: (5,), False: (5,)}}
"""On which working days behind the due day nobody is asked any more, by ladder and whether there is a deputy, as both
models are written; the last of them is the lapse.
"""


def day_of_the_call(play: Play, owed: Obligation, *, deputies: bool) -> date:
    """The first of them that is not left out because the invitation has only just gone."""
    calendar, days = play.initiative.calendar, CALLS[owed.ladder][deputies]
    due, too_soon = calendar.due_day(owed.due), working_days_after(play, calendar.local(owed.opened_at).date(), 2)
    called = [working_days_after(play, due, many) for many in days]
    return next((day for day in called if day > too_soon), called[-1])


@examples(20)
@given(
    st.sampled_from(sorted(BOTH)),
    st.sampled_from(["readiness", "need_identification", "convening"]),
    STARTS,
    st.booleans(),
)
def test_silent_people_reach_the_phone_list_on_the_right_day(
    which: str, phase: str, start: datetime, deputies: bool
) -> None:
    model = BOTH[which]
    play = begun(phase if phase in model.phases else "convening", model, start, deputies=deputies)
    asked = list(play.initiative.obligations.values())
    assert {one.seat is None for one in asked} == {True, False}
    seen: dict[str, datetime] = {}
    while (wake := next_wake(play.initiative)) is not None and not play.initiative.settled:
        _look(play, seen, wake - timedelta(microseconds=1))
        play.now = wake
        play.record(tick(play.initiative, play.now))
        _look(play, seen, wake)
    for one in asked:
        local = play.initiative.calendar.local(seen[one.id])
        assert local.date() == day_of_the_call(play, one, deputies=deputies and one.seat is not None), one
        assert local.time() == time.fromisoformat(model.calendar.send[0])


def _look(play: Play, seen: dict[str, datetime], at: datetime) -> None:
    """Note which duties are on the list at an instant, while everybody has got a letter and nobody has opened one."""
    letter = {f"{who}-{n:02}": Asked((SENT,)) for who in ("holder", "deputy") for n in (1, 2)}
    letter["actor-coordinator"] = Asked((SENT,))
    every = dict.fromkeys(play.initiative.obligations, letter)
    for line in silences(play.initiative, every, at):
        seen.setdefault(line.obligation.id, at)
        assert line.since == seen[line.obligation.id]
        assert line.why is Why.UNREAD


@pytest.mark.parametrize("which", sorted(BOTH))
@pytest.mark.parametrize("deputies", [True, False])
def test_a_line_comes_with_the_step_that_the_ledger_tells_of(which: str, deputies: bool) -> None:
    model = BOTH[which]
    play = begun(model.first, model, START, deputies=deputies)
    came: dict[str, datetime] = {}
    for _ in range(200):
        before = set(listed(play))
        happened = play.wait(1)
        for seat in set(listed(play)) - before:
            came[seat] = listed(play)[seat].since
            steps = [event for event in happened if _calls(event, play, seat)]
            assert steps, seat
    assert came


def _calls(event: object, play: Play, seat: str) -> bool:
    match event:
        case ReminderDue(obligation, addressee=to, instead=instead):
            return _owed(play, obligation).seat == seat and (to is Addressee.COORDINATOR or instead is True)
        case ObligationLapsed(obligation):
            return _owed(play, obligation).seat == seat
        case _:
            return False


def _owed(play: Play, obligation: str) -> Obligation:
    return play.initiative.obligations[obligation]


def test_a_line_is_gone_once_the_duty_is_answered() -> None:
    play = Play.of("convening", roster(2))
    play.wait(40)
    assert set(listed(play)) == {"seat-01", "seat-02"}
    play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    assert set(listed(play)) == {"seat-02"}


def test_whom_no_letter_can_reach_is_called_at_once_unless_the_deputy_can_be_asked() -> None:
    play, lost = Play.of("convening", roster(2)), Asked((LOST,))
    assert listed(play, holder_01=lost) == {}
    line = listed(play, holder_01=lost, deputy_01=Asked(is_reachable=False))["seat-01"]
    assert (line.since, line.why) == (play.now, Why.UNDELIVERED)
    alone = begun("convening", MODEL, START, deputies=False)
    assert set(listed(alone, holder_01=lost)) == {"seat-01"}
    assert set(listed(alone, holder_02=Asked((SENT,), said=Why.WRONG_PERSON))) == {"seat-02"}
    assert listed(alone, holder_01=Asked((SENT,), said=Why.STOPPED), holder_02=Asked((SENT,), said=Why.TOO_BUSY)) == {}


def test_a_deputy_who_is_away_is_not_waited_for() -> None:
    play = Play.of("convening", roster(2))
    play.seat_says("seat-01", ReportAbsence(START + timedelta(days=100)), deputy=True)
    owed = play.initiative.owed("answer_invitation", seat="seat-01")
    assert owed is not None
    play.wait_until(owed.due + timedelta(days=1, hours=10))
    assert set(listed(play)) == {"seat-01"}


def test_while_an_initiative_rests_nobody_is_called() -> None:
    play = Play.of("convening", roster(2))
    play.wait(40)
    play.say(PauseUntil(play.now + timedelta(days=20)))
    assert listed(play) == {}


def of_those_who_coordinate(play: Play, **asked: Asked) -> list[Silence]:
    known = {actor.replace("_", "-"): what for actor, what in asked.items()}
    every = dict.fromkeys(play.initiative.obligations, known)
    return [one for one in silences(play.initiative, every, play.now) if one.obligation.seat is None]


def coordinated(*deputies: str) -> Play:
    """An initiative whose coordinator owes something, with these who would stand in."""
    started = InitiativeStarted(replace(charter(roster(2)), deputies=deputies), text())
    play = Play(begin(started), START, [Recorded(1, START, RULE, None, started, None)])
    play.record(opening(play.initiative, "convening", START))
    return play


def test_what_a_coordinator_owes_comes_to_those_who_may_call_them_the_day_after_it_was_due() -> None:
    play = coordinated("deputy-of-it", "another")
    mine = (one for one in play.initiative.obligations.values() if one.seat is None)
    owed = min(mine, key=lambda one: (one.due, one.id))
    due = play.initiative.calendar.due_day(owed.due)
    came = working_days_after(play, due, CALLS[owed.ladder][False][0])
    slot = play.initiative.calendar.instant(came, time.fromisoformat(MODEL.calendar.send[0]))
    play.wait_until(slot - timedelta(minutes=1))
    assert of_those_who_coordinate(play) == []
    play.wait_until(slot + timedelta(minutes=1))
    (line, *_) = of_those_who_coordinate(play, actor_coordinator=Asked((SENT,)))
    assert line.obligation.id == owed.id
    assert line.people == (("actor-coordinator", Why.UNREAD), ("deputy-of-it", None), ("another", None))
    assert (line.since, line.why) == (slot, Why.UNREAD)


def test_what_lies_with_a_coordinators_deputy_is_called_about_with_that_one_first() -> None:
    play = coordinated("deputy-of-it")
    play.say(ReportAbsence(START + timedelta(days=100)))
    play.wait(60)
    lines = of_those_who_coordinate(play)
    assert {line.people[0][0] for line in lines} == {"deputy-of-it"}
    assert {tuple(who for who, _ in line.people) for line in lines} == {("deputy-of-it", "actor-coordinator")}


def test_what_somebody_else_was_asked_is_not_for_calls() -> None:
    play = coordinated()
    owed = next(one for one in play.initiative.obligations.values() if one.seat is None)
    assert to_call(play.initiative, owed) == ("actor-coordinator",)
    assert to_call(play.initiative, replace(owed, owed_by="coordinator-elsewhere")) == ()


def test_of_a_duty_that_needs_no_call_yet_the_same_is_known() -> None:
    play = begun("convening", MODEL, START, deputies=True)
    owed = next(one for one in play.initiative.obligations.values() if one.seat == "seat-01")
    assert silences(play.initiative, {}, play.now) == ()
    known = as_it_stands(play.initiative, owed, {"holder-01": Asked((SENT,), has_read=True)})
    assert (known.obligation, known.since, known.why) == (owed, owed.opened_at, Why.READ)
    assert known.people == (("holder-01", Why.READ), ("deputy-01", None))
