"""Response over time, as it was counted: exact, pooled, or not told."""

from __future__ import annotations

from datetime import timedelta

from api.web.pictures.readings.responses import response_of
from domain.correspondence.responses import Question, Response, Sent, responded, without_small_numbers
from tests.api.web.pictures.samples import day
from tests.api.web.pictures.sheets import require_readable

ASKED = day(11, 9)


def _question(sector: str, days: int | None) -> Question:
    letters = (Sent(ASKED), Sent(ASKED + timedelta(days=7), 1, "remind"))
    return Question(sector, ASKED, None if days is None else ASKED + timedelta(days=days), letters)


QUESTIONS = [_question("association", days) for days in (0, 1, 8, 8, None)] + [_question("company", 20)]


def test_answers_are_told_by_day_by_letter_and_by_sector() -> None:
    shown = response_of(responded(QUESTIONS), "fi")
    require_readable(shown.drawn)
    assert shown.untold == ""
    assert shown.description == "Kysymyksiä 6, vastauksia 5, muistutuksia 6."
    assert shown.table.rows[0] == ("samana päivänä", "1", "0")
    by_step, by_sector = shown.more
    assert by_step.rows == (("Kutsu", "6", "2"), ("1. muistutus", "6", "3"))
    assert by_sector.rows == (("yhdistykset", "5", "4"), ("yritykset", "1", "1"))


def test_small_numbers_stay_together_in_the_picture_too() -> None:
    shown = response_of(without_small_numbers(responded(QUESTIONS)), "en")
    assert min(one.answers for one in shown.days if one.answers) >= 3
    require_readable(shown.drawn)


def test_of_too_few_questions_a_sentence_stands_instead_of_the_picture() -> None:
    assert response_of(Response(2, None, (), (), ()), "en").untold.startswith("There are so few questions")
    assert response_of(responded([]), "sv").untold == "Ingenting har frågats ännu."
