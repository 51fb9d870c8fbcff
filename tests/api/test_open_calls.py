"""An open call over the API: anybody sends a need to its address; it counts once the coordinator takes it in."""

from __future__ import annotations

from typing import Any

import pytest

from models.held_bounds import Bounds
from tests.api.test_seats import person
from tests.fixtures.api import Http

pytestmark = pytest.mark.server

NEED = {"text": "Illalla ei pääse kotiin.", "place": "Puutossalmi"}


async def opened(http: Http) -> tuple[str, str]:
    """An initiative with an open call, and the call's address in the API."""
    initiative = await http.start()
    said = await http.post(f"/initiatives/{initiative}/need-identification/open-call")
    assert said.json()["happened"] == "open_call.opened"
    view = (await http.get(f"/initiatives/{initiative}/open-call")).json()
    assert view["open"]
    return initiative, f"/api/v1/open-calls/{view['address'].rpartition('/')[2]}"


async def send(http: Http, to: str, *, key: str | None = None, **changes: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return await http.client.post(to, json=NEED | changes, headers=headers)


async def test_a_need_sent_without_an_account_is_held_until_the_coordinator_takes_it_in(http: Http) -> None:
    initiative, address = await opened(http)
    desk = f"/initiatives/{initiative}/need-identification"
    seen = (await http.client.get(address)).json()
    assert (seen["title"], seen["backbone"]) == ("Kylätalo nuorten käyttöön", "Nuorten Palvelu ry")
    assert initiative not in str(seen)
    for _ in range(2):
        sent = await send(http, address, key="once-and-again")
        assert (sent.status_code, sent.json()["to_confirm"]) == (202, False)
    assert (await send(http, address, text="Osta kelloja!")).status_code == 202
    first, second = (await http.get(f"/initiatives/{initiative}/open-call")).json()["held"]
    assert (first["text"], first["place"], first["has_address"]) == (NEED["text"], NEED["place"], False)
    one = (await http.get(f"/initiatives/{initiative}")).json()
    assert one["state"]["needs"] == {}
    assert "review_call" in {waiting["duty"] for waiting in one["waiting_on"]}
    taken = await http.post(f"{desk}/take-in-held", {"held": first["id"]})
    assert (taken.json()["happened"], taken.json()["recorded"]["need"]) == ("need.submitted", "n1")
    spam = {"held": second["id"], "reason": "Tämä on mainos."}
    assert (await http.post(f"{desk}/discard-held", spam)).json()["happened"] == "open_call.discarded"
    assert (await http.post(f"{desk}/discard-held", spam)).status_code == 409
    one = (await http.get(f"/initiatives/{initiative}")).json()
    assert one["state"]["needs"]["n1"]["sector"] == "resident"
    assert "review_call" not in {waiting["duty"] for waiting in one["waiting_on"]}
    history = (await http.get(f"/initiatives/{initiative}/history", limit=200)).text
    assert NEED["text"] in history
    assert "Osta kelloja" not in history


async def test_a_call_takes_so_much_and_says_when_to_come_again_and_once_closed_is_as_one_that_never_was(
    http: Http,
) -> None:
    initiative, address = await opened(http)
    http.services.bounds = Bounds(from_one_sender=1)
    assert (await send(http, address)).status_code == 202
    full = await send(http, address)
    assert (full.status_code, full.headers["content-type"]) == (429, "application/problem+json")
    assert 0 < int(full.headers["Retry-After"]) <= 3601
    assert (await http.post(f"/initiatives/{initiative}/need-identification/close-call")).status_code == 200
    unknown = await http.client.get(f"/api/v1/open-calls/{'x' * 43}")
    for answer in (await http.client.get(address), await send(http, address)):
        assert (answer.status_code, answer.json()) == (404, unknown.json())
    by_link = await http.link(initiative, http.village.seats[0], "submit_need")
    assert (await http.get(f"/initiatives/{initiative}/open-call", by=by_link)).status_code == 403


async def test_only_whoever_coordinates_is_told_the_address_by_which_anybody_writes(http: Http) -> None:
    initiative, _ = await opened(http)
    village = http.village
    theirs = (await http.post("/initiatives", village.start(), by=village.other_coordinator)).json()["id"]
    offer = {"into": theirs, "reason": "Sama tarve."}
    assert (await http.post(f"/initiatives/{initiative}/offer-merge", offer)).status_code == 200
    for by, told in ((village.auditor, False), (village.other_coordinator, False), (village.admin, True), ("", True)):
        view = (await http.get(f"/initiatives/{initiative}/open-call", by=by)).json()
        assert (view["open"], view["address"] is not None) == (True, told)


async def test_what_is_held_is_read_only_by_those_who_decide_on_it(http: Http) -> None:
    initiative, address = await opened(http)
    assert (await send(http, address)).status_code == 202
    village = http.village
    theirs = (await http.post("/initiatives", village.start(), by=village.other_coordinator)).json()["id"]
    deputy, standing_in = await person(http, "Sijainen")
    await http.post(f"/initiatives/{initiative}/seats/name-deputies", {"deputies": [deputy]})
    offer = {"into": theirs, "reason": "Sama tarve."}
    assert (await http.post(f"/initiatives/{initiative}/offer-merge", offer)).status_code == 200
    for by, reads in (
        *((one, True) for one in ("", standing_in, village.admin)),
        *((one, False) for one in (village.auditor, village.other_coordinator)),
    ):
        (held,) = (await http.get(f"/initiatives/{initiative}/open-call", by=by)).json()["held"]
        assert (held["text"], held["place"]) == ((NEED["text"], NEED["place"]) if reads else (None, None))
        assert (held["length"], held["received_at"] < held["expires_at"]) == (len(NEED["text"]), True)


async def test_a_need_that_is_none_is_refused_with_its_place(http: Http) -> None:
    _, address = await opened(http)
    for wrong in ({"text": ""}, {"text": "a" * 5001}, {"address": "nobody"}, {"sector": "resident"}):
        answer = await send(http, address, **wrong)
        assert (answer.status_code, answer.json()["path"]) == (422, next(iter(wrong)))
