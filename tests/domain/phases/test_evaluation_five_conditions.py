"""The five conditions in an initiative: as the seats rate them now, and round by round."""

from __future__ import annotations

import pytest

from domain.conditions import SectorRating
from domain.correcting.effective import effective
from domain.deciding import opening
from domain.explaining import explain
from domain.phases.evaluation.commands import AnswerRubric
from domain.phases.evaluation.five_conditions import five_conditions, rated_by_round, rounds, rule_of
from domain.seats import Sector
from domain.voting.commands import Recuse, WithdrawRecusal
from domain.voting.events import SeatRecused
from tests.fixtures.rules import Play, roster

SEATS = [seat.id for seat in roster()]
SECTORS = {seat.id: seat.sector for seat in roster()}


def test_what_nobody_knows_stays_missing_and_is_never_zero() -> None:
    play = Play.of("evaluation")
    for seat in SEATS:
        play.seat_says(seat, AnswerRubric(common_agenda=4))
    first, *others = five_conditions(play.initiative)
    assert (first.n, first.mean, first.met) == (12, 400, True)
    assert {(c.n, c.mean, c.met) for c in others} == {(0, None, None)}


def test_a_seat_that_does_not_know_leaves_its_sector_to_the_others() -> None:
    play = Play.of("evaluation")
    for seat in SEATS[:5]:
        play.seat_says(seat, AnswerRubric(common_agenda=3))
    play.seat_says(SEATS[6], AnswerRubric(shared_measurement=1))
    first, *_ = five_conditions(play.initiative)
    assert first.sectors[Sector.ASSOCIATION] == SectorRating(None, 1)
    assert Sector.COMPANY not in first.sectors


def test_the_conditions_are_rated_in_evaluation_alone() -> None:
    with pytest.raises(LookupError):
        five_conditions(Play.of("convening").initiative)


def test_each_round_of_evaluation_is_told_by_itself_with_the_last_answer_of_each_seat() -> None:
    play = Play.of("evaluation")
    for seat in SEATS[:4]:
        play.seat_says(seat, AnswerRubric(common_agenda=1))
    play.seat_says(SEATS[0], AnswerRubric(common_agenda=2))
    play.record(opening(play.initiative, "evaluation", play.now))
    for seat in SEATS[:6]:
        play.seat_says(seat, AnswerRubric(common_agenda=4))
    first, second = rounds(effective(play.entries))
    assert [(one.round, len(one.ratings)) for one in (first, second)] == [(1, 4), (2, 6)]
    told = [one.conditions(SECTORS, rule_of(play.initiative))[0] for one in (first, second)]
    assert [(c.n, c.mean, c.met) for c in told] == [(4, 125, False), (6, 400, True)]
    assert told[1] == five_conditions(play.initiative)[0]


def test_a_recused_seat_counts_for_the_conditions_as_little_as_for_the_gate() -> None:
    play = Play.of("evaluation")
    for seat in SEATS[:4]:
        play.seat_says(seat, AnswerRubric(common_agenda=4 if seat == SEATS[0] else 2))
    for command, n in ((Recuse(), 3), (WithdrawRecusal(), 4)):
        play.seat_says(SEATS[0], command)
        gate = explain(play.initiative, play.now).clauses
        of_gate = next(c.have for c in gate if c.clause == "conditions.common_agenda")
        first, told = five_conditions(play.initiative)[0], rounds(play.entries)[0].conditions(SECTORS)[0]
        assert (first.n, first.mean) == (n, of_gate)
        assert told == first
        assert rated_by_round(play.initiative, play.entries)[0][1][0] == first


def test_who_is_recused_in_a_later_phase_stays_in_the_round_of_evaluation() -> None:
    play = Play.of("evaluation")
    for seat in SEATS[:4]:
        play.seat_says(seat, AnswerRubric(common_agenda=2))
    play.record(opening(play.initiative, "establishment", play.now))
    play.record((SeatRecused(SEATS[0]),))
    ((_, (first, *_)),) = rated_by_round(play.initiative, play.entries)
    assert first.n == 4


def test_before_its_evaluation_an_initiative_has_no_round() -> None:
    assert rounds(Play.of("convening").entries) == ()
