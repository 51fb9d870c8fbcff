"""Stories: the same facts in every language, with the rule behind each; nothing is left without words."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given

from domain.commands import CastBallot, Hold, PauseUntil
from domain.events import Choice
from domain.exiting import MERGED
from domain.gate_words import BallotNeed, IndicatorNeed
from domain.merging.commands import AcceptMerge
from domain.operating_model import END
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.establishment.commands import AnswerCheckIn, Condition, DeclineLinkedNeed, StartFromNeed
from domain.phases.evaluation.commands import AnswerRubric
from domain.phases.piloting.commands import AnswerRelease, WhatNow
from domain.phases.readiness.events import Preconditions
from domain.seats import Sector
from domain.stage import Count
from domain.telling import account, fate, rule_of
from domain.voting.commands import IntegrateObjections
from letters.links import linked_ids
from letters.story import LANGUAGES, as_text, story, words_in
from tests.domain.journeys import journeys
from tests.domain.merging.pairs import OFFER, TAKER, Pair, other
from tests.domain.phases.test_establishment_begun_from_linked import FOLLOWS, begun_from
from tests.domain.phases.test_establishment_linking import followed
from tests.domain.phases.test_joint_planning_learning import planning
from tests.domain.phases.test_piloting import pilot
from tests.domain.phases.test_piloting_releasing import PLAN, RELEASE
from tests.domain.remodelling.edits import of_phase, without
from tests.domain.remodelling.playing import approve, begun, propose
from tests.domain.voting.deciding import CONSENT_ONLY, MAJORITY, SEATS, asked, convened, object_to_it
from tests.fixtures.rules import MODEL, PHASES, Play, roster, text
from tests.letters.test_wording import blanks, leaves

NAMES = {seat.id: f"Yhdistys {number} (edustaja)" for number, seat in enumerate(roster(), 1)}


def told(play: Play, language: str = "fi") -> str:
    return as_text(story(account(play.initiative, play.now), NAMES, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_words_for_the_same_things(language: str) -> None:
    here, there = dict(leaves(words_in(language))), dict(leaves(words_in("fi")))
    dates = {path for path in (*here, *there) if path.startswith(".dates")}
    assert here.keys() - dates == there.keys() - dates
    assert {path: blanks(here[path]) for path in here.keys() - dates} == {
        path: blanks(there[path]) for path in there.keys() - dates
    }
    assert set(words_in(language)["sectors"]) == {*Sector, "or"}


def test_it_says_where_it_stands_what_is_missing_from_whom_and_what_comes() -> None:
    play = Play.of("convening")
    play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    said = told(play)
    assert "vaiheessa ”Koollekutsuminen”, kierros 1" in said
    assert "mukana olevia paikkoja on 1, ja tarvitaan 8" in said
    assert "Yhdistys 2 (edustaja)" in said
    assert "Yhdistys 1 (edustaja)" not in said
    assert "määräpäivä 26.1.2026" in said
    assert "Seuraavaksi 19.1.2026 klo 09.00: muistutus lähtee." in said
    assert "Jos kukaan ei tee mitään, aloite päättyy 31.3.2026 klo 09.00, koska kukaan ei päättänyt jatkosta." in said


def test_a_phase_that_rests_on_a_hold_is_not_told_as_paused() -> None:
    paused, held = Play.of("convening"), Play.of("convening")
    until = held.now + timedelta(days=10)
    paused.say(PauseUntil(until, text()))
    held.say(Hold(until, text(), text()))
    assert "Aloite on tauolla enintään" in told(paused)
    assert "Vaihe lepää" in told(held)
    held.wait_until(until + timedelta(hours=1))
    assert "voidaanko lepoa jatkaa" in told(held)
    assert "tauolla" not in told(held)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_of_the_model_is_told_with_its_reason_and_what_it_still_brings(language: str) -> None:
    older = of_phase("convening", without("name_chair"))(MODEL)
    newer = replace(MODEL, version="2.1.0")
    play = begun("convening", older)
    sha256 = propose(play, newer)
    assert "2.1.0" in told(play, language)
    approve(play, newer, sha256)
    said = as_text(story(account(play.initiative, play.now), NAMES, language, "Kunta\nmuutti sääntöä."))
    assert "2.1.0" in said
    assert "Kunta muutti sääntöä." in said
    assert MODEL.phases["convening"].obligations["name_chair"].title[language] in said


def voted(*choices: Choice) -> str:
    play = asked(MAJORITY)
    for seat, choice in zip(SEATS, choices, strict=True):
        play.seat_says(seat, CastBallot(choice))
    return told(play, "en")


def test_a_vote_that_did_not_pass_is_told_with_its_count_and_a_tie_as_a_tie() -> None:
    yes, no = Choice.FOR, Choice.AGAINST
    assert "a tie: 3 for, 3 against. A tie is not enough; 4 for it" in voted(yes, yes, yes, no, no, no)
    assert "2 were for and 4 against; 4 for it would have been needed" in voted(yes, yes, no, no, no, no)
    play = convened(MAJORITY)
    counted = replace(play.initiative.at, count=Count(4, 1, 3, tie=False))
    play.initiative = replace(play.initiative, stage=counted)
    assert "the conditions of the phase were not met" in told(play, "en")


def test_a_vote_without_its_quorum_or_its_sectors_is_told_as_such() -> None:
    def counted(short: tuple[str, ...], votes_for: int) -> str:
        play = convened(MAJORITY)
        count = Count(votes_for, 0, 1, tie=False, short=short, cast=2, quorum=5)
        play.initiative = replace(play.initiative, stage=replace(play.initiative.at, count=count))
        return told(play, "en")

    assert "2 voted, and 5 would have been needed. Abstaining counts" in counted(("quorum", "sectors.leader"), 2)
    assert "more of these would have had to be: Leader groups." in counted(("sectors.leader",), 2)
    assert "more of these would have had to be: different sectors." in counted(("sectors.distinct",), 2)
    assert "0 were for and 0 against" in counted(("sectors.leader",), 0)


def test_an_open_vote_says_how_many_must_vote_until_they_have() -> None:
    play = asked(replace(MAJORITY, ballots=(BallotNeed.QUORUM,)))
    assert "At least 5 must vote; abstaining counts" in told(play, "en")
    for seat in SEATS[:5]:
        play.seat_says(seat, CastBallot(Choice.ABSTAIN))
    assert "must vote" not in told(play, "en")


def test_a_consent_that_was_not_reached_is_told_with_how_many_objected() -> None:
    play = asked(CONSENT_ONLY)
    object_to_it(play, "seat-01")
    for seat in SEATS[1:]:
        play.seat_says(seat, CastBallot(Choice.FOR))
    play.say(IntegrateObjections(text()))
    object_to_it(play, "seat-01")
    assert "Consent was not reached: reasoned objections: 1." in told(play, "en")


def test_every_sentence_of_a_rule_names_its_place_in_the_model() -> None:
    play = Play.of("convening")
    rules = {
        sentence.rule: sentence.text
        for paragraph in story(account(play.initiative, play.now), NAMES, "en")
        for sentence in paragraph.sentences
        if sentence.rule
    }
    assert "seats with it" in rules["phases.convening.gate.quorum"]
    assert "Leader groups" in rules["phases.convening.gate.sectors.leader"]
    assert "Name the chair" in rules["phases.convening.gate.done"]
    assert "Answer the invitation" in rules["phases.convening.obligations.answer_invitation"]
    assert "decide together" in rules["phases.convening.gate.decide"]


def test_what_a_gate_counts_has_its_word() -> None:
    rated = {field.name for field in fields(Preconditions)} - {"approach"}
    assert set(words_in("fi")["counted"]) == {"number", "measured", *IndicatorNeed, *rated}


@given(journeys())
def test_any_initiative_is_told_in_every_language_without_a_word_for_programs(play: Play) -> None:
    for language in LANGUAGES:
        said = told(play, language)
        assert said
        assert not any(mark in said for mark in ("{", "}", "seat-", "_"))


@pytest.mark.parametrize("phase", PHASES)
def test_every_clause_and_duty_of_a_phase_has_its_words(phase: str) -> None:
    play = Play.of(phase, accepted=tuple(seat.id for seat in roster()))
    clauses = account(play.initiative, play.now).explanation.clauses
    for language in LANGUAGES:
        words = words_in(language)["clauses"]
        assert {clause.clause.partition(".")[0] for clause in clauses} <= {*words, "sectors"}
    for clause in clauses:
        assert rule_of(play.initiative, clause.clause).startswith(("phases.", "charter."))


@pytest.mark.parametrize("phase", PHASES)
def test_the_fate_that_is_told_is_what_happens_if_nobody_acts(phase: str) -> None:
    play = Play.of(phase, accepted=tuple(seat.id for seat in roster()))
    foreseen = fate(play.initiative)
    assert foreseen is not None
    play.wait_until(foreseen.at - timedelta(microseconds=1))
    assert not play.initiative.settled
    play.wait_until(foreseen.at)
    assert play.initiative.at.to == foreseen.to
    assert play.initiative.outcome == foreseen.outcome
    assert (foreseen.to == END) == (foreseen.outcome is not None)
    assert fate(play.initiative) is None


def test_the_outcomes_of_the_shipped_model_have_words() -> None:
    outcomes = {"established", "conditional", "ceased", "unknown", "not_established", "stopped_well", MERGED}
    for language in LANGUAGES:
        assert outcomes <= set(words_in(language)["outcomes"])


def test_a_release_is_told_with_what_depends_on_it_directly_and_through_others() -> None:
    play = pilot(**PLAN)
    play.seat_says("seat-01", RELEASE)
    play.seat_says("seat-02", AnswerRelease("a1", WhatNow.REPLAN))
    said = told(play, "en")
    assert "The commitment c1 was released without blame: Yhdistys 1 (edustaja) (time, people or money fall" in said
    assert "Directly on it depends: activity a1 (Yhdistys 1 (edustaja))." in said
    assert "Through other activities on it depends: activity a2 (Yhdistys 2 (edustaja)); commitment c2" in said
    assert "Can go on if the plan is changed: Yhdistys 2 (edustaja)." in said
    for language in LANGUAGES:
        assert not any(mark in told(play, language) for mark in ("{", "}", "seat-", "_"))


def test_a_condition_is_told_as_a_decimal_or_as_not_known_yet() -> None:
    play = Play.of("evaluation", accepted=tuple(seat.id for seat in roster()))
    assert "yhteinen tavoite: ei vielä tietoa, 0 paikkaa on arvioinut ja tarvitaan 3" in told(play)
    for seat in roster()[:3]:
        play.seat_says(seat.id, AnswerRubric(2, 2, 2, 2, 2))
    assert "yhteinen tavoite: sektorien arvio on 2,00, ja sen on oltava vähintään 3,00" in told(play)
    assert "common agenda: the sectors rate it 2.00, 3.00 at least is needed" in told(play, "en")


def test_lessons_that_wait_for_their_answer_are_told() -> None:
    assert "aiempiin oppeihin on vastattu 0/2" in told(planning())


def test_an_initiative_that_is_offered_taken_in_or_ended_so_names_the_other_by_its_title() -> None:
    one, two = Play.of("convening", roster(6)), other("need_identification")
    names = NAMES | {"initiative-1": "Kyytirinki", "initiative-2": "Kulttuuritalo"}

    def said(play: Play) -> str:
        return as_text(story(account(play.initiative, play.now), names, "fi"))

    one.say(OFFER)
    assert "Sitä on tarjottu osaksi aloitetta ”Kulttuuritalo”." in said(one)
    assert "ottaako toinen aloite tämän osakseen" in said(one)
    assert linked_ids(one.initiative) == ("initiative-2",)
    one.say(AcceptMerge(), TAKER)
    assert "Siitä tulee juuri nyt osa aloitetta ”Kulttuuritalo”." in said(one)
    assert "aloitteesta tulee osa toista" in said(one)
    pair = Pair.of(one, two)
    pair.finish(pair.deliver())
    assert "Aloite on päättynyt: se jatkuu osana toista aloitetta." in said(one)
    assert "Se jatkuu osana aloitetta ”Kulttuuritalo”." in said(one)
    assert "Aloite ”Kyytirinki” jatkuu osana tätä. Tarpeita tuli mukana 0 ja paikkoja 6." in said(two)
    assert (linked_ids(one.initiative), linked_ids(two.initiative)) == (("initiative-2",), ("initiative-1",))


def test_a_need_that_a_practice_left_is_told_until_something_has_started_from_it() -> None:
    play = followed()
    play.seat_says("seat-02", AnswerCheckIn(Condition.SHRUNK))
    assert "jätti tarpeen, josta ei ole vielä aloitettu mitään" in told(play)
    assert "käytännön jättämiin tarpeisiin on vastattu 0/1" in told(play)
    play.say(DeclineLinkedNeed("w1-1", text()))
    assert "jätti tarpeen, josta ei aloiteta mitään" in told(play)
    play.say(StartFromNeed("w1-1"))
    assert "jätti tarpeen, josta on alkanut aloite" in told(play)
    new = begun_from(FOLLOWS, "readiness")
    assert "Se alkoi tarpeesta, jonka aloitteen ”initiative-0” käytäntö oli jättänyt." in told(new)
