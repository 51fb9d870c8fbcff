"""The board as staff read it: in which order, in which stretches, of whom; and how it is read on from a place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from domain.refusals import Malformed
from models import attention, waiting
from models.attention import Asked, Stretch
from models.engine import Database
from models.vault import Vault
from tests.fixtures.board import BOARD, DAY, NOON, Standing, enter

VAULT = Vault(b"v" * 32)
ASKED = Asked(NOON, NOON + 7 * DAY)
IN_ORDER = (0, 1, 3, 2, 5, 4, 6, 7, 8)


@pytest.fixture
async def board(database: Database) -> Database:
    await database.write(lambda session: enter(session, VAULT, person=None))
    return database


async def read(board: Database, asked: Asked) -> list[tuple[Stretch, int]]:
    rows = await board.read(lambda session: attention.page(session, attention.narrowed(session, asked), None, 100))
    return [(stretch, int(row.id.removeprefix("board-"))) for stretch, row in rows]


async def test_what_is_late_comes_first_then_by_deadline_then_what_rests_and_has_ended(board: Database) -> None:
    found = await read(board, ASKED)
    assert [number for _, number in found] == list(IN_ORDER)
    assert [stretch for stretch, _ in found] == [
        *(Stretch.LATE, Stretch.LATE, Stretch.SOON, Stretch.SOON, Stretch.LATER, Stretch.LATER),
        *(Stretch.UNDATED, Stretch.PAUSED, Stretch.ENDED),
    ]


@pytest.mark.parametrize("at_once", [1, 2, 4])
async def test_read_on_from_any_place_each_initiative_comes_once(board: Database, at_once: int) -> None:
    def walk(session: Session) -> list[str]:
        found: list[str] = []
        after = None
        while rows := attention.page(session, ASKED, after, at_once):
            found += [row.id for _, row in rows]
            after = attention.read_cursor(attention.cursor_of(*rows[-1]))
        return found

    assert await board.read(walk) == [f"board-{number}" for number in IN_ORDER]


async def test_stretches_are_counted(board: Database) -> None:
    counted = await board.read(lambda session: attention.counts(session, ASKED))
    assert list(counted.values()) == [2, 2, 2, 1, 1, 0, 1]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"place": "204", "phase": "joint_planning"}, [3, 7]),
        ({"theme": "social"}, [0, 7]),
        ({"ids": ["board-8", "board-2"]}, [2, 8]),
        ({"ids": []}, []),
        ({"of": "person:nobody"}, []),
    ],
)
async def test_each_filter_that_is_given_must_match(board: Database, filters: dict[str, Any], found: list[int]) -> None:
    assert [number for _, number in await read(board, Asked(NOON, NOON + 7 * DAY, **filters))] == found


async def test_a_principal_sees_their_own_however_many_others_there_are(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (Standing("Oma", coordinator="holder"), Standing("Vieras"), Standing("Toinen oma", coordinator="holder"))
    await database.write(lambda session: enter(session, VAULT, rows))
    own = Asked(NOON, NOON + 7 * DAY, of="person:holder")
    assert sorted(number for _, number in await read(database, own)) == [0, 2]
    monkeypatch.setattr(attention, "COUNTED", 1)  # so many that they are not listed one by one
    assert sorted(number for _, number in await read(database, own)) == [0, 2]


async def test_places_and_themes_in_use_are_told_once_each(board: Database) -> None:
    places, themes = await board.read(
        lambda session: (attention.in_use(session, "place"), attention.in_use(session, "theme"))
    )
    assert places == ["204", "762"]
    assert themes == sorted({row.theme for row in BOARD})


async def test_without_initiatives_nothing_is_in_use(database: Database) -> None:
    assert await database.read(lambda session: attention.in_use(session, "theme")) == []


async def test_of_those_who_owe_the_first_late_one_and_the_first_one_ahead_are_told(board: Database) -> None:
    found = await board.read(lambda session: waiting.waited_for(session, ["board-1", "board-6"], NOON))
    assert set(found) == {"board-1"}  # the other waits for nobody
    one = found["board-1"]
    assert (one.owing, one.late) == (3, 2)
    assert one.overdue is not None
    assert one.ahead is not None
    assert (one.overdue.due, one.ahead.due, one.last_due) == (NOON - DAY, NOON + 13 * DAY, NOON + 13 * DAY)
    assert one.first.organisation == "Sonkajärvi"


async def test_what_lies_with_somebody_is_told_until_a_day_the_earliest_first(board: Database) -> None:
    def lies_with(session: Session, until: timedelta) -> list[waiting.OwnDuty]:
        return waiting.own_duties(session, "person:holder", NOON + until, 10)

    def hand_over(session: Session) -> None:
        for duty in session.exec(attention.select(waiting.Obligation)).scalars():
            duty.seat, duty.owed_by = None, "coordinator-of-holder"
        session.add(waiting.Actor(id="coordinator-of-holder", initiative_id="any", principal="person:holder"))

    assert await board.read(lambda session: lies_with(session, 7 * DAY)) == []
    await board.write(hand_over)
    found = await board.read(lambda session: lies_with(session, 7 * DAY))
    assert [one.due for one in found] == sorted(one.due for one in found)
    assert {one.initiative for one in found} == {"board-0", "board-1", "board-2", "board-3"}


@pytest.mark.parametrize("cursor", ["nonsense", "bGF0ZXx4fHk=", "bm9uZXwyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwfHk="])
def test_a_text_that_is_no_cursor_of_ours_is_refused(cursor: str) -> None:
    with pytest.raises(Malformed):
        attention.read_cursor(cursor)
