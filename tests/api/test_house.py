"""What gives somebody power is told by the house as it is done over the API, by whom, and without names."""

from __future__ import annotations

from typing import Any

from domain.house import STREAM, HouseEvent
from domain.house import register as told
from domain.ledger.entries import Recorded, decode
from models.append import entries_after
from tests.fixtures.api import Http


async def _since(http: Http, seq: int) -> list[Recorded]:
    entries = await http.services.database.read(lambda session: entries_after(session, STREAM, seq))
    return [decode(entry.text, HouseEvent) for entry in entries]


async def _edit(http: Http, path: str, **changes: Any) -> None:
    etag = (await http.get(path)).headers["etag"]
    headers = {"Authorization": f"Bearer {http.village.coordinator}", "If-Match": etag}
    method = "PATCH" if changes else "DELETE"
    answer = await http.client.request(method, f"/api/v1{path}", json=changes or None, headers=headers)
    assert answer.status_code in (200, 204), answer.text


async def test_the_register_tells_of_whoever_gains_or_loses_by_it(http: Http) -> None:
    before = len(await _since(http, 0))
    person = (await http.post("/register/persons", {"name": "Aino Esimerkki", "address": "aino@example.org"})).json()
    new = {"name": "Uusi ry", "sector": "association", "municipality": "297"}
    organisation = (await http.post("/register/organisations", new)).json()["id"]
    seat = {"organisation_id": organisation, "role_title": "Aino", "holder_id": person["id"], "term_from": "2026-01-01"}
    seat_id = (await http.post("/register/seats", seat)).json()["id"]
    given = {"given_by": organisation, "given_to": http.village.backbone, "places": ["297"], "themes": ["youth"]}
    given |= {"valid_from": "2026-01-01", "valid_until": "2026-12-31", "meeting_reference": "1/2026 § 2"}
    mandate = (await http.post("/register/mandates", given)).json()["id"]
    await _edit(http, f"/register/persons/{person['id']}", address="uusi@example.org")
    await _edit(http, f"/register/persons/{person['id']}", name="Aino Toinen")
    await _edit(http, f"/register/seats/{seat_id}", role_title="Puheenjohtaja")
    await _edit(http, f"/register/seats/{seat_id}", term_until="2026-06-30")
    await _edit(http, f"/register/organisations/{organisation}", name="Uudempi ry")
    await _edit(http, f"/register/organisations/{organisation}", closed_on="2027-01-01")
    await _edit(http, f"/register/mandates/{mandate}", valid_until="2026-06-30")
    for kind, row in (("mandates", mandate), ("seats", seat_id), ("organisations", organisation)):
        await _edit(http, f"/register/{kind}/{row}")
    entries = await _since(http, before)
    events: list[Any] = [one.event for one in entries]
    assert [type(event) for event in events] == [
        told.OrganisationEntered,
        told.SeatEntered,
        told.MandateEntered,
        told.AddressChanged,
        told.SeatChanged,
        told.OrganisationChanged,
        told.MandateChanged,
        told.MandateRemoved,
        told.SeatRemoved,
        told.OrganisationRemoved,
    ]
    assert {one.actor for one in entries} == {f"key:{http.village.coordinator.split('_')[1]}"}
    assert events[1].holder == events[3].person
    assert events[1].holder.startswith("h")
    assert (events[4].term_until.isoformat(), events[6].valid_until.isoformat()) == ("2026-06-30", "2026-06-30")


async def test_a_file_for_the_register_is_told_row_by_row_and_again_not_at_all(http: Http) -> None:
    csv = "nimi;sektori;kunta\nYksi ry;yhdistys;297\nKaksi ry;yhdistys;297\n"
    headers = {"Authorization": f"Bearer {http.village.coordinator}", "Content-Type": "text/csv"}
    before = len(await _since(http, 0))
    for query in ("?dry_run=true", "", ""):
        answer = await http.client.post(f"/api/v1/register/organisations/import{query}", content=csv, headers=headers)
        assert answer.status_code == 200, answer.text
    assert [type(one.event) for one in await _since(http, before)] == [told.OrganisationEntered] * 2


async def test_pausing_letters_is_told_once(http: Http) -> None:
    before = len(await _since(http, 0))
    for path in ("pause", "pause", "resume", "resume"):
        assert (await http.post(f"/letters/{path}", by=http.village.admin)).status_code == 200
    assert [one.event.KIND for one in await _since(http, before)] == ["sending.paused", "sending.resumed"]
