"""Saying that one will not answer: offered where no answer declines, in the letter and on the page alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.web.fields import ANSWER
from api.web.forms import FORMS
from letters.declining import WITHOUT_A_NO
from letters.wording import LANGUAGES, words_in
from models.asked import asked_about
from models.letter_wishes import wishes_of
from models.stops import By
from models.tables import Person
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.correspondence import INITIATIVE
from tests.letters.test_rendering import FACTS, part, sent

DECLINES = {"no", "nothing", "no_figure", "no_comment", "recuse"}
SHORT_ANSWER = {"rate_support"}
"""Its `no` is an answer: it did not help."""


def test_of_each_duty_either_an_answer_or_the_page_declines() -> None:
    def options(duty: str) -> set[str]:
        return {str(one) for field in FORMS[duty].fields if field.name == ANSWER for one in field.options}

    without = {duty for duty in FORMS if duty in SHORT_ANSWER or not options(duty) & DECLINES}
    assert without == WITHOUT_A_NO


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_says_so_of_the_same_duties(language: str) -> None:
    said = words_in(language)["ways"]["not_answering"]
    for duty in ("answer_readiness", "answer_invitation"):
        plain = part(sent(replace(FACTS, duty=duty, languages=(language,))), "plain")
        assert (" ".join(said.split()) in " ".join(plain.split())) is (duty in WITHOUT_A_NO)


def form_of(page: Any) -> list[dict[str, str]]:
    return [form for form in page.forms if form["obligation"].startswith("letters:decline/")]


async def test_whoever_says_so_is_reminded_no_more_and_the_coordinator_is_told(from_the_start: Rehearsal) -> None:
    actor = "holder-02"
    page = await from_the_start.read(actor)
    (form,) = form_of(page)
    assert form["obligation"].split("/")[2] == "answer_readiness"
    for _ in range(2):
        sent_ = await from_the_start.send(page, form)
        assert (sent_.status_code, sent_.headers["location"]) == (303, f"/p/{page.token}#muistutukset")
    obligation = form["obligation"].removeprefix("letters:decline/")

    def known(session: Any) -> tuple[Any, Any]:
        stops = wishes_of(session, session.get(Person, f"person-{actor}")).stops
        return stops, asked_about(session, INITIATIVE, [obligation])[obligation][actor]

    (stop,), told = await from_the_start.services.database.read(known)
    assert (stop.by, stop.obligation_id) == (By.DECLINED, obligation)
    assert told.declined == from_the_start.post.play.now
    after = await from_the_start.read(actor)
    assert form_of(after) == []
    assert "Voit silti vastata." in after.text
    assert after.form("answer_readiness")


async def test_it_is_not_offered_where_an_answer_declines_and_not_taken_for_another_seat(convening: Rehearsal) -> None:
    page = await convening.read("holder-02")
    assert form_of(page) == []
