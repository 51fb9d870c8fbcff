"""Reading: the board page by page, one initiative, its history and its letters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from domain.ledger.canonical import canonical
from domain.ledger.chain import Head, walk
from domain.ledger.entries import Entry
from models.tables import Initiative
from tests.api.conftest import CONVENING, Shared
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


@pytest.fixture(scope="session")
async def crowd(shared: Shared) -> tuple[Http, list[str]]:
    """Seven initiatives on culture, newest first, five of them opened at the same instant."""
    http = shared.http
    ids = [await http.start(model=CONVENING, theme="culture") for _ in range(7)]
    moments = [datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in (2, 1, 1, 1, 1, 1, 0)]

    def set_back(session: Any) -> None:
        for initiative, moment in zip(ids, moments, strict=True):
            session.execute(update(Initiative).where(Initiative.id == initiative).values(opened_at=moment))  # type: ignore[arg-type]

    await http.services.database.write(set_back)
    tied = sorted(ids[1:6], reverse=True)
    return http, [ids[0], *tied, ids[6]]


async def pages(http: Http, limit: int, by: str = "", **filters: Any) -> list[list[str]]:
    """The ids of every page, walked to the end."""
    found, cursor = [], None
    while True:
        query = filters | ({"cursor": cursor} if cursor else {})
        page = (await http.get("/initiatives", by=by, limit=limit, **query)).json()
        found.append([row["id"] for row in page["initiatives"]])
        cursor = page["cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
async def test_pages_of_any_size_show_each_once_also_where_instants_tie(
    crowd: tuple[Http, list[str]], limit: int
) -> None:
    http, expected = crowd
    found = await pages(http, limit, theme="culture", status="open")
    assert [row for page in found for row in page] == expected
    assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)
    assert found[-1]


async def test_a_page_stays_what_it_is_while_new_ones_start(crowd: tuple[Http, list[str]]) -> None:
    http, expected = crowd
    first = (await http.get("/initiatives", theme="culture", limit=3)).json()
    await http.start(model=CONVENING, theme="culture")
    second = (await http.get("/initiatives", theme="culture", limit=3, cursor=first["cursor"])).json()
    tail = [row["id"] for row in second["initiatives"]]
    assert tail == expected[expected.index(first["initiatives"][-1]["id"]) + 1 :][:3]


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({"status": "ended"}, {"ended"}),
        ({"status": "paused"}, set()),
        ({"phase": "need_identification"}, {"looped"}),
        ({"phase": "convening", "status": "ended"}, {"ended"}),
        ({"place": "297"}, {"open", "looped", "ended"}),
        ({"place": "911"}, set()),
        ({"theme": "youth"}, {"open", "looped", "ended"}),
        ({"theme": "culture"}, set()),
    ],
)
async def test_filters_keep_what_matches_them_all(shared: Shared, filters: dict[str, str], kept: set[str]) -> None:
    found = {row for page in await pages(shared.http, 200, **filters) for row in page}
    names = {name for name in ("open", "looped", "ended") if getattr(shared, name) in found}
    assert names == kept


@pytest.mark.parametrize(
    ("wrong", "named"), [({"phase": "convenning"}, "convening, joint_planning"), ({"theme": "yuoth"}, "youth")]
)
async def test_a_misspelt_filter_is_refused_with_those_there_are(
    shared: Shared, wrong: dict[str, str], named: str
) -> None:
    answer = await shared.http.get("/initiatives", **wrong)
    problem = answer.json()
    assert (answer.status_code, problem["type"], problem["path"]) == (422, "urn:talkoot:Malformed", *wrong)
    assert named in problem["remedy"]


async def test_a_theme_that_a_mandate_names_is_an_empty_page_for_whoever_has_nothing_of_it(shared: Shared) -> None:
    (mandate,) = (await shared.http.get("/register/mandates")).json()
    assert "culture" in mandate["themes"]
    answer = await shared.http.get("/initiatives", by=shared.http.village.other_coordinator, theme="culture")
    assert (answer.status_code, answer.json()["initiatives"]) == (200, [])


async def test_a_row_says_how_many_owe_and_by_when(shared: Shared) -> None:
    rows = (await shared.http.get("/initiatives", limit=200, theme="youth")).json()["initiatives"]
    row = next(row for row in rows if row["id"] == shared.open)
    one = (await shared.http.get(f"/initiatives/{shared.open}")).json()
    owed = [o for o in one["obligations"] if o["state"] == "open"]
    assert row["owing"] == len(owed) == 12  # eleven invitations, and the chairs to be named
    assert row["earliest_due"] == min(o["due"] for o in owed)
    assert (row["title"], row["phase"], row["status"], row["outcome"]) == (one["title"], "convening", "open", None)


async def test_one_initiative_explains_what_it_waits_for(shared: Shared) -> None:
    one = (await shared.http.get(f"/initiatives/{shared.open}")).json()
    quorum = next(clause for clause in one["gate"]["clauses"] if clause["clause"] == "quorum")
    assert (quorum["have"], quorum["need"], quorum["met"]) == (1, 8, False)
    assert set(quorum["missing"]) <= set(shared.http.village.seats[1:])
    assert not one["gate"]["open"]
    assert one["exits"] == {
        "advance": "joint_planning",
        "loop_back": "need_identification",
        "stop": "end",
        "hold": "stay",
        "hand_over": "stay",
        "merge": "end",
    }
    waiting = one["waiting_on"]
    assert [w["due"] for w in waiting] == sorted(w["due"] for w in waiting)
    assert {w["seat"] for w in waiting} == {*shared.http.village.seats[1:], None}
    assert all(w["since"] == one["phase_opened_at"] and not w["lapsed"] for w in waiting)
    assert one["next_event"]["kinds"] == ["reminder.due"]
    assert one["next_event"]["at"] > one["phase_opened_at"]
    active = {seat["id"] for seat in one["seats"]}
    assert active == set(shared.http.village.seats)


async def test_an_ended_one_waits_for_nobody(shared: Shared) -> None:
    one = (await shared.http.get(f"/initiatives/{shared.ended}")).json()
    assert (one["status"], one["outcome"], one["waiting_on"], one["next_event"]) == ("ended", "stopped_well", [], None)


async def test_a_paused_one_says_until_when(shared: Shared) -> None:
    http = shared.http
    initiative = await http.start(model=CONVENING)
    until = "2027-03-01T07:00:00Z"
    assert (await http.post(f"/initiatives/{initiative}/pause", {"until": until})).status_code == 200
    one = (await http.get(f"/initiatives/{initiative}")).json()
    assert (one["status"], one["paused_until"]) == ("paused", until)
    assert one["next_event"] == {"at": until, "kinds": ["initiative.resumed"]}
    assert (await http.post(f"/initiatives/{initiative}/resume")).json()["happened"] == "initiative.resumed"


async def test_the_history_comes_page_by_page_and_its_chain_can_be_walked(shared: Shared) -> None:
    http, found, after = shared.http, [], 0
    while after is not None:
        query = {"by": http.village.auditor, "after": after, "limit": 5}
        page = (await http.get(f"/initiatives/{shared.ended}/history", **query)).json()
        found += page["entries"]
        after = page["after"]
        assert after is None or len(page["entries"]) == 5
    entries = [Entry(e["seq"], canonical(e["content"]), e["leaf_hash"]) for e in found]
    assert walk(f"initiative:{shared.ended}", entries) == Head(len(entries), entries[-1].leaf_hash)
    texts = {name: text for entry in found for name, text in entry["texts"].items()}
    assert texts == {"title": "Kylätalo nuorten käyttöön", "reason": "Aika ei riitä."}
    assert "Aika" not in "".join(entry.text for entry in entries)


async def test_history_after_its_end_is_empty_and_its_bounds_hold(shared: Shared) -> None:
    path = f"/initiatives/{shared.open}/history"
    assert (await shared.http.get(path, after=10_000)).json() == {"entries": [], "after": None, "after_letters": None}
    for query in ({"after": -1}, {"after": 2**70}, {"limit": 0}, {"limit": 201}, {"after": "x"}):
        answer = await shared.http.get(path, **query)
        assert (answer.status_code, answer.json()["path"]) == (422, next(iter(query)))


async def test_letters_are_listed_by_actor_and_not_by_name(shared: Shared) -> None:
    answer = await shared.http.get(f"/initiatives/{shared.open}/letters", by=shared.http.village.auditor)
    letters = answer.json()
    assert len(letters) == 14  # twelve invitations, the coordinator's task, and the entry read back
    assert {letter["step"].partition(".")[0] for letter in letters} == {"invitation", "read_back"}
    assert [letter["due_at"] for letter in letters] == sorted(letter["due_at"] for letter in letters)
    assert "@example.org" not in answer.text
    assert "Edustaja" not in answer.text.replace("(Edustaja", "")  # but for the role of a seat, beside its organisation
