"""The history page: every entry as a sentence, by what is asked, as of a moment, with corrected ones struck through."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlmodel import Session

from api.web.staff.history import reading
from api.web.staff.history.asking import GROUPS
from api.web.staff.history.routes import all_seats
from api.web.staff.laying_out import ZONE
from api.web.staff.words import words_in
from domain.house import STREAM, AuditorRead, HouseEvent
from domain.ledger.entries import decode
from letters.chronicle import history_words
from models.append import STREAM as STREAM_OF
from models.append import entries_after
from models.timelines import cursor_at
from tests.api.web.rehearsal import PageRead
from tests.api.web.staff.history.conftest import ADDRESS, Past
from tests.fixtures.board import NOON, Standing, enter_one
from tests.fixtures.board import enter as enter_board
from tests.fixtures.correspondence import INITIATIVE, TITLE
from tests.fixtures.staffed import House

_ROW = re.compile(r'<tr role="row" id="(initiative|letters|house)-(\d+)">(.*?)</tr>', re.DOTALL)


def rows(page: PageRead) -> dict[tuple[str, int], str]:
    """The rows of the page in their order, by stream and number."""
    return {(stream, int(number)): row for stream, number, row in _ROW.findall(page.html)}


async def read(past: Past, **asked: str) -> PageRead:
    answer = await (await past.reader()).get(ADDRESS, params=asked)
    assert answer.status_code == 200
    return PageRead.of("", answer)


async def test_every_entry_is_a_sentence_newest_first_and_the_reading_is_noted(past: Past) -> None:
    page = await read(past)
    numbers = [number for stream, number in rows(page) if stream == "initiative"]
    assert numbers == [entry.seq for entry in reversed(past.post.play.entries)]
    assert f"Historia: {TITLE}" in page.text
    assert "Aloite alkoi." in page.text
    assert "Kanarialintu" not in page.html  # nobody is named
    entries = await past.house.services.database.read(lambda session: entries_after(session, STREAM, 0))
    noted = [event for one in entries if isinstance(event := decode(one.text, HouseEvent).event, AuditorRead)]
    assert [(one.part, one.id) for one in noted] == [("initiatives", INITIATIVE)]


async def test_what_was_corrected_is_struck_through_and_linked_both_ways(past: Past) -> None:
    shown = rows(await read(past))
    wrong, right = shown["initiative", past.wrong], shown["initiative", past.right]
    assert "<s>Kutsusta kieltäydyttiin." in wrong
    assert f'href="#initiative-{past.right}"' in wrong
    assert "<s>" not in right
    assert f'href="#initiative-{past.wrong}"' in right


async def test_a_link_to_an_entry_of_another_page_leads_there(past: Past) -> None:
    shown = await read(past, kind="answers", cursor=cursor_at((past.at, STREAM_OF + INITIATIVE, past.wrong + 1)))
    (leads,) = re.findall(rf'href="(\?[^"]+)#initiative-{past.right}"', shown.html)
    there = PageRead.of("", await (await past.reader()).get(ADDRESS + leads.replace("&amp;", "&")))
    assert next(iter(rows(there))) == ("initiative", past.right)


def day(past: Past, days: int) -> str:
    """The local day of the first answer, or some days from there."""
    local = (past.at + timedelta(days=days)).astimezone(ZONE)
    return f"{local.day}.{local.month}.{local.year}"


async def test_entries_are_shown_by_kind_seat_and_time(past: Past) -> None:
    kinds = set(rows(await read(past, kind="corrections")))
    assert len(kinds) == 1
    of_seat = rows(await read(past, seat="seat-02"))
    assert ("initiative", past.wrong) not in of_seat
    assert of_seat
    since = rows(await read(past, since=day(past, days=0)))
    assert ("initiative", 1) not in since
    assert ("initiative", past.wrong) in since
    unknown = rows(await read(past, seat="seat-99", kind="nothing", cursor="x"))
    assert ("initiative", 1) in unknown  # what is none of these is not asked for


async def test_as_of_a_moment_what_came_later_is_not_there(past: Past) -> None:
    local = past.at.astimezone(ZONE)
    page = await read(past, day=day(past, days=0), clock=f"{local:%H.%M}")
    shown = rows(page)
    assert ("initiative", past.right) not in shown
    assert "<s>" not in shown["initiative", past.wrong]
    assert "Missä mentiin" in page.text
    assert "Koollekutsuminen, kierros 1" in page.text
    early = await read(past, day="1.1.2020")
    assert "Aloite ei ollut vielä alkanut." in early.text
    assert "Tällaisia kirjauksia ei ole." in early.text


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"day": "eilen"}, "Kirjoita päivä muodossa 24.11.2026."),
        ({"day": "31.12.9999"}, "Kirjoita päivä muodossa 24.11.2026."),
        ({"since": "31.2.2026"}, "Kirjoita päivä muodossa 24.11.2026."),
        ({"day": "24.11.2026", "clock": "25.00"}, "Kirjoita kellonaika muodossa 17.30."),
        ({"clock": "9.00"}, "Kirjoita päivä muodossa 24.11.2026."),
    ],
)
async def test_what_cannot_be_read_comes_back_with_what_to_write(
    past: Past, asked: dict[str, str], problem: str
) -> None:
    answer = await (await past.reader()).get(ADDRESS, params=asked)
    assert answer.status_code == 422
    assert problem in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in asked.values())
    assert rows(PageRead.of("", answer))


async def test_only_who_may_see_the_initiative_reads_it(past: Past) -> None:
    coordinator_of_others = await past.house.signed_in()
    assert (await coordinator_of_others.get(ADDRESS)).status_code == 403
    assert (await past.house.browser().get(ADDRESS)).status_code == 303
    assert (await (await past.reader()).get("/initiatives/none/history")).status_code == 404


async def test_overseers_read_what_the_house_tells_and_coordinators_choose_an_initiative(past: Past) -> None:
    page = PageRead.of("", await (await past.reader()).get("/staff/history"))
    assert f'href="{ADDRESS}"' in page.html
    assert "Kirjauduttiin sisään." in page.text
    theirs = PageRead.of("", await (await past.house.signed_in()).get("/staff/history?language=fi"))
    assert "Aloitteita ei ole vielä." in theirs.text
    assert "Kirjauduttiin sisään." not in theirs.text


async def test_more_initiatives_than_a_page_shows_go_on_on_the_next(
    past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = past.house.services.vault

    def enter(session: Session) -> None:
        enter_board(session, vault, ())
        for number in range(3):
            enter_one(session, vault, f"more{number}", Standing(f"Aloite {number}"), NOON - timedelta(days=number))

    await past.house.services.database.write(enter)
    monkeypatch.setattr(reading, "SHOWN", 2)
    reader, path, found = await past.reader(), "/staff/history?kind=house", []
    while path:
        page = PageRead.of("", await reader.get(path))
        found += re.findall(r'href="/initiatives/([^/"]+)/history"', page.html)
        onward = re.search(r'href="([^"]+after=[^"]+)#initiatives-h"', page.html)
        path = onward[1].replace("&amp;", "&") if onward else ""
        assert "kind=house" in path or not path
    assert sorted(found) == sorted([INITIATIVE, "more0", "more1", "more2"])
    assert (await reader.get("/staff/history?after=nonsense")).headers["location"] == "/staff/history"


@pytest.mark.parametrize(("seats", "told"), [(1, "1 paikka"), (2, "Kaikki 2 paikkaa")])
def test_seats_are_counted_in_words_that_fit(seats: int, told: str) -> None:
    assert all_seats(words_in("fi")["history"], seats) == told


def test_every_kind_of_entry_stands_in_one_group() -> None:
    families = {kind.partition(".")[0] for kind in history_words("fi")["kinds"]}
    listed = [family for group in GROUPS.values() for family in group]
    assert sorted(listed) == sorted(set(listed))
    assert families <= set(listed)
    assert set(listed) <= families


async def test_a_house_without_initiatives_says_what_comes(house: House) -> None:
    page = PageRead.of("", await (await house.signed_in()).get("/staff/history?language=en"))
    assert "There are no initiatives yet." in page.text
