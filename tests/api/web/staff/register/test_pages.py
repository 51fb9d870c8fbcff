"""The register's pages: rows are found, entered and changed, nobody's edit is lost, and nothing typed is."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import httpx
import pytest
from sqlmodel import select

from domain.actors import Role
from models.tables import Organisation, Person, RegisterSeat
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.at_desk import AtDesk, sits_down
from tests.fixtures.startable import startable

BASE = "/staff/register"
SEAT = f"{BASE}/seats/seat-01"
PERSON = f"{BASE}/persons/person-holder-01"


@pytest.fixture
async def desk(convening: Rehearsal) -> AtDesk:
    return await sits_down(convening)


async def form(desk: AtDesk, path: str, **typed: str) -> dict[str, str]:
    """A page's form as it stands, with what is typed into it."""
    page = await desk.read(path)
    given = [tag[1] for tag in page.tags if tag[0] == "input" and tag[1].get("type") not in ("radio", "checkbox")]
    filled = {str(one["name"]): str(one.get("value") or "") for one in given if one.get("name")}
    return filled | dict(_selected(page.html)) | {"step": "keep"} | typed


def _selected(html: str) -> list[tuple[str, str]]:
    found = []
    for select_ in re.findall(r"<select.*?</select>", html, re.S):
        name = re.search(r'name="([^"]+)"', select_)
        value = re.search(r'<option value="([^"]*)" selected', select_)
        if name and value:
            found.append((name[1], value[1]))
    return found


async def filled_in(desk: AtDesk, kind: str, **typed: str) -> httpx.Response:
    """What comes of the form of a new row with nothing typed into it but this."""
    path = f"{BASE}/{kind}/new"
    nonce = next(form["nonce"] for form in (await desk.read(path)).forms if "nonce" in form)
    return await desk.send(path, {"nonce": nonce} | typed)


async def row(desk: AtDesk, table: Any, id_: str) -> Any:
    return await desk.stage.services.database.read(lambda s: s.get(table, id_))


async def test_the_front_page_leads_to_every_list(desk: AtDesk) -> None:
    page = await desk.read(BASE)
    ways = {given.get("href") for tag, given in page.tags if tag == "a"}
    for kind in ("persons", "organisations", "seats", "mandates"):
        assert f"{BASE}/{kind}" in ways
        listed = await desk.read(f"{BASE}/{kind}")
        assert listed.tags
    assert {f"{BASE}-load", f"{BASE}-files", "/staff/models"} <= ways
    assert "/staff/keys" not in ways  # that is for administrators


@pytest.mark.parametrize(
    ("kind", "words", "found", "not_found"),
    [
        ("persons", "HOLDER-02", "Kanarialintu holder-02", "Kanarialintu holder-01"),
        ("organisations", "yhdistys 02", "Yhdistys 02", "Yhdistys 01"),
        ("seats", "02 puheen", "Yhdistys 02, puheenjohtaja", "Yhdistys 01"),
        ("mandates", "3/2025", "3/2025 § 12", "Täällä ei"),
    ],
)
async def test_rows_are_found_by_words_that_stand_in_no_address(
    desk: AtDesk, kind: str, words: str, found: str, not_found: str
) -> None:
    await startable(desk.stage)
    answer = await desk.send(f"{BASE}/{kind}", {"words": words})
    assert answer.status_code == 200
    assert found in answer.text
    assert not_found not in answer.text
    assert "Näillä sanoilla ei löydy" in (await desk.send(f"{BASE}/{kind}", {"words": "olematon"})).text


async def test_a_person_is_entered_and_changed_for_the_state_that_was_seen(desk: AtDesk) -> None:
    new = {
        "name": "Uusi Ihminen",
        "address": "uusi@example.org",
        "phone": "040 123 4567",
        "language": "sv",
        "rhythm": "weekly",
    }
    answer = await filled_in(desk, "persons", **new)
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"].partition("?")[0]
    assert "040 123 4567" in (await desk.read(path)).html
    changed = await desk.send(path, await form(desk, path, phone="040 765 4321"))
    assert changed.headers["location"] == f"{path}?kept=changed"
    page = await desk.read(path)
    assert "040 765 4321" in page.html
    assert "uusi@example.org" in page.html


async def test_a_double_click_enters_one_and_another_form_another(desk: AtDesk) -> None:
    path = f"{BASE}/persons/new"
    typed = await form(desk, path, name="Uusi Ihminen")
    clicks = await asyncio.gather(*(desk.send(path, typed) for _ in range(2)))
    assert [one.status_code for one in clicks] == [303, 303]
    (first,) = {one.headers["location"] for one in clicks}
    changed = await desk.send(path, typed | {"name": "Toinen Ihminen"})  # typed over after the browser's way back
    assert changed.status_code == 422
    assert "Toinen Ihminen" in changed.text
    nonce = next(one["nonce"] for one in PageRead.of("", changed).forms if "nonce" in one)
    again = await desk.send(path, typed | {"name": "Toinen Ihminen", "nonce": nonce})
    assert again.headers["location"] != first
    persons = await desk.stage.services.database.read(lambda s: len(s.exec(select(Person)).all()))
    assert (await desk.send(path, typed | {"nonce": "1.2.3"})).status_code == 409
    assert await desk.stage.services.database.read(lambda s: len(s.exec(select(Person)).all())) == persons


async def test_two_who_change_the_same_see_both_versions_and_choose(desk: AtDesk) -> None:
    first = await form(desk, PERSON, name="Ensimmäisen nimi")
    second = await form(desk, PERSON, name="Toisen nimi", phone="040 123 4567")
    assert (await desk.send(PERSON, first)).status_code == 303
    answer = await desk.send(PERSON, second)
    page = PageRead.of("", answer)
    assert answer.status_code == 412
    offered = {option for options in page.options for option in options}
    assert {("name", "Ensimmäisen nimi"), ("name", "Toisen nimi"), ("phone", ""), ("phone", "040 123 4567")} == offered
    chosen = page.forms[-1] | {"name": "Ensimmäisen nimi", "phone": "040 123 4567", "step": "keep"}
    assert (await desk.send(PERSON, chosen)).status_code == 303
    now = await desk.read(PERSON)
    assert "Ensimmäisen nimi" in now.html
    assert "040 123 4567" in now.html


async def test_a_seat_names_people_as_they_are_called(desk: AtDesk) -> None:
    seat = {
        "organisation_id": "Yhdistys 01",
        "role_title": "sihteeri",
        "holder_id": "kanaria.holder-02@example.org",
        "deputy_id": "Kanarialintu deputy-02",
        "term_from": "2026-01-01",
    }
    answer = await filled_in(desk, "seats", **seat)
    assert answer.status_code == 303, answer.text
    id_ = answer.headers["location"].partition("?")[0].rpartition("/")[2]
    entered = await row(desk, RegisterSeat, id_)
    assert (entered.holder_id, entered.deputy_id) == ("person-holder-02", "person-deputy-02")
    unknown = await filled_in(desk, "seats", **seat | {"holder_id": "Ei Kukaan"})
    assert unknown.status_code == 422
    assert 'id="holder_id-problem"' in unknown.text
    assert "Ei Kukaan" in unknown.text
    assert "sihteeri" in unknown.text


async def test_a_deputy_stays_the_same_where_nothing_else_is_written(desk: AtDesk) -> None:
    await desk.stage.post.erase("deputy-01")
    assert (await desk.send(SEAT, await form(desk, SEAT, term_until="2030-12-31"))).status_code == 303
    seat = await row(desk, RegisterSeat, "seat-01")
    assert (seat.deputy_id, seat.term_until.isoformat()) == ("person-deputy-01", "2030-12-31")
    assert (await desk.send(SEAT, await form(desk, SEAT, deputy_id=""))).status_code == 303
    assert (await row(desk, RegisterSeat, "seat-01")).deputy_id is None


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("persons", {"name": ""}, "name"),
        ("persons", {"name": "A", "phone": "kotona"}, "phone"),
        ("persons", {"name": "A", "address": "a@b"}, "address"),
        ("organisations", {"name": "A", "sector": "association", "business_id": "1234567-8"}, "business_id"),
        ("organisations", {"name": "A", "sector": ""}, "sector"),
        ("mandates", {"given_by": "Olematon"}, "given_by"),
    ],
)
async def test_what_does_not_fit_is_told_beside_its_field(
    desk: AtDesk, kind: str, typed: dict[str, str], field: str
) -> None:
    page = PageRead.of("", await filled_in(desk, kind, **{"language": "fi", "rhythm": "daily"} | typed))
    assert page.response.status_code == 422
    assert f'id="{field}-problem"' in page.html
    for text in filter(None, typed.values()):
        assert text in page.html


async def test_what_is_referred_to_is_not_removed_and_what_is_not_is(desk: AtDesk) -> None:
    removal = {"step": "remove", "seen": (await form(desk, PERSON))["seen"]}
    assert (await desk.send(PERSON, removal)).status_code == 409
    assert await row(desk, Person, "person-holder-01") is not None
    path = (await filled_in(desk, "organisations", name="Väärin", sector="association")).headers["location"]
    path = path.partition("?")[0]
    removal = {"step": "remove", "seen": (await form(desk, path))["seen"]}
    assert (await desk.send(path, removal)).headers["location"] == f"{BASE}/organisations?kept=removed"
    names = await desk.stage.services.database.read(lambda s: [one.name for one in s.exec(select(Organisation)).all()])
    assert "Väärin" not in names


async def test_auditors_read_without_numbers_and_change_nothing(desk: AtDesk) -> None:
    await desk.send(PERSON, await form(desk, PERSON, phone="040 123 4567"))
    auditor = await sits_down(desk.stage, Role.AUDITOR, "person-holder-03")
    page = await auditor.read(PERSON)
    assert "Kanarialintu holder-01" in page.text
    assert "040 123 4567" not in page.html
    assert "040 123 4567" not in (await auditor.read(f"{BASE}/persons")).html
    assert (await auditor.send(PERSON, {"name": "Toinen"})).status_code == 403
    assert (await auditor.browser.get(f"{BASE}/persons/new")).status_code == 403


@pytest.mark.parametrize("path", ["/nothing", "/persons/per_none", "/seats/x%2Fy"])
async def test_what_is_not_there_is_told_on_a_page(desk: AtDesk, path: str) -> None:
    assert (await desk.browser.get(BASE + path)).status_code == 404
