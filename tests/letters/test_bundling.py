"""Several letters to one person as one message: how many things are asked, each by its initiative, and none lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from domain.letter import Envelope, LetterFacts, Voice
from letters.bundling import Part
from letters.rendering import render, render_bundle
from letters.wording import LANGUAGES, words_in
from tests.letters.test_calling import CONFIRM
from tests.letters.test_rendering import DATE, FACTS, SENDER, Page, part
from tests.letters.test_telling import STOP

STOP_URL = "https://talkoot.pohjois-savo.example.org/u/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno-_"
ENVELOPE = Envelope("<bundle-1@example.org>", STOP_URL)
ROOM = replace(
    FACTS,
    initiative="Nilsiän nuorisotila",
    initiative_id="nilsia",
    follows="<earlier@example.org>",
    duty="submit_need",
    due_on=date(2026, 11, 25),
    link="https://talkoot.example.org/p/room",
)
AGAIN = replace(
    FACTS,
    voice=Voice.REMINDER,
    duty="observe",
    about="i1",
    written="Kyytejä viikossa",
    due_on=date(2026, 11, 30),
    link="https://talkoot.example.org/p/again",
)
THREE = (FACTS, ROOM, AGAIN)
TASK = replace(FACTS, voice=Voice.TASK, duty="state_problem", link="https://talkoot.example.org/initiatives/sukeva")


def bundled(*parts: Part, envelope: Envelope = ENVELOPE) -> EmailMessage:
    """The message as it arrives."""
    arrived = message_from_bytes(render_bundle(parts, envelope, sender=SENDER, date=DATE).as_bytes(), policy=default)
    assert isinstance(arrived, EmailMessage)
    return arrived


def in_language(language: str, *parts: LetterFacts) -> tuple[LetterFacts, ...]:
    return tuple(replace(part, languages=(language, "fi")) for part in parts)


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("fi", "Sinulta kysytään kolmea asiaa"),
        ("fi-selko", "Kysymme sinulta kolmea asiaa"),
        ("sv", "Vi frågar dig om tre saker"),
        ("en", "You are asked three things"),
    ],
)
def test_several_matters_come_as_one_letter_that_says_how_many_are_asked(language: str, heading: str) -> None:
    message = bundled(*in_language(language, *THREE))
    assert message["Subject"] == f"{heading}: Sukevan kyytirinki, Nilsiän nuorisotila"
    page = Page(part(message, "html"))
    assert page.texts["h1"] == [heading]
    assert page.texts["h2"][:2] == ["Sukevan kyytirinki", "Nilsiän nuorisotila"]
    asks = words_in(language)["duty"]
    assert page.texts["h3"] == [
        asks["answer_invitation"]["ask"],
        words_in(language)["voice"]["reminder"]["heading"],
        asks["submit_need"]["ask"],
    ]


def test_matters_of_one_initiative_stand_together_in_the_order_they_came_each_with_its_button() -> None:
    page = Page(part(bundled(*THREE), "html"))
    assert page.buttons == [FACTS.link, AGAIN.link, ROOM.link]
    stops = [link for link in page.links if link.endswith("#muistutukset")]
    assert stops == [f"{link}#muistutukset" for link in page.buttons]
    assert part(bundled(*THREE), "plain").count("Miksi sait tämän?") == 3


def test_each_matter_has_its_own_facts() -> None:
    plain = part(bundled(*THREE), "plain")
    said = (
        "viimeistään: maanantaina 23.",
        "Mittari i1: ”Kyytejä viikossa”",
        "viimeistään: maanantaina 30.",
        "keskiviikkona 25.",
    )
    places = [plain.index(one) for one in said]
    assert places == sorted(places)


def test_two_initiatives_of_the_same_name_are_not_taken_for_one() -> None:
    page = Page(part(bundled(FACTS, replace(ROOM, initiative=FACTS.initiative)), "html"))
    assert page.texts["h2"][:2] == [FACTS.initiative] * 2
    assert bundled(FACTS, replace(ROOM, initiative=FACTS.initiative))["Subject"].count(FACTS.initiative) == 1


@pytest.mark.parametrize(
    ("parts", "heading"),
    [
        ((FACTS, STOP), "Sinulta kysytään yhtä asiaa"),
        ((FACTS, TASK), "Sinulta kysytään kahta asiaa"),
        ((TASK, replace(TASK, initiative_id="other")), "Sinua odottaa kaksi tehtävää"),
        ((TASK, STOP), "Sinua odottaa yksi tehtävä"),
        ((STOP, replace(STOP, initiative_id="other")), "Sinulle on kaksi uutista"),
        ((*[FACTS] * 11,), "Sinulta kysytään 11 asiaa"),
        ((CONFIRM, CONFIRM), "Sinulta kysytään kahta asiaa"),
    ],
    ids=["asked-told", "asked-task", "tasks", "task-told", "told", "eleven", "calls"],
)
def test_the_heading_counts_what_is_asked_and_else_what_is_told(parts: tuple[Part, ...], heading: str) -> None:
    assert Page(part(bundled(*parts), "html")).texts["h1"] == [heading]


def test_what_is_told_beside_what_is_asked_is_announced() -> None:
    also = "Lisäksi kerromme, mitä muuta on tapahtunut."
    assert (also in part(bundled(FACTS, STOP), "plain"), also in part(bundled(*THREE), "plain")) == (True, False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("parts", [THREE, (FACTS, STOP, TASK), (FACTS,)], ids=["three", "mixed", "one"])
def test_a_bundle_parses_without_defects_and_both_its_forms_say_the_same(
    parts: tuple[LetterFacts, ...], language: str
) -> None:
    message = bundled(*in_language(language, *parts))
    for inner in message.walk():
        assert [inner.defects, *(header.defects for header in inner.values() if header.defects)] == [[]]
    page, plain = Page(part(message, "html")), " ".join(part(message, "plain").split())
    missing = [text for text in page.texts["all"] if text not in plain]
    assert missing == []


def test_a_bundle_follows_its_first_part_and_goes_by_its_own_id() -> None:
    message = bundled(ROOM, FACTS)
    assert (message["Message-ID"], message["References"]) == ("<bundle-1@example.org>", "<earlier@example.org>")
    assert bundled(FACTS, ROOM)["References"] is None


def test_the_same_bundle_rendered_again_is_the_same_to_the_byte() -> None:
    once, again = (render_bundle(THREE, ENVELOPE, sender=SENDER, date=DATE).as_bytes() for _ in range(2))
    assert once == again


def test_one_part_is_a_letter_as_it_would_be_alone() -> None:
    envelope = Envelope(FACTS.message_id)
    alone = render(FACTS, sender=SENDER, date=DATE).as_bytes()
    assert render_bundle((FACTS,), envelope, sender=SENDER, date=DATE).as_bytes() == alone


def test_a_reply_goes_to_the_one_coordinator_and_no_link_of_another_initiative_is_quoted_to_several() -> None:
    message = bundled(*THREE)
    assert (message["Reply-To"], str(message["From"])) == (FACTS.reply_to, f"Järjestöneuvosto <{SENDER}>")
    assert part(message, "plain").count("Voit myös vastata tähän kirjeeseen.") == 1
    other = replace(ROOM, backbone="Kunta", reply_to="kunta@example.org", phone="040 000 0000")
    message = bundled(FACTS, other)
    plain = part(message, "plain")
    assert (message["Reply-To"], str(message["From"])) == (None, f"Talkoot <{SENDER}>")
    assert "Voit myös vastata tähän kirjeeseen." not in plain
    for said in (f"koordinaattorille: {FACTS.reply_to}.", "koordinaattorille: kunta@example.org.", "040 000 0000"):
        assert said in plain
    assert "Koordinaattori, Kunta" in plain


def test_a_letter_says_how_often_letters_come_at_the_most() -> None:
    assert "korkeintaan yhden kirjeen päivässä" in part(bundled(*THREE), "plain")
    assert "korkeintaan yhden kirjeen viikossa" in part(bundled(replace(FACTS, weekly=True), ROOM), "plain")
    assert "korkeintaan" not in part(bundled(CONFIRM), "plain")
