"""A mandate that is renewed by a decision: what is told of it, and which one holds on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from domain.commands import RenewMandate, TakeExit
from domain.events import PhaseExited
from domain.explaining import explain
from domain.folding import fold
from domain.mandates import Mandate
from domain.operating_model import ExitKind
from tests.domain.matters.test_mandate import until, warned
from tests.fixtures.rules import Play, text


def renewal(play: Play, **changes: object) -> Mandate:
    """What was decided in place of the newest mandate: five more years."""
    last = play.initiative.mandate
    following = replace(
        last,
        id=f"mandate-{len(play.initiative.mandates) + 2}",
        former=last.id,
        valid_from=last.valid_until + timedelta(days=1),
        valid_until=last.valid_until.replace(year=last.valid_until.year + 5),
        meeting_reference="7/2026 § 4",
    )
    return replace(following, **changes)  # type: ignore[arg-type]


def test_a_renewal_answers_the_warning_and_is_warned_of_in_its_turn() -> None:
    play = until(date(2026, 5, 29))
    play.wait(120)
    said = play.say(RenewMandate(renewal(play)))
    assert [event.KIND for event in said] == ["mandate.renewed", "obligation.fulfilled"]
    play.wait(200)
    assert len(warned(play)) == 2
    assert fold(play.entries).mandates == play.initiative.mandates


def test_each_day_has_its_mandate_the_former_until_the_new_one_begins() -> None:
    play = until(date(2026, 5, 29))
    play.say(RenewMandate(renewal(play)))
    of_day = {day: play.initiative.mandate_on(day).id for day in (date(2026, 5, 29), date(2026, 5, 30))}
    assert list(of_day.values()) == ["mandate-1", "mandate-2"]
    assert explain(play.initiative, play.now).mandate == "mandate-1"
    play.wait(150)
    explained = explain(play.initiative, play.now)
    assert (explained.mandate, explained.mandate_valid) == ("mandate-2", True)
    play.say(TakeExit(ExitKind.STOP, text()))
    exited = next(e.event for e in play.entries if isinstance(e.event, PhaseExited))
    assert (exited.mandate, exited.mandate_valid) == ("mandate-2", True)


def test_an_expired_mandate_bars_the_way_until_its_renewal_is_told() -> None:
    play = until(date(2026, 1, 30))
    play.wait(30)
    assert not explain(play.initiative, play.now).mandate_valid
    assert "mandate.valid" in {c.clause for c in explain(play.initiative, play.now).clauses if not c.met}
    play.say(RenewMandate(renewal(play)))
    assert "mandate.valid" not in {c.clause for c in explain(play.initiative, play.now).clauses}
