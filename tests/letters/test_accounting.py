"""Accounts of letters in words: the same in every language, and none without words for what may happen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.actors import Channel
from domain.correspondence.accounts import Said
from domain.correspondence.steps import COMING, NEVER, StepAccount, Unneeded
from domain.events import Because
from domain.operating_model import Addressee, StepAction
from letters.accounting import Accounts, account_words
from letters.story import LANGUAGES
from models.letter_outcomes import Reason
from models.states import LetterState
from tests.fixtures.rules import START, Play
from tests.letters.test_wording import blanks, leaves

STEP = StepAccount(
    obligation="convening.1/answer_invitation/seat-01",
    duty="answer_invitation",
    titles={"fi": "Vastaa kutsuun", "en": "Answer the invitation"},
    seat="seat-01",
    to=Addressee.HOLDER,
    step="0.remind",
    state="sent",
    due_at=START,
)


def accounts(language: str, *, rests: bool = False) -> Accounts:
    return Accounts(language, {"seat-01": "Yhdistys (edustaja)"}, Play.of("convening").initiative.calendar, rests)


def changed(**changes: object) -> StepAccount:
    return StepAccount(**{**vars(STEP), **changes})


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_words_for_the_same_things(language: str) -> None:
    here, there = (
        {path: blanks(text) for path, text in leaves(account_words(one))} for one in (language, LANGUAGES[0])
    )
    assert here == there


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_every_reason_state_step_and_reader(language: str) -> None:
    words = account_words(language)
    assert {*Reason, *Unneeded} <= words["reasons"].keys()
    assert {*LetterState} <= words["became"].keys()
    assert {f"settled_{said}" for said in Said} <= words["became"].keys()
    assert {action for action in StepAction if action is not StepAction.LAPSE} <= words["steps"].keys()
    assert {"invitation", "handed_over", "read_back", "withdrawn", "told", "open_call", *Because} <= words[
        "steps"
    ].keys()
    assert {*Addressee} <= words["who"].keys()
    assert Channel.PAPER in words["channels"]


def test_a_sent_reminder_is_told_with_when_how_and_what_was_answered() -> None:
    sent = changed(sent_at=START + timedelta(minutes=3), channel="smtp", code="250 2.0.0", others=2)
    assert accounts("en").told(sent) == (
        "A reminder of “Answer the invitation”. To: Yhdistys (edustaja). It was due on 12 January 2026 at 10:00.",
        "It was sent on 12 January 2026 at 10:03. Way: e-mail.",
        "The answer of the mail server: 250 2.0.0.",
        "It was part of one message. Other letters in that message: 2.",
    )


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (changed(state="suppressed", reason="answered"), "Sitä ei lähetetty, koska vastaus tuli sitä ennen."),
        (changed(state="suppressed", reason="of_tomorrow"), "Sitä ei lähetetty, koska syynä on tämä: of_tomorrow."),
        (changed(state="waiting"), "Se odottaa lähettämistä."),
        (changed(state="waiting", not_before=START), "Se odottaa lähettämistä, aikaisintaan 12.1.2026 klo 10.00."),
        (changed(state="claimed"), "Sitä lähetetään juuri nyt."),
        (changed(settled=(Said.SENT, START)), "Se oli pidätetty. Ihminen sanoi 12.1.2026 klo 10.00, että se lähti."),
    ],
)
def test_what_became_of_a_step_is_told(step: StepAccount, told: str) -> None:
    assert accounts("fi").told(step)[1] == told


def test_what_waits_while_the_initiative_rests_is_told_as_that_but_for_what_goes_out_all_the_same() -> None:
    resting = accounts("en", rests=True)
    assert resting.told(changed(state="waiting"))[1] == "It waits while the initiative rests."
    assert resting.told(changed(state="waiting", duty="told", step="hold"))[1] == "It waits to be sent."
    assert "its clocks stand still" in resting.told(changed(state=COMING))[0]


def test_a_step_that_never_was_and_one_to_come_are_told_in_one_sentence() -> None:
    (never,) = accounts("sv").told(changed(state=NEVER, reason=Unneeded.ANSWERED, step="1.nudge", to=Addressee.DEPUTY))
    assert never == (
        "Ett ord till ersättaren om ”Vastaa kutsuun”. Till: Yhdistys (edustaja), ersättaren. "
        "Det kom aldrig i tur, eftersom svaret kom före det."
    )
    assert "if there is no answer before that" in accounts("en").told(changed(state=COMING))[0]
    assert accounts("en").next(None) == "No other step follows."
