"""Histories over HTTP: merged by time, by what is asked, page by page, in sentences, and names only where wanted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from domain.house import STREAM, KeyRevoked
from models import erasing, house
from models.tables import LedgerEntry, RegisterSeat
from tests.api.conftest import Shared
from tests.api.test_bad_input import require_problem
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def whole(http: Http, path: str, by: str = "", **wanted: Any) -> list[dict[str, Any]]:
    """All pages of a history."""
    rows, cursor = list[dict[str, Any]](), None
    while True:
        answer = await http.get(path, by=by, **wanted, **({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.text
        rows += answer.json()["entries"]
        if (cursor := answer.json()["cursor"]) is None:
            return rows


def places(rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(row["stream"], row["seq"]) for row in rows]


async def _stored(http: Http, *streams: str) -> list[tuple[str, int]]:
    def read(session: Session) -> list[tuple[str, int]]:
        order = (LedgerEntry.time, LedgerEntry.stream, LedgerEntry.seq)
        query = select(LedgerEntry.stream, LedgerEntry.seq).where(LedgerEntry.stream.in_(streams))  # type: ignore[attr-defined]
        return list(session.exec(query.order_by(*order)).all())

    return await http.services.database.read(read)


def _of(row: dict[str, Any], *families: str) -> bool:
    return row["type"].partition(".")[0] in families


async def test_an_initiative_is_told_in_order_of_time_with_its_letters_and_what_auditors_read(shared: Shared) -> None:
    http, path = shared.http, f"/initiatives/{shared.open}/timeline"
    await http.get(f"/initiatives/{shared.open}", by=http.village.auditor)
    rows = await whole(http, path, language="en", limit=200)
    own = [row for row in rows if row["stream"] != STREAM]
    assert places(own) == await _stored(http, f"initiative:{shared.open}", f"letters:{shared.open}")
    assert [row["type"] for row in rows if row["stream"] == STREAM][:1] == ["auditor.read"]
    assert [row["time"] for row in rows] == sorted(row["time"] for row in rows)
    accepted = next(row for row in rows if row["type"] == "invitation.accepted")
    assert (accepted["who"], accepted["name"]) == ("the coordinator, for the seat", None)
    assert accepted["told"].startswith("An invitation was accepted. For: Toimija 1 (")
    for limit in (1, 7):
        assert places(await whole(http, path, limit=limit)) == places(rows)


async def test_a_coordinator_sees_that_an_auditor_read_and_not_who(shared: Shared) -> None:
    http, path = shared.http, f"/initiatives/{shared.open}/timeline"
    await http.get(f"/initiatives/{shared.open}", by=http.village.auditor)
    (row, *_) = [one for one in await whole(http, path, names="true", limit=200) if one["type"] == "auditor.read"]
    assert (row["actor"], row["name"]) == (None, None)
    (row, *_) = [
        one
        for one in await whole(http, path, by=http.village.admin, names="true", limit=200)
        if one["type"] == "auditor.read"
    ]
    assert row["actor"] is not None
    coordinator = await whole(http, path, limit=200)
    assert all(one["actor"] for one in coordinator if one["stream"] != STREAM)


async def test_a_seat_a_duty_and_a_span_of_time_are_told_alone(shared: Shared) -> None:
    http, path, seat = shared.http, f"/initiatives/{shared.open}/timeline", shared.http.village.seats[0]
    rows = await whole(http, path, limit=200)
    of_seat = await whole(http, path, seat=seat)
    assert {"invitation.accepted", "obligation.opened", "obligation.fulfilled"} <= {row["type"] for row in of_seat}
    assert set(places(of_seat)) < set(places(rows))
    obligation = next(row["obligation"] for row in of_seat if row["type"] == "obligation.opened")
    kinds = [row["type"] for row in await whole(http, path, obligation=obligation)]
    assert kinds[0] == "obligation.opened"
    assert kinds[-1] in ("obligation.fulfilled", "letter.suppressed", "entry.read_back")
    middle = datetime.fromisoformat(next(row["time"] for row in rows if row["type"] == "invitation.accepted"))
    before, since = [await whole(http, path, **{bound: middle.isoformat()}) for bound in ("until", "since")]
    assert places(before) + places(since) == places(rows)
    assert places(await whole(http, path, newest_first=True, limit=7)) == places(rows)[::-1]
    invited = await whole(http, path, family=["invitation", "letter"])
    assert places(invited) == [
        place for place, row in zip(places(rows), rows, strict=True) if _of(row, "invitation", "letter")
    ]
    require_problem(await http.get(path, family="no family"), 422, "Malformed", "family.0")
    assert {row["type"] for row in before} >= {"initiative.started"}
    assert await whole(http, path, until=(middle - timedelta(days=1)).isoformat()) == []
    require_problem(await http.get(path, cursor="x"), 422, "Malformed", "cursor")


async def test_a_person_is_told_over_all_initiatives_to_overseers_and_named_only_where_asked(shared: Shared) -> None:
    http, seat = shared.http, shared.http.village.seats[0]
    person = await http.services.database.read(lambda session: session.get_one(RegisterSeat, seat).holder_id)
    rows = await whole(http, "/house/timeline", by=http.village.admin, person=person, limit=200)
    initiatives = {row["stream"].partition(":")[2] for row in rows if row["stream"] != STREAM}
    assert {shared.open, shared.looped, shared.ended, shared.foreign} <= initiatives
    here = await whole(http, f"/initiatives/{shared.open}/timeline", person=person)
    assert set(places(here)) <= set(places(rows))
    assert here
    assert (await http.get("/house/timeline")).status_code == 403
    require_problem(await http.get("/house/timeline", by=http.village.admin, person="per_x"), 404, "NotFound", "person")
    stranger = await http.get(f"/initiatives/{shared.open}/timeline", person="per_x")
    require_problem(stranger, 404, "NotFound", "person")


async def test_who_did_what_in_the_house_has_a_name_until_it_is_forgotten(http: Http) -> None:
    database, services = http.services.database, http.services
    person = (await http.post("/register/persons", {"name": "Aino Esimerkki"})).json()["id"]
    now = services.clock()

    def done(session: Session) -> None:
        house.record(session, [KeyRevoked(key="k")], actor=house.actor_of(session, person), now=now)

    await database.write(done)
    ask = {"by": http.village.admin, "person": person, "language": "en", "names": "true"}
    (row,) = await whole(http, "/house/timeline", **ask)
    assert (row["told"], row["who"], row["name"]) == ("A key was revoked.", "a person", "Aino Esimerkki")
    await database.write(lambda session: erasing.erase(session, services.vault, person, now))
    assert await whole(http, "/house/timeline", **ask) == []
    rows = await whole(http, "/house/timeline", by=http.village.admin, language="en", names="true")
    revoked, erased = [(row["told"], row["who"], row["name"]) for row in rows[-2:]]
    assert revoked == ("A key was revoked.", "a person whose data has been erased", None)
    assert erased == ("A person's data was erased.", "whoever runs the server", None)


async def test_the_run_in_temporal_is_linked_while_it_is_there(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    http = shared.http
    monkeypatch.setattr(http.services, "ui_link", lambda workflow, run: f"http://ui/{workflow}/{run}")
    run = (await http.get(f"/initiatives/{shared.open}/run")).json()["run"]
    assert (run["workflow"], run["status"], run["ui"]) == (
        shared.open,
        "running",
        f"http://ui/{shared.open}/{run['run']}",
    )


async def test_names_and_all_initiatives_of_a_person_need_the_scopes_that_show_them_elsewhere(shared: Shared) -> None:
    http = shared.http
    made = await http.post(
        "/keys", {"role": "auditor", "label": "prover", "scopes": ["ledger:read"]}, by=http.village.admin
    )
    by = made.json()["secret"]
    assert (await http.get("/house/timeline", by=by)).status_code == 200
    for asked, scope in ({"names": "true"}, "register:read"), ({"person": "per_x"}, "initiatives:read"):
        refused = await http.get("/house/timeline", by=by, **asked)
        assert (refused.status_code, scope in refused.json()["detail"]) == (403, True)
