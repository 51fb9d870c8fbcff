"""The pages as they are read: what they show to whom, and what reading them leaves as it was."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlmodel import Session, update

from api.web import statics
from api.web.pages import HEADERS, SCRIPTED
from domain.commands import TakeExit
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.tables import Letter, Person
from tests.api.conftest import standing
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.correspondence import CANARIES, TITLE
from tests.fixtures.cycle import SEATS, holder
from tests.fixtures.rules import text


async def test_reading_a_page_changes_nothing(convening: Rehearsal) -> None:
    token = await convening.token("holder-02")
    before = await standing(convening)  # type: ignore[arg-type]
    for method in ("GET", "HEAD", "GET"):
        answer = await convening.client.request(method, f"/p/{token}?utm_source=letter")
        assert answer.status_code == 200
    assert await standing(convening) == before  # type: ignore[arg-type]


async def test_a_page_says_whose_it_is_what_is_asked_by_when_and_how_long_it_takes(convening: Rehearsal) -> None:
    page = await convening.read("holder-02")
    for said in (
        "Tämä on sinun sivusi",
        "Yhdistys 02",
        "puheenjohtaja",
        TITLE,
        "Koollekutsuminen",
        "Tuletko mukaan?",
        "maanantaina 26.1.2026",
        "14 päivää aikaa",
        "noin 2 minuuttia",
        "En ole hän",
    ):
        assert said in page.text, said
    assert page.offered("answer_invitation") == {"yes", "no", "deputy", "other"}
    assert page.checked == []


async def test_a_page_names_nobody_but_the_coordinator_whom_its_reader_can_ask(convening: Rehearsal) -> None:
    page = await convening.read("holder-02")
    name, address = "Kanarialintu actor-coordinator", "kanaria.actor-coordinator@example.org"
    assert f"Pyydä sitä koordinaattorilta: {name}, Järjestöneuvosto." in page.text
    assert f"mailto:{address}" in [given.get("href") for _, given in page.tags]
    assert not [found for found in CANARIES if found in page.html.replace(name, "").replace(address, "")]


async def test_a_page_says_what_goes_and_what_stays_when_its_reader_asks_to_be_forgotten(convening: Rehearsal) -> None:
    page = await convening.read("holder-02")
    gone = "Silloin poistetaan nimesi, osoitteesi, puhelinnumerosi ja tekstit, jotka kirjoitit"
    stays = "Historiaan jää ilman nimeä ja tekstejä, mitä vastattiin ja milloin."
    assert page.text.index(gone) < page.text.index(stays)


async def test_a_coordinator_who_is_registered_by_the_role_is_not_named_twice(convening: Rehearsal) -> None:
    vault, person, now = convening.services.vault, "person-actor-coordinator", convening.services.clock()

    def by_role(session: Session) -> None:
        name = vault.put(session, f"person:{person}", "person.name", "Koordinaattori", now)
        session.get_one(Person, person).name_ref = name

    await convening.services.database.write(by_role)
    assert "Pyydä sitä koordinaattorilta: Järjestöneuvosto." in (await convening.read("holder-02")).text


async def test_where_no_letter_can_be_replied_to_the_page_says_so(convening: Rehearsal) -> None:
    assert "Voit vastata myös kirjeeseen" in (await convening.read("holder-02")).text
    await convening.post.erase("actor-coordinator")
    page = await convening.read("holder-02")
    assert "Voit kertoa vastauksesi myös koordinaattorille." in page.text
    assert "Pyydä sitä koordinaattorilta: Järjestöneuvosto." in page.text
    assert "mailto:" not in page.html


async def test_a_page_speaks_the_language_of_its_reader(convening: Rehearsal) -> None:
    english, finnish = await convening.read("holder-01"), await convening.read("holder-02")
    assert "Will you join?" in english.text
    assert "Monday 26 January 2026" in english.text
    assert [page.tags[0][1]["lang"] for page in (english, finnish)] == ["en", "fi"]


async def test_every_answer_of_a_page_carries_the_same_headers(convening: Rehearsal) -> None:
    token = await convening.token("holder-02")
    answers = [
        await convening.client.get(f"/p/{token}"),
        await convening.client.get("/p/unknown"),
        await convening.client.post(f"/p/{token}", data={"answer": "yes"}),
        await convening.answer("holder-02", "answer_invitation", answer="yes"),
        await convening.client.get("/docs"),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 422, 303, 200]
    for answer in answers:
        expected = SCRIPTED if "<script" in answer.text else HEADERS
        assert {name: answer.headers[name] for name in HEADERS} == expected
        assert "strict-transport-security" not in answer.headers
    assert HEADERS["Cache-Control"] == "no-store"
    assert HEADERS["Referrer-Policy"] == "no-referrer"
    assert "unsafe" not in HEADERS["Content-Security-Policy"] + SCRIPTED["Content-Security-Policy"]
    convening.services.public_url = "https://talkoot.example"
    secure = await convening.client.get(f"/p/{token}")
    assert secure.headers["strict-transport-security"].startswith("max-age=")


async def test_pages_load_nothing_from_elsewhere_and_need_no_script(convening: Rehearsal) -> None:
    page = await convening.read("holder-02")
    for tag, given in page.tags:
        assert tag not in ("style", "iframe", "img")
        assert "style" not in given
        assert not [name for name in given if name.startswith("on")]
        for name in ("href", "src", "action"):
            assert urlsplit(given.get(name) or "").netloc == ""
    assert not re.search(r"<script[^>]*>[^<]", page.html)
    assert len(page.html) < 20_000


async def test_every_field_has_a_label_and_every_reference_a_target(convening: Rehearsal) -> None:
    page = await convening.read("holder-02")
    page = PageRead.of(page.token, await convening.send(page, page.form("answer_invitation"), answer="maybe"))
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert len(ids) == len(set(ids))
    labelled = {given.get("for") for tag, given in page.tags if tag == "label"}
    for tag, given in page.tags:
        if tag in ("textarea", "select") or (tag == "input" and given.get("type") == "text"):
            assert given["id"] in labelled
        for name in ("aria-describedby", "aria-labelledby"):
            assert set((given.get(name) or "").split()) <= set(ids)
        if (given.get("href") or "").startswith("#"):
            assert (given["href"] or "")[1:] in ids
    assert sum(tag == "fieldset" for tag, _ in page.tags) == sum(tag == "legend" for tag, _ in page.tags)
    assert sum(tag == "h1" for tag, _ in page.tags) == 1


async def test_unknown_revoked_and_expired_links_show_the_same_page(convening: Rehearsal) -> None:
    token, other = await convening.token("holder-02"), await convening.token("holder-03")

    def revoke(session: Session) -> None:
        session.exec(update(Letter).where(Letter.actor == "holder-03").values(revoked_at=convening.post.play.now))  # type: ignore[call-overload]

    await convening.services.database.write(revoke)
    paths = ["/p/unknown", "/p/%ED%A0%80", "/p/" + "x" * 500, f"/p/{token}x", f"/p/{other}"]
    await convening.say(TakeExit(ExitKind.STOP, text()))
    assert (await convening.client.get(f"/p/{token}")).status_code == 200
    convening.post.play.now += timedelta(days=31)
    answers = [await convening.client.get(path) for path in (*paths, f"/p/{token}")]
    sent = [await convening.client.post(path, data={"answer": "yes"}) for path in ("/p/unknown", f"/p/{token}")]
    assert {answer.status_code for answer in (*answers, *sent)} == {404}
    assert [len({answer.text for answer in same}) for same in (answers, sent)] == [1, 1]
    assert "Tämä linkki ei toimi" in answers[0].text


async def test_what_people_write_is_shown_as_they_wrote_it(beginning: Rehearsal) -> None:
    written = "<script>alert('1')</script> & \"kyyti\"\nToinen rivi"
    sent = await beginning.answer("holder-02", "submit_need", answer="need", text=written)
    assert sent.status_code == 303
    page = await beginning.read("holder-02")
    assert written in page.text
    assert "<script>" not in page.html
    assert "&lt;script&gt;" in page.html


async def test_the_end_of_an_initiative_is_told(convening: Rehearsal) -> None:
    await convening.say(AnswerInvitation(Reply.YES), holder(SEATS[1]))
    await convening.say(TakeExit(ExitKind.STOP, text()))
    page = await convening.read("holder-02")
    assert "Aloite on päätetty hyvin" in page.text
    assert "Tulen mukaan" in page.text
    assert page.forms == []


async def test_where_the_coordinators_letters_lead_one_signs_in_first_and_comes_back(convening: Rehearsal) -> None:
    for path in ("/initiatives/initiative-1", "/initiatives/nothing"):
        answer = await convening.client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path.replace('/', '%2F')}")


@pytest.mark.parametrize("name", ["talkoot.css", "talkoot.svg"])
async def test_static_files_may_be_kept_for_ever(convening: Rehearsal, name: str) -> None:
    answer = await convening.client.get(statics.address(name))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    plain = await convening.client.get(statics.address(name), headers={"Accept-Encoding": "identity"})
    assert (answer.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert plain.content == answer.content
    assert answer.headers["content-type"].startswith("image/svg" if name.endswith("svg") else "text/css")
    assert not re.findall(r"https?:(?!//www\.w3\.org/)", answer.text)
    assert (await convening.client.get(f"/static/{name}")).status_code == 404
