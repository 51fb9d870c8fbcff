"""Letters as messages: whole, plain, in the reader's language, and safe against what people write."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser

import pytest

from domain.letter import Ahead, LetterFacts, Voice
from letters.rendering import render
from letters.wording import LANGUAGES, words_in

SENDER = "talkoot@example.org"
DATE = datetime(2026, 11, 9, 7, 0, tzinfo=UTC)
FACTS = LetterFacts(
    message_id="<0123abcd@example.org>",
    initiative_id="sukeva",
    follows=None,
    voice=Voice.INVITATION,
    duty="answer_invitation",
    languages=("fi",),
    name="Kyläyhdistyksen edustaja",
    address="edustaja@example.org",
    reply_to="koordinaattori@example.org",
    initiative="Sukevan kyytirinki",
    backbone="Järjestöneuvosto",
    organisation="Sukevan kyläyhdistys",
    role="puheenjohtaja",
    phase_titles={"fi": "Koollekutsuminen", "en": "Convening"},
    duty_titles={"fi": "Vastatkaa kutsuun", "en": "Answer the invitation"},
    asked_on=date(2026, 11, 9),
    due_on=date(2026, 11, 23),
    overdue=False,
    ahead=Ahead(reminds=True, has_deputy=True, deputy_next=True),
    link="https://talkoot.example.org/p/abc-DEF_123",
)


OURS = (f"{FACTS.link}#", f"{FACTS.link}?language=", f"mailto:{FACTS.reply_to}")


class Page(HTMLParser):
    """What of a page a test asks about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.buttons: list[str] = []
        self.language: str | None = None
        self.tags: set[str] = set()
        self.texts: defaultdict[str, list[str]] = defaultdict(list)
        self._within = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        if (text := " ".join(data.split())) and self._within not in ("style", "title"):
            self.texts[self._within].append(text)
            if self._within != "caption":
                self.texts["all"].append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._within = tag
        if tag == "a":
            given = dict(attrs)
            (self.buttons if given["class"] == "go" else self.links).append(given["href"] or "")
        if tag == "html":
            self.language = dict(attrs)["lang"]


def sent(facts: LetterFacts) -> EmailMessage:
    """The message as it arrives."""
    arrived = message_from_bytes(render(facts, sender=SENDER, date=DATE).as_bytes(), policy=SMTP)
    assert isinstance(arrived, EmailMessage)
    return arrived


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "voice", [voice for voice in Voice if voice not in (Voice.TOLD, Voice.CALLED, Voice.UNDELIVERED)]
)
def test_every_letter_parses_without_defects_and_has_one_button(voice: Voice, language: str) -> None:
    message = sent(replace(FACTS, voice=voice, languages=(language,)))
    defects = [header.defects for header in message.values() if header.defects]  # type: ignore[attr-defined]
    assert (message.defects, defects, [part.defects for part in message.walk() if part.defects]) == ([], [], [])
    page = Page(part(message, "html"))
    assert (page.language, page.buttons) == (words_in(language)["language"]["tag"], [FACTS.link])
    assert not page.tags & {"script", "img", "link", "iframe", "form"}
    assert not [link for link in page.links if not link.startswith(OURS)]
    assert "url(" not in part(message, "html")


def test_the_headers_say_who_to_whom_about_what_and_that_a_machine_wrote() -> None:
    message = sent(replace(FACTS, follows="<first@example.org>"))
    assert message["From"] == "Järjestöneuvosto <talkoot@example.org>"
    assert message["To"] == "Kyläyhdistyksen edustaja <edustaja@example.org>"
    assert message["Subject"] == "Sukevan kyytirinki: tuletko mukaan? Vastaa viimeistään ma 23.11."
    assert message["Date"].datetime == DATE
    assert message["Reply-To"] == "koordinaattori@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert (message["Message-ID"], message["References"]) == ("<0123abcd@example.org>", "<first@example.org>")
    assert message["Content-Language"] == "fi"


def test_the_same_letter_rendered_again_is_the_same() -> None:
    once, again = (render(FACTS, sender=SENDER, date=DATE).as_bytes() for _ in range(2))
    assert once == again


def test_an_invitation_says_who_asks_what_by_when_how_long_and_how_to_decline() -> None:
    plain = part(sent(FACTS), "plain")
    for said in (
        "Järjestöneuvosto kysyy tätä sinulta, koska edustat tahoa Sukevan kyläyhdistys.",
        "maanantaina 23.11.2026",
        "noin 2 minuuttia",
        "Jos et vastaa, muistutamme sinua enintään kaksi kertaa. Sen jälkeen kysymme varaedustajaltasi.",
        "Samalla sivulla voit vastata, ettet tule. Syytä ei tarvitse kertoa",
        "Samalla sivulla voit antaa asian varaedustajallesi.",
        "Miksi sait tämän? Sinut on nimetty",
    ):
        assert said in plain


def test_a_letter_mentions_no_deputy_and_no_reply_where_there_are_none() -> None:
    alone = replace(FACTS, reply_to=None, ahead=Ahead(reminds=True, has_deputy=False, deputy_next=False))
    plain = part(sent(alone), "plain")
    assert "muistutamme sinua enintään kaksi kertaa" in plain
    assert "varaedustaja" not in plain
    assert "vastata tähän kirjeeseen" not in plain


def test_a_late_letter_says_that_an_answer_is_still_welcome() -> None:
    plain = part(sent(replace(FACTS, voice=Voice.NUDGE, languages=("en",), overdue=True)), "plain")
    assert "The day has passed, but an answer is still welcome." in plain
    assert "Please answer by" not in plain


def test_an_escalation_names_the_seat_since_when_and_suggests_a_call() -> None:
    plain = part(sent(replace(FACTS, voice=Voice.ESCALATION, overdue=True)), "plain")
    for said in ("Sukevan kyläyhdistys, puheenjohtaja", "Kysytty: maanantaina 9.11.2026", "Soita, jos voit"):
        assert said in plain


@pytest.mark.parametrize(
    ("language", "duty", "about", "row"),
    [
        ("fi", "answer_need", "n4", "Tarve n4: ”Nuorilta puuttuu kokoontumispaikka.”"),
        ("en", "answer_need", "n4", "Need n4: “Nuorilta puuttuu kokoontumispaikka.”"),
        ("en", "observe", "i1", "Indicator i1: “Nuorilta puuttuu kokoontumispaikka.”"),
        ("fi", "settle_commitment", "c2", "Sitoumus c2: ”Nuorilta puuttuu kokoontumispaikka.”"),
        ("en", "verify_claim", "c1", "Result c1: “Nuorilta puuttuu kokoontumispaikka.”"),
        ("fi", "evidence_ground", "money", "Edellytys: raha vähintään kahdeksi vuodeksi"),
        ("en", "evidence_ground", "year_clock", "Ground: a place in the yearly calendar"),
    ],
)
@pytest.mark.parametrize("voice", [Voice.TASK, Voice.REMINDER, Voice.ESCALATION])
def test_a_letter_about_one_of_several_says_which(voice: Voice, language: str, duty: str, about: str, row: str) -> None:
    written = "Nuorilta puuttuu\n kokoontumispaikka."
    letter = replace(FACTS, voice=voice, duty=duty, languages=(language,), about=about, written=written)
    assert row in part(sent(letter), "plain").splitlines()
    assert "kokoontumispaikka" not in sent(letter)["Subject"]


def test_a_long_text_is_shown_by_its_beginning_and_an_erased_one_by_its_id() -> None:
    need = replace(FACTS, voice=Voice.TASK, duty="answer_need", about="n1")
    long = part(sent(replace(need, written="Kylältä puuttuu paikka. " * 20)), "plain")
    (row,) = [line for line in long.splitlines() if line.startswith("Tarve n1")]
    assert row.endswith("Kylältä puuttuu…”")
    assert len(row.removeprefix("Tarve n1: ”").removesuffix("”")) <= 120
    assert "”" + "x" * 119 + "…”" in part(sent(replace(need, written="x" * 500)), "plain")
    assert "Tarve n1: (teksti on poistettu)" in part(sent(need), "plain")


def test_what_people_wrote_of_a_need_is_never_markup_or_pattern() -> None:
    letter = replace(FACTS, voice=Voice.TASK, duty="answer_need", about="n1", written="<b>{about}</b> {x}")
    assert "&lt;b&gt;{about}&lt;/b&gt; {x}" in part(sent(letter), "html")
    assert "”<b>{about}</b> {x}”" in part(sent(letter), "plain")


def test_a_letter_about_nothing_in_particular_has_no_such_row() -> None:
    assert "Tarve" not in part(sent(replace(FACTS, voice=Voice.TASK, duty="state_problem")), "plain")


def test_a_language_without_letters_falls_back_to_the_first_of_the_model_that_has_them() -> None:
    assert sent(replace(FACTS, languages=("se", "se", "en", "fi")))["Content-Language"] == "en"
    assert sent(replace(FACTS, languages=("se",)))["Content-Language"] == "fi"


@pytest.mark.parametrize(("language", "tag"), [("fi", "fi"), ("fi-selko", "fi-simple"), ("sv", "sv-FI"), ("en", "en")])
def test_a_letter_says_in_which_language_it_is(language: str, tag: str) -> None:
    message = sent(replace(FACTS, languages=(language, "fi")))
    assert (message["Content-Language"], Page(part(message, "html")).language) == (tag, tag)


def test_what_people_wrote_is_text_and_never_markup_or_pattern() -> None:
    message = sent(replace(FACTS, initiative="<b>{organisation} & co</b>", organisation="{role}<script>"))
    page = part(message, "html")
    assert "&lt;b&gt;{organisation} &amp; co&lt;/b&gt;" in page
    assert "<script" not in page
    assert "tahoa {role}<script>" in part(message, "plain")


@pytest.mark.parametrize("broken", ["x\r\nBcc: all@example.org", "x\nBcc: all@example.org", "x\rBcc: all@example.org"])
@pytest.mark.parametrize("place", ["name", "address", "reply_to", "initiative", "backbone", "message_id", "follows"])
def test_a_line_break_on_its_way_into_a_header_is_refused(place: str, broken: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)line|CR|LF|invalid|domain|address"):
        render(replace(FACTS, **{place: broken}), sender=SENDER, date=DATE)


def test_a_person_without_a_name_is_greeted_all_the_same() -> None:
    message = sent(replace(FACTS, name=None))
    assert message["To"] == "edustaja@example.org"
    assert "Hei!" in part(message, "plain")


@pytest.mark.parametrize(
    ("language", "moment"), [("fi", "tiistaina 1.12.2026 klo\u00a017.30"), ("en", "1 December 2026 at\u00a017:30")]
)
def test_a_letter_about_a_meeting_tells_when_it_is(language: str, moment: str) -> None:
    asked = replace(FACTS, languages=(language,), duty="attend_meeting", meets_at=datetime(2026, 12, 1, 17, 30))
    message = sent(asked)
    for kind in ("plain", "html"):
        assert moment in part(message, kind)


def test_a_cancelled_meeting_is_told_without_asking_for_anything() -> None:
    told = replace(FACTS, voice=Voice.WITHDRAWN, duty="attend_meeting", meets_at=datetime(2026, 12, 1, 17, 30))
    message = sent(told)
    assert message["Subject"] == "Sukevan kyytirinki: kokous on peruttu"
    for kind in ("plain", "html"):
        body = part(message, kind)
        assert "klo\u00a017.30" in body
        assert "Avaa oma sivusi" in body
        assert "Vastaa viimeistään" not in body
        assert "muistut" not in body


def test_a_meetings_agenda_is_told_until_the_meeting_is_called_off() -> None:
    asked = replace(FACTS, duty="attend_meeting", meets_at=datetime(2026, 12, 1, 17, 30), agenda="Kyydit,\ntalo")
    for kind in ("plain", "html"):
        assert "Kyydit, talo" in part(sent(asked), kind)
        assert "Kyydit" not in part(sent(replace(asked, voice=Voice.WITHDRAWN)), kind)


def test_only_those_who_coordinate_are_told_the_phase() -> None:
    asked, task = (part(sent(replace(FACTS, voice=voice)), "plain") for voice in (Voice.INVITATION, Voice.TASK))
    assert ("Koollekutsuminen" in asked, "Vaihe: Koollekutsuminen" in task) == (False, True)


def test_plain_finnish_says_what_is_asked_in_its_own_words_and_not_in_those_of_the_model() -> None:
    plain = replace(FACTS, languages=("fi-selko",), duty="evidence_ground", duty_titles={"fi": "Osoittakaa edellytys"})
    assert "Mitä kysymme: Kirjaa, miksi toiminta jatkuu" in part(sent(plain), "plain")
    assert "edellytys" not in part(sent(plain), "plain")


def test_letters_in_swedish_name_phases_and_duties_as_the_model_does() -> None:
    titles = {"fi": "Vastatkaa kutsuun", "sv": "Svara på inbjudan"}
    swedish = sent(replace(FACTS, languages=("sv",), duty_titles=titles))
    assert "Vad vi frågar: Svara på inbjudan" in part(swedish, "plain")
    assert swedish["Subject"] == "Sukevan kyytirinki: kommer du med? Svara senast må 23.11"
