"""What a letter promises beside an answer: other languages, handing on, and how many reminders come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.correspondence import budget
from domain.letter import Voice
from letters.wording import LANGUAGES, words_in
from tests.letters.test_rendering import FACTS, Page, part, sent


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_with_a_personal_link_leads_to_the_same_page_in_the_other_languages(language: str) -> None:
    message = sent(replace(FACTS, languages=(language,)))
    others = [f"{FACTS.link}?language={one}" for one in LANGUAGES if one != language]
    assert [link for link in Page(part(message, "html")).links if "?language=" in link] == others
    assert all(link in part(message, "plain") for link in others)
    task = sent(replace(FACTS, voice=Voice.TASK, languages=(language,)))
    assert "?language=" not in part(task, "html") + part(task, "plain")


def test_the_letter_says_that_a_duty_can_be_handed_on_just_where_the_page_does_so() -> None:
    for hands_on in (True, False):
        facts = replace(FACTS, duty="answer_pulse", ahead=replace(FACTS.ahead, hands_on=hands_on))
        plain = part(sent(facts), "plain")
        assert ("Samalla sivulla voit antaa asian varaedustajallesi." in plain) is hands_on
        assert ("Myös varaedustajasi voi vastata puolestasi." in plain) is not hands_on


def test_whom_a_matter_is_put_to_is_told_under_which_mandate() -> None:
    mandate = "kokous 3/2026, kohta 7"
    for voice, is_told in ((Voice.INVITATION, True), (Voice.HANDED_OVER, True), (Voice.REMINDER, False)):
        plain = part(sent(replace(FACTS, voice=voice, mandate=mandate)), "plain")
        assert (f"Aloitetta koordinoi Järjestöneuvosto. Mandaatti: {mandate}." in plain) is is_told
    assert "Mandaatti" not in part(sent(FACTS), "plain")


def test_as_many_reminders_are_announced_as_the_budget_leaves_room_for() -> None:
    assert budget.MOST_ABOUT_ONE - 1 == 2, "the words of [silence] say two"
    for language, word in {"fi": "kaksi", "fi-selko": "kaksi", "sv": "två", "en": "twice"}.items():
        assert word in words_in(language)["silence"]["reminded"]
