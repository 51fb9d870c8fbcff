"""A letter that tells of an exit says what was decided, by whom and why, and asks nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.events import TakenBy
from domain.letter import BY_TWO, GROUND_LAPSED, MODEL_CHANGED, RESULTS, TAKEN_IN, ExitFacts
from domain.operating_model import ExitKind
from letters.wording import LANGUAGES, words_in
from tests.letters.test_rendering import Page, part, sent

STOP = ExitFacts(
    message_id="<0123abcd@example.org>",
    initiative_id="sukeva",
    follows=None,
    languages=("fi",),
    name="Kyläyhdistyksen edustaja",
    address="edustaja@example.org",
    reply_to="koordinaattori@example.org",
    initiative="Sukevan kyytirinki",
    backbone="Järjestöneuvosto",
    organisation="Sukevan kyläyhdistys",
    role="puheenjohtaja",
    link="https://talkoot.example.org/p/abc-DEF_123",
    phase_titles={"fi": "Koollekutsuminen", "en": "Convening"},
    exit=ExitKind.STOP,
    by=TakenBy.ROLE,
    decided_on=date(2026, 11, 9),
    mandate="3/2025 § 12",
    opens_a_door=True,
    reason="Kaksi toimijaa vetäytyi.",
    thanks="Kiitos ajastanne {initiative}!",
)
HOLD = replace(STOP, exit=ExitKind.HOLD, until=date(2027, 1, 29), conditions="Kunta päättää vuokrasta.", thanks=None)
ON = replace(STOP, exit=ExitKind.ADVANCE, to_titles={"fi": "Yhteissuunnittelu", "en": "Joint planning"}, thanks=None)
MERGED = replace(STOP, exit=ExitKind.MERGE, other="Kulttuuritalo", thanks=None)
TOOK_IN = replace(MERGED, exit=TAKEN_IN, reason=None)
EXITS = [
    STOP,
    HOLD,
    ON,
    MERGED,
    TOOK_IN,
    replace(ON, exit=ExitKind.LOOP_BACK),
    replace(ON, to_titles={}),
    replace(STOP, reason=None),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", EXITS, ids=lambda facts: facts.exit)
def test_every_exit_is_told_whole_with_one_button(facts: ExitFacts, language: str) -> None:
    message = sent(replace(facts, languages=(language,)))
    page = Page(part(message, "html"))
    assert (page.buttons, page.language) == ([facts.link], words_in(language)["language"]["tag"])
    assert message.defects == []
    plain = part(message, "plain")
    assert "3/2025 § 12" in plain
    assert words_in(language)["told"]["by"]["role"] in plain
    assert (facts.reason or "Edustaja") in plain or facts.reason is None


def test_a_stop_thanks_in_the_words_that_were_written_and_blames_nobody() -> None:
    plain = " ".join(part(sent(STOP), "plain").split())
    assert "Kiitos ajastanne {initiative}!" in plain
    assert "eikä kukaan ole syyllinen" in plain
    assert "Kaksi toimijaa vetäytyi." in plain


def test_a_hold_says_until_when_and_what_is_awaited() -> None:
    plain = part(sent(HOLD), "plain")
    assert "perjantaina 29.1.2027" in plain
    assert "Kunta päättää vuokrasta." in plain


def test_the_coordinator_gets_no_personal_link_and_is_told_why_the_letter_came() -> None:
    to_coordinator = replace(STOP, organisation="", role="", opens_a_door=False, reply_to=None, by=TakenBy.LAPSE)
    plain = part(sent(to_coordinator), "plain")
    assert "Olet aloitteen koordinaattori." in plain
    assert words_in("fi")["common"]["link_note"] not in plain


def test_a_merge_names_the_other_initiative_in_the_letters_of_both() -> None:
    here, there = (" ".join(part(sent(facts), "plain").split()) for facts in (MERGED, TOOK_IN))
    assert "tämä aloite jatkuu osana aloitetta ”Kulttuuritalo”" in here
    assert "eikä kukaan ole syyllinen" in here
    assert "”Kulttuuritalo” jatkuu osana tätä aloitetta" in there


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_every_exit_and_for_whatever_takes_it(language: str) -> None:
    words = words_in(language)
    assert set(words["exit"]) == {*ExitKind, "end", TAKEN_IN, MODEL_CHANGED, RESULTS, GROUND_LAPSED}
    assert set(words["told"]["by"]) == {*TakenBy, BY_TWO}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_of_the_model_is_told_with_its_reason_and_that_two_decided_on_it(language: str) -> None:
    changed = replace(STOP, languages=(language,), exit=MODEL_CHANGED, by=BY_TWO, mandate="", thanks=None)
    plain = " ".join(part(sent(changed), "plain").split())
    assert words_in(language)["exit"][MODEL_CHANGED]["then"] in plain
    assert words_in(language)["told"]["by"][BY_TWO] in plain
    assert words_in(language)["told"]["mandate"] not in plain
    assert "Kaksi toimijaa vetäytyi." in plain


@pytest.mark.parametrize(
    ("language", "subject"), [("fi", "työ jatkuu"), ("sv", "arbetet fortsätter"), ("en", "the work goes on")]
)
def test_a_subject_goes_on_in_small_letters_behind_the_name(language: str, subject: str) -> None:
    assert str(sent(replace(ON, languages=(language,)))["Subject"]) == f"{ON.initiative}: {subject}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_are_told_in_the_words_that_were_written_and_as_nobodys_decision(language: str) -> None:
    news = replace(STOP, languages=(language,), exit=RESULTS, by="", mandate="", reason=None)
    words, plain = words_in(language), " ".join(part(sent(news), "plain").split())
    assert "Kiitos ajastanne {initiative}!" in plain
    assert words["told"]["news"] in part(sent(news), "html")
    for label in ("facts", "decided_on", "decided_by", "mandate", "until"):
        assert words["told"][label] not in plain, label


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lapsed_ground_is_told_by_its_name_and_its_last_day(language: str) -> None:
    lapsed = replace(HOLD, languages=(language,), exit=GROUND_LAPSED, by="", mandate="", reason=None, conditions=None)
    words, plain = words_in(language), " ".join(part(sent(replace(lapsed, ground="money")), "plain").split())
    assert words["about"]["name"]["money"] in plain
    assert "2027" in plain
    assert words["told"]["until"] not in plain
