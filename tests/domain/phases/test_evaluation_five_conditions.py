"""The five conditions in an initiative: as the seats rate them now, and round by round."""

from __future__ import annotations

import pytest

from domain.conditions import SectorRating
from domain.correcting.effective import effective
from domain.deciding import opening
from domain.phases.evaluation.commands import AnswerRubric
from domain.phases.evaluation.five_conditions import five_conditions, rounds, rule_of
from domain.seats import Sector
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
    assert first.sectors[Sector.ASSOCIATION] == SectorRating(3, 1)
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


def test_before_its_evaluation_an_initiative_has_no_round() -> None:
    assert rounds(Play.of("convening").entries) == ()
