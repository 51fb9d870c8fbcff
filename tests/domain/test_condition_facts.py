"""What the engine knows of the five conditions: counted from the ledger, never mixed into what the seats say."""

from __future__ import annotations

import pytest

from domain.condition_facts import known_facts
from domain.conditions import CONDITIONS
from domain.correcting.effective import effective
from domain.facts import Value
from domain.known_facts import Known, KnownFact, MeasuredIn, measured
from domain.phases.piloting.commands import Became, BeginSettling, ReportObservation, SettleCommitment
from tests.domain.phases.test_piloting import pilot
from tests.domain.test_cycle import PlayedTable
from tests.fixtures.bare_models import without_matters
from tests.fixtures.cycle import CYCLE
from tests.fixtures.rules import MODEL, Play, text


def known(play: Play, letters: list[int] | None = None) -> dict[Known, KnownFact]:
    found = known_facts(effective(play.entries), play.initiative, play.now, letters)
    assert set(found) == set(CONDITIONS)
    return {fact.fact: fact for facts in found.values() for fact in facts}


def test_of_nothing_nothing_is_known_which_is_no_zero() -> None:
    play = Play.of("joint_planning", model=without_matters(MODEL))
    found = known(play)
    assert set(found) == set(Known)
    assert all(fact.have is None and fact.median is None for name, fact in found.items() if name != "sectors_present")


@pytest.mark.parametrize("values", [[], [4], [4, 9]])
def test_what_is_measured_over_fewer_than_three_is_not_shown(values: list[int]) -> None:
    shown = measured(Known.SUPPORT_RESPONSE, MeasuredIn.WORKING_DAYS, values)
    assert (shown.n, shown.median, shown.spread) == (len(values), None, None)


def test_what_is_measured_has_its_lower_median_and_its_spread() -> None:
    shown = measured(Known.LETTERS_PER_PERSON, MeasuredIn.LETTERS, [9, 1, 4, 2])
    assert (shown.n, shown.median, shown.spread) == (4, 2, (1, 9))


def test_observations_are_complete_and_late_by_what_fell_due() -> None:
    play = pilot()
    for _ in range(3):
        play.wait(31)
    asked = [o for o in play.initiative.of_duty("observe") if o.subject and o.subject.startswith("i1")]
    before = known(play)[Known.OBSERVATIONS_IN]
    assert (before.have, before.of) == (0, sum(o.due <= play.now for o in asked))
    for _ in asked:
        play.seat_says("seat-01", ReportObservation("i1", Value("4")))
    found = known(play)
    assert (found[Known.OBSERVATIONS_IN].have, found[Known.OBSERVATIONS_IN].of) == (3, 3)
    late = found[Known.OBSERVATIONS_LATE]
    calendar = play.initiative.calendar
    days = sorted(max((calendar.local(play.now).date() - calendar.due_day(o.due)).days, 0) for o in asked)
    assert (late.n, late.median, late.spread) == (3, days[1], (days[0], days[2]))
    assert late.unit is MeasuredIn.DAYS


def test_commitments_are_counted_by_what_became_of_them() -> None:
    play = pilot()
    play.say(BeginSettling(text()))
    play.seat_says("seat-01", SettleCommitment("c1", Became.BROKEN))
    found = known(play)
    counts = {name: (fact.have, fact.of) for name, fact in found.items() if name.startswith("commitments")}
    assert counts == {
        Known.COMMITMENTS_KEPT: (0, 2),
        Known.COMMITMENTS_CHANGED: (0, 2),
        Known.COMMITMENTS_RELEASED: (0, 2),
        Known.COMMITMENTS_BROKEN: (1, 2),
        Known.COMMITMENTS_OPEN: (1, 2),
    }


async def test_a_whole_cycle_tells_how_old_its_endorsement_is_and_which_sectors_take_part() -> None:
    table = PlayedTable()
    for part in CYCLE[:-1]:
        await part(table)
    found = known(table.play, [3, 5, 5])
    assert (found[Known.SECTORS_PRESENT].have, found[Known.SECTORS_PRESENT].of) == (6, 6)
    age = found[Known.ENDORSEMENT_AGE]
    assert age.n == 9
    assert age.median is not None
    assert age.median >= 93
    assert found[Known.LETTERS_PER_PERSON].median == 5
    assert found[Known.MEETING_RHYTHM].have == 1
