"""The mandate while an initiative runs: warned of before it ends, renewed by a decision, and what it does not cover."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.commands import PauseUntil, RenewMandate, TakeExit
from domain.deciding import opening
from domain.events import MandateRenewed, ObligationOpened, PhaseExited
from domain.explaining import explain
from domain.folding import fold
from domain.mandates import Mandate
from domain.obligations import ObligationState
from domain.operating_model import ExitKind, OperatingModel
from domain.refusals import AlreadyAnswered, MandateOutOfDate, MandateOutOfScope, NotEntitled
from tests.fixtures.rules import MODEL, Play, roster, text

ADVANCE = TakeExit(ExitKind.ADVANCE)
LONG_WINDOWS = replace(
    MODEL, phases={name: replace(phase, due=MODEL.phases["establishment"].due) for name, phase in MODEL.phases.items()}
)


def until(day: date, model: OperatingModel = LONG_WINDOWS) -> Play:
    """An initiative that has just opened, whose mandate ends on a day."""
    play = Play.of("need_identification", roster(6), model)
    charter = play.initiative.charter
    mandate = replace(charter.mandate, valid_until=day)
    play.initiative = replace(play.initiative, charter=replace(charter, mandate=mandate))
    return play


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


def warned(play: Play) -> list[date]:
    """The local days on which a warning went out."""
    return [
        play.initiative.calendar.local(entry.at).date()
        for entry in play.entries
        if isinstance(entry.event, ObligationOpened) and entry.event.duty == "renew_mandate"
    ]


@pytest.mark.parametrize(
    ("last_day", "days"),
    [
        # 60, 30 and 7 days before, each on a working day or the last one before it
        (date(2026, 5, 29), [date(2026, 3, 30), date(2026, 4, 29), date(2026, 5, 22)]),
        # 1 November is a Sunday; on 24 December nobody is written to, so the last warning comes before Christmas
        (date(2026, 12, 31), [date(2026, 10, 30), date(2026, 12, 1), date(2026, 12, 18)]),
        # in July nobody is written to: what falls into it is said in June, and once
        (date(2026, 7, 31), [date(2026, 6, 1), date(2026, 6, 30)]),
    ],
)
def test_the_end_of_a_mandate_is_warned_of_in_time_and_once_each(last_day: date, days: list[date]) -> None:
    play = until(last_day)
    play.wait_until(datetime(2027, 3, 1, tzinfo=UTC))
    assert warned(play) == days


def test_a_warning_asks_the_coordinator_for_a_renewal_by_the_last_day_of_the_mandate() -> None:
    play = until(date(2026, 5, 29))
    play.wait(90)
    (asked,) = play.initiative.of_duty("renew_mandate")
    assert (asked.seat, asked.owed_by, asked.subject) == (None, "actor-coordinator", "mandate-1.P60D")
    assert play.initiative.calendar.due_day(asked.due) == date(2026, 5, 29)
    play.wait(30)
    first, second = play.initiative.of_duty("renew_mandate")
    assert (first.state, second.state) == (ObligationState.RELEASED, ObligationState.OPEN)


def test_whoever_starts_late_is_warned_at_once_and_of_the_newest_only() -> None:
    play = until(date(2026, 1, 30))
    play.wait(1)
    assert warned(play) == [date(2026, 1, 12)]
    assert [o.subject for o in play.initiative.of_duty("renew_mandate")] == ["mandate-1.P30D"]
    play.wait(30)
    assert len(warned(play)) == 2


def test_no_pause_stops_the_warnings_or_moves_what_they_ask() -> None:
    play = until(date(2026, 5, 29))
    play.say(PauseUntil(play.now + timedelta(days=200)))
    play.wait(130)
    assert warned(play) == [date(2026, 3, 30), date(2026, 4, 29), date(2026, 5, 22)]
    assert {play.initiative.calendar.due_day(o.due) for o in play.initiative.of_duty("renew_mandate")} == {
        date(2026, 5, 29)
    }


def test_a_change_of_phase_neither_repeats_a_warning_nor_loses_what_it_asks() -> None:
    play = until(date(2026, 5, 29))
    play.wait(90)
    play.record((PhaseExited("need_identification", ExitKind.ADVANCE, "convening", "role", "mandate-1", True),))  # type: ignore[arg-type]
    play.record(opening(play.initiative, "convening", play.now))
    play.wait(10)
    assert warned(play) == [date(2026, 3, 30)]
    assert play.initiative.owed("renew_mandate") is not None


def test_a_paced_day_shrinks_the_warnings_alike() -> None:
    play = until(date(2026, 1, 12), replace(LONG_WINDOWS, day_milliseconds=60_000))
    play.initiative = replace(play.initiative, calendar=replace(play.initiative.calendar, day_milliseconds=60_000))
    end = datetime(2026, 1, 12, 22, tzinfo=UTC)
    play.wait_until(end)
    given = [e.at for e in play.entries if isinstance(e.event, ObligationOpened) and e.event.duty == "renew_mandate"]
    assert [end - at for at in given] == [timedelta(minutes=m) for m in (60, 30, 7)]


def test_a_model_without_the_matter_warns_of_nothing() -> None:
    play = until(date(2026, 5, 29), replace(LONG_WINDOWS, matters=None))
    play.wait(200)
    assert warned(play) == []


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


def test_a_transfer_waits_for_the_word_of_whom_it_is_given_to() -> None:
    play = until(date(2026, 5, 29))
    with pytest.raises(MandateOutOfScope) as refused:
        play.say(RenewMandate(renewal(play, given_to="org-other", valid_from=date(2026, 1, 12))))
    assert "offer_backbone" in (refused.value.remedy or "")
    assert play.initiative.backbone == "org-backbone"


def test_where_the_model_asks_nobody_a_transfer_changes_the_backbone() -> None:
    play = until(date(2026, 5, 29), replace(LONG_WINDOWS, exits=None))
    assert play.initiative.backbone == "org-backbone"
    (renewed, *_) = play.say(RenewMandate(renewal(play, given_to="org-other", valid_from=date(2026, 1, 12))))
    assert isinstance(renewed, MandateRenewed)
    assert play.initiative.backbone == "org-other"
    assert play.initiative.charter.backbone == "org-backbone"
    assert play.initiative.mandate_on(date(2026, 1, 12)).id == "mandate-2"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"id": "mandate-1"}, AlreadyAnswered),
        ({"former": None}, MandateOutOfScope),
        ({"former": "mandate-7"}, MandateOutOfScope),
        ({"places": ("778",)}, MandateOutOfScope),
        ({"themes": ("culture",)}, MandateOutOfScope),
        ({"valid_from": date(2025, 1, 1), "valid_until": date(2026, 1, 11)}, MandateOutOfDate),
    ],
)
def test_a_mandate_that_cannot_stand_in_the_place_of_the_former_is_refused(
    changes: dict[str, object], refusal: type[MandateOutOfScope]
) -> None:
    play = until(date(2026, 5, 29))
    with pytest.raises(refusal) as refused:
        play.say(RenewMandate(renewal(play, **changes)))
    assert refused.value.path == "mandate"
    assert play.initiative.mandates == ()


def test_no_seat_renews_a_mandate() -> None:
    play = until(date(2026, 5, 29))
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", RenewMandate(renewal(play)))


def limited(*acts: str, model: OperatingModel = MODEL) -> Play:
    """An open gate to convening, under a mandate for these acts only."""
    bare = replace(model.phases["need_identification"].gate, sectors=None, done=())
    phases = model.phases | {"need_identification": replace(model.phases["need_identification"], gate=bare)}
    play = until(date(2030, 12, 31), replace(model, phases=phases))
    charter = play.initiative.charter
    play.initiative = replace(play.initiative, charter=replace(charter, mandate=replace(charter.mandate, acts=acts)))
    return play


def test_what_a_mandate_does_not_cover_is_refused_with_the_reason() -> None:
    play = limited("start", "plan")
    explained = explain(play.initiative, play.now)
    clause = next(c for c in explained.clauses if c.clause == "mandate.act")
    assert (clause.met, explained.open) == (False, False)
    assert "does not cover 'convene', which convening needs; it covers: start, plan" in clause.remedy
    with pytest.raises(MandateOutOfScope, match="does not cover 'convene'"):
        play.say(ADVANCE)
    play.say(TakeExit(ExitKind.STOP, text()))


@pytest.mark.parametrize("acts", [("*",), ("start",), ("start", "convene"), ("start", "anything_else")])
def test_a_mandate_that_names_no_later_act_allows_what_it_always_did(acts: tuple[str, ...]) -> None:
    play = limited(*acts)
    play.say(ADVANCE)
    assert play.initiative.at.to == "convening"


def test_older_models_look_at_the_start_only() -> None:
    play = limited("start", "plan", model=replace(MODEL, matters=None))
    play.say(ADVANCE)
    assert play.initiative.at.to == "convening"


def test_a_wider_renewal_lets_the_initiative_go_on() -> None:
    play = limited("start", "plan")
    play.say(RenewMandate(renewal(play, acts=("*",), valid_from=date(2026, 1, 1))))
    play.say(ADVANCE)
    exited = next(e.event for e in play.entries if isinstance(e.event, PhaseExited))
    assert exited.mandate == "mandate-2"
