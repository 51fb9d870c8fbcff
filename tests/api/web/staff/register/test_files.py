"""Files on the register's pages: each fault by line and column, and the same file taken once it fits."""

from __future__ import annotations

import httpx
import pytest
from sqlmodel import select

from models.tables import Organisation
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.at_desk import SENT_FROM_OURS, AtDesk, sits_down

PAGE = "/staff/register/organisations/import"
GOOD = "nimi;sektori;kunta\r\nEsimerkkikylän kyläyhdistys ry;yhdistys;297\r\n"
FAULTY = GOOD + "Toinen;olematon;297\r\n"


@pytest.fixture
async def desk(convening: Rehearsal) -> AtDesk:
    return await sits_down(convening)


async def brought(desk: AtDesk, content: bytes) -> httpx.Response:
    """Choose a file and have it checked."""
    files = {"file": ("organisaatiot.csv", content, "text/csv")}
    return await desk.browser.post(PAGE, files=files, data={"step": "preview"}, headers=SENT_FROM_OURS)


async def names(desk: AtDesk) -> list[str]:
    return await desk.stage.services.database.read(lambda s: [one.name for one in s.exec(select(Organisation)).all()])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
async def test_a_file_is_previewed_and_the_same_file_is_then_taken(desk: AtDesk, mark: bytes) -> None:
    answer = await brought(desk, mark + GOOD.encode())
    page = PageRead.of("", answer)
    assert answer.status_code == 200
    assert "Tiedosto kelpaa." in page.text
    assert "Esimerkkikylän kyläyhdistys ry" in page.text
    assert "Esimerkkikylän kyläyhdistys ry" not in await names(desk)
    kept = next(form["kept"] for form in page.forms if "kept" in form)
    sent = {"kept": (None, kept), "step": (None, "take")}
    taken = await desk.browser.post(PAGE, files=sent, headers=SENT_FROM_OURS)
    assert "Tiedosto on kirjattu." in taken.text
    assert (await names(desk)).count("Esimerkkikylän kyläyhdistys ry") == 1
    again = await desk.browser.post(PAGE, files=sent, headers=SENT_FROM_OURS)
    assert "Uusia 0" in again.text


async def test_each_fault_is_told_by_line_and_column_and_nothing_is_offered_to_be_taken(desk: AtDesk) -> None:
    page = PageRead.of("", await brought(desk, FAULTY.encode()))
    assert page.response.status_code == 422
    assert "Tiedostossa on yksi virhe." in page.text
    assert "sektori" in page.text
    assert not any("kept" in form for form in page.forms)


@pytest.mark.parametrize(
    "content", [b"", "nimi;sektori\r\nKylä;ry\r\n".encode("utf-16"), b"nimi;sektori\n\xe4;yhdistys\n"]
)
async def test_what_is_no_file_of_ours_is_told_on_the_page(desk: AtDesk, content: bytes) -> None:
    answer = await brought(desk, content)
    assert answer.status_code == 422
    assert "CSV-tiedosto" in answer.text or "Toinen tiedosto" in answer.text


async def test_a_file_that_no_longer_fits_when_it_is_taken_is_shown_again(desk: AtDesk) -> None:
    sent = {"kept": (None, FAULTY), "step": (None, "take")}
    answer = await desk.browser.post(PAGE, files=sent, headers=SENT_FROM_OURS)
    assert answer.status_code == 409
    assert "yksi virhe" in answer.text


async def test_there_is_a_page_for_each_kind_in_their_order(desk: AtDesk) -> None:
    ways = [given["href"] for tag, given in (await desk.read("/staff/register-files")).tags if tag == "a"]
    kinds = [way for way in ways if way and way.endswith("/import")]
    assert kinds == [f"/staff/register/{kind}/import" for kind in ("persons", "organisations", "seats", "mandates")]
    for way in kinds:
        assert (await desk.browser.get(str(way))).status_code == 200
