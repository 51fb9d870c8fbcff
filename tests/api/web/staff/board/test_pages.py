"""The board's pages: what is late first, on whom it waits, what is asked of the reader, and rows that look after
themselves.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actors import Role
from models.states import InitiativeStatus
from operating_models.load import published
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.at_desk import sits_down
from tests.fixtures.board import BOARD, Standing, enter, enter_one
from tests.fixtures.staffed import OLAVI, House, said

SEEN = re.compile(r'hx-get="(/staff/rows[^"]*)"')


@pytest.fixture
async def board(house: House) -> House:
    """Nine initiatives of nobody in particular, of the model that is published."""
    house.services.models = published()
    await house.services.database.write(lambda s: enter(s, house.services.vault))
    return house


async def read(house: House, address: str = OLAVI, **query: str) -> PageRead:
    browser = await house.signed_in(address)
    answer = await browser.get("/staff", params={"language": "fi"} | query)
    assert answer.status_code == 200, answer.text
    return PageRead.of("", answer)


def titles(page: PageRead) -> list[str]:
    return re.findall(r'id="row-board-\d+"[^>]*>([^<]+)<', page.html)


async def test_initiatives_stand_in_groups_with_what_is_late_first(board: House) -> None:
    page = await read(board)
    assert titles(page)[:2] == [BOARD[0].title, BOARD[1].title]
    assert titles(page)[-1] == BOARD[8].title
    groups = ("Jokin on myöhässä (2)", "viikon sisällä (2)", "Aikataulussa (3)", "Tauolla (1)", "Päättyneet (1)")
    assert [page.text.index(one) for one in groups] == sorted(page.text.index(one) for one in groups)
    assert "Seitsemän aloitetta on käynnissä. Niistä kaksi on myöhässä." in page.text


async def test_a_row_tells_on_whom_it_waits_since_when_what_is_due_next_and_how_much_slack_there_is(
    board: House,
) -> None:
    page = await read(board, phase="convening")
    assert titles(page) == [BOARD[1].title]
    for told in ("Sonkajärvi ja 2 muuta", "Vastatkaa kutsuun", "la 14.11. alkaen, 7 työpäivää", "2 vastausta myöhässä"):
        assert told in page.text
    assert "ma 7.12." in page.text
    assert "9 työpäivän päästä" in page.text
    assert "10 työpäivää" in page.text  # from 7.12. to the end of the window, the quiet season left out
    assert "Vaihe 3 / 7: Koollekutsuminen" in page.text


async def test_a_window_that_ends_before_the_last_answer_is_exceeded(board: House) -> None:
    assert "ylittyy 1 työpäivällä" in (await read(board, theme="youth")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"place": "204", "theme": "nonsense"}, []),
        ({"place": "204", "phase": "joint_planning"}, [3, 7]),
        ({"phase": "nonsense"}, [0, 1, 3, 2, 5, 4, 6, 7, 8]),
    ],
)
async def test_the_board_is_narrowed_by_place_phase_and_theme(
    board: House, query: dict[str, str], found: list[int]
) -> None:
    page = await read(board, **query)
    assert titles(page) == [BOARD[one].title for one in found]
    if not found:
        assert "Väljennä rajausta tai näytä kaikki." in page.text


@pytest.mark.parametrize(
    ("words", "found"), [("KYYTIRINKI", [1]), ("sonkajärvi uimaranta", [6]), ("terveys", [4]), ("zeppelin", [])]
)
async def test_words_are_searched_for_by_a_form_and_stand_in_no_address(
    board: House, words: str, found: list[int]
) -> None:
    browser = await board.signed_in(OLAVI)
    answer = await said(browser, "/staff?language=fi", {"words": words, "phase": "", "place": ""})
    page = PageRead.of("", answer)
    assert titles(page) == [BOARD[one].title for one in found]
    assert f'value="{words}"' in page.html
    assert words.split()[0] not in "".join(re.findall(r'(?:href|hx-get)="([^"]*)"', page.html))
    ignored = PageRead.of("", await browser.get("/staff", params={"words": words}))
    assert len(titles(ignored)) == len(BOARD)


async def test_a_form_without_words_leads_to_an_address_to_come_back_to(board: House) -> None:
    answer = await said(await board.signed_in(OLAVI), "/staff", {"words": " ", "phase": "piloting", "theme": ""})
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff?phase=piloting")


async def test_an_administrator_narrows_it_to_the_own_ones_and_a_coordinator_sees_no_others(board: House) -> None:
    mine = Standing("Ihan oma")
    await board.services.database.write(lambda s: enter_one(s, board.services.vault, "mine", mine, person=board.aino))
    coordinator = await read(board, "aino@example.org")
    assert titles(coordinator) == []
    assert "Ihan oma" in coordinator.text
    browser = await board.signed_in("aino@example.org")
    await said(browser, "/staff/role", {"role": Role.ADMIN})
    assert len(titles(PageRead.of("", await browser.get("/staff")))) == len(BOARD)
    own = PageRead.of("", await browser.get("/staff?own=1"))
    assert ("Ihan oma" in own.text, titles(own)) == (True, [])


async def test_rows_are_sent_again_only_once_something_has_changed(board: House) -> None:
    browser = await board.signed_in(OLAVI)
    again = SEEN.search((await browser.get("/staff?language=fi")).text)
    assert again is not None
    ask = again[1].replace("&amp;", "&")
    assert (await browser.get(ask)).status_code == 204
    more = (replace(BOARD[0], title="Uusi"), replace(BOARD[1], status=InitiativeStatus.HELD))
    vault = board.services.vault
    await board.services.database.write(lambda s: [enter_one(s, vault, f"more-{n}", one) for n, one in enumerate(more)])
    changed = await browser.get(ask)
    assert (changed.status_code, "Uusi" in changed.text, "<html" in changed.text) == (200, True, False)
    assert (await browser.get(SEEN.search(changed.text)[1].replace("&amp;", "&"))).status_code == 204  # type: ignore[index]


async def test_a_page_that_looks_after_itself_keeps_no_session_alive_and_says_when_it_is_over(board: House) -> None:
    browser = await board.signed_in(OLAVI)
    for _ in range(3):
        board.wait(timedelta(minutes=9))
        assert (await browser.get("/staff/rows?language=fi")).status_code == 200
    board.wait(timedelta(minutes=4))
    asked = {"HX-Request": "true", "HX-Current-URL": "http://talkoot.example/staff?place=204"}
    over = await browser.get("/staff/rows?language=fi", headers=asked)
    assert over.status_code == 286  # htmx asks no more
    assert "/sign-in?next=%2Fstaff%3Fplace%3D204" in over.text
    assert "Kirjautumisesi on päättynyt" in over.text


async def test_nul_in_an_address_is_left_out_before_the_database_is_asked(board: House) -> None:
    page = await read(board, place="20\x004", theme="\x00", after="\x00")
    assert titles(page) == titles(await read(board, place="204"))
    assert "\x00" not in page.html


async def test_an_old_cursor_leads_to_the_beginning(board: House) -> None:
    answer = await (await board.signed_in(OLAVI)).get("/staff?after=nonsense&place=204")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff?place=204")


async def test_what_lies_with_the_coordinator_and_whom_to_call_is_asked_with_its_minutes(convening: Rehearsal) -> None:
    await convening.forward(timedelta(days=40))
    page = await (await sits_down(convening)).read("/staff")
    assert "Tänään sinulta" in page.text
    assert "Soita: Yhdistys 01" in page.text
    assert re.search(r"Vie noin \d+ minuuttia", page.text)
    assert "/staff/phone-list/initiative-1/" in page.html
    assert "Tee: Sukevan kyytirinki" in page.text
    assert '"/initiatives/initiative-1#yours"' in page.html
