"""Edits of the register: made for the state that was seen, and never against what an initiative was promised."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

import httpx
import pytest

from tests.api.conftest import CONVENING, Shared
from tests.api.test_register import TERM, Entered, entered

pytestmark = pytest.mark.server
__all__ = ["entered"]


async def edit(
    shared: Shared, at: str, changes: dict[str, Any] | None, seen: str | None, *, by: str = ""
) -> httpx.Response:
    """The answer to a change, or to a removal where there are no changes."""
    headers = {"Authorization": f"Bearer {by or shared.http.village.coordinator}"}
    headers |= {} if seen is None else {"If-Match": seen}
    method = "DELETE" if changes is None else "PATCH"
    return await shared.http.client.request(method, f"/api/v1{at}", json=changes, headers=headers)


async def etag(shared: Shared, at: str) -> str:
    found: str = (await shared.http.get(at)).headers["ETag"]
    return found


def require(answer: httpx.Response, status: int, kind: str, path: str) -> dict[str, Any]:
    """The problem, with its remedy."""
    problem: dict[str, Any] = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["type"], problem["path"]) == (status, f"urn:talkoot:{kind}", path), problem
    assert problem["remedy"]
    return problem


CHANGES: dict[str, dict[str, Any]] = {
    "organisations": {"name": "Kylän uudet ystävät", "closed_on": "2030-01-01", "fields": []},
    "persons": {
        "name": "Uusi Nimi",
        "address": None,
        "language": "en",
        "rhythm": "weekly",
        "quiet_from": "18:00",
        "quiet_until": "10:00",
    },
    "seats": {"role_title": "Kylän uusi ääni", "term_until": "2026-11-30"},
    "mandates": {"themes": ["youth"], "valid_until": "2026-10-31"},
}


@pytest.mark.parametrize("kind", CHANGES)
async def test_a_row_is_changed_for_the_state_that_was_seen(shared: Shared, entered: Entered, kind: str) -> None:
    at, changes = entered[kind]["at"], CHANGES[kind]
    seen = await etag(shared, at)
    answer = await edit(shared, at, changes, seen)
    assert answer.status_code == 200, answer.text
    assert answer.json() == entered[kind]["body"] | changes
    again = await shared.http.get(at)
    assert again.json() == answer.json()
    assert again.headers["ETag"] == answer.headers["ETag"] != seen


@pytest.mark.parametrize("kind", CHANGES)
async def test_an_edit_under_another_s_edit_is_refused(shared: Shared, entered: Entered, kind: str) -> None:
    at = entered[kind]["at"]
    seen = await etag(shared, at)
    assert (await edit(shared, at, CHANGES[kind], seen)).status_code == 200
    for changes in (CHANGES[kind], None):
        assert "read it again" in require(await edit(shared, at, changes, seen), 412, "Stale", "If-Match")["remedy"]


async def test_of_two_edits_at_once_one_is_made(shared: Shared, entered: Entered) -> None:
    at = entered["organisations"]["at"]
    seen = await etag(shared, at)
    answers = await asyncio.gather(*(edit(shared, at, {"name": f"Nimi {n}"}, seen) for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]


@pytest.mark.parametrize("kind", CHANGES)
async def test_an_edit_says_which_state_it_was_made_for(shared: Shared, entered: Entered, kind: str) -> None:
    at = entered[kind]["at"]
    for changes in (CHANGES[kind], None):
        require(await edit(shared, at, changes, None), 428, "PreconditionNeeded", "If-Match")
        for odd in ("x", '"', '"a" "b"', "*,*"):
            require(await edit(shared, at, changes, odd), 422, "Malformed", "If-Match")
    assert (await edit(shared, at, CHANGES[kind], "*")).status_code == 200
    assert (await edit(shared, at, CHANGES[kind], f'"a", {await etag(shared, at)}')).status_code == 200
    weak = f"W/{await etag(shared, at)}"
    require(await edit(shared, at, CHANGES[kind], weak), 412, "Stale", "If-Match")


async def test_entering_tells_the_first_state(shared: Shared) -> None:
    answer = await shared.http.post("/register/organisations", {"name": "Talkoolaiset", "sector": "informal"})
    at = answer.headers["Location"].removeprefix("/api/v1")
    assert answer.headers["ETag"] == await etag(shared, at)
    assert (await edit(shared, at, None, answer.headers["ETag"])).status_code == 204


@pytest.mark.parametrize(
    ("kind", "changes", "path"),
    [
        ("organisations", {"name": None}, "name"),
        ("organisations", {"created_at": "2026-01-01T00:00:00Z"}, "created_at"),
        ("organisations", {"business_id": "1234567-1"}, "business_id"),
        ("organisations", {"will_on": "2026-01-01"}, "will_on"),
        ("persons", {"name": ""}, "name"),
        ("persons", {"address": "kyla"}, "address"),
        ("seats", {"holder_id": "per_0"}, "holder_id"),
        ("seats", {"deputy_id": "per_0"}, "deputy_id"),
        ("seats", {"term_until": "2025-12-31"}, "term_until"),
        ("seats", {"term_from": None}, "term_from"),
        ("mandates", {"given_to": "org_0"}, "given_to"),
        ("mandates", {"valid_until": "2025-12-31"}, "valid_until"),
        ("mandates", {"themes": ["Matti Meikäläinen"]}, "themes.0"),
    ],
)
async def test_a_change_that_does_not_fit_is_refused(
    entered: Entered, unchanged: Shared, kind: str, changes: dict[str, Any], path: str
) -> None:
    at = entered[kind]["at"]
    require(await edit(unchanged, at, changes, "*"), 422, "Malformed" if path != "deputy_id" else "UnknownPerson", path)
    assert (await unchanged.http.get(at)).json() == entered[kind]["body"]


@pytest.mark.parametrize("kind", CHANGES)
async def test_what_is_not_there_is_neither_changed_nor_removed(unchanged: Shared, kind: str) -> None:
    for changes in (CHANGES[kind], None):
        require(await edit(unchanged, f"/register/{kind}/none", changes, "*"), 404, "NotFound", "row")


async def test_what_nothing_refers_to_is_removed_and_the_rest_is_told_by_what(shared: Shared, entered: Entered) -> None:
    for kind in ("organisations", "persons"):
        refused = require(await edit(shared, entered[kind]["at"], None, "*"), 409, "InUse", "row")
        assert entered["seats"]["body"]["id"] in refused["detail"]
    for kind in ("seats", "mandates", "persons", "organisations"):
        at = entered[kind]["at"]
        assert (await edit(shared, at, None, await etag(shared, at))).status_code == 204
        assert (await shared.http.get(at)).status_code == 404


async def test_what_an_initiative_was_promised_stays(shared: Shared) -> None:
    village = shared.http.village
    seat, mandate = f"/register/seats/{village.seats[0]}", f"/register/mandates/{village.mandate}"
    assert "initiative i" in require(await edit(shared, seat, None, "*"), 409, "InUse", "row")["detail"]
    assert "initiative i" in require(await edit(shared, mandate, None, "*"), 409, "InUse", "row")["detail"]
    require(await edit(shared, seat, {"term_from": "2023-01-01"}, "*"), 409, "InUse", "term_from")
    require(await edit(shared, mandate, {"places": ["*"]}, "*"), 409, "InUse", "places")
    require(await edit(shared, mandate, {"valid_until": "2024-06-30"}, "*"), 409, "InUse", "valid_until")


@pytest.fixture
async def shop(shared: Shared) -> dict[str, str]:
    """A company's seat, of which nothing is recorded yet."""
    company = {"name": f"Kauppa {secrets.token_hex(4)}", "sector": "company"}
    organisation = (await shared.http.post("/register/organisations", company)).json()["id"]
    person = (await shared.http.post("/register/persons", {"name": "Kauppias"})).json()["id"]
    body = TERM | {"organisation_id": organisation, "holder_id": person, "term_until": None}
    seat = (await shared.http.post("/register/seats", body)).json()["id"]
    return {"organisation": f"/register/organisations/{organisation}", "person": person, "seat": seat}


async def test_a_company_is_taken_in_once_its_will_and_readiness_are_recorded(
    shared: Shared, shop: dict[str, str]
) -> None:
    http = shared.http
    wanted = http.village.start(model=CONVENING, seats=[*http.village.seats, shop["seat"]])
    place = f"seats.{len(http.village.seats)}"
    will = {"will_on": "2026-02-01", "will_by": shop["person"]}
    ready = {"readiness_on": "2026-02-02", "readiness_by": shop["person"]}
    for said, remedy in (({}, "will_on, will_by, readiness_on, readiness_by"), (will, "readiness_on, readiness_by")):
        assert (await edit(shared, shop["organisation"], said, "*")).status_code == 200
        refused = require(
            await http.post("/initiatives", wanted, key="a start with a shop"), 409, "CompanyNotReady", place
        )
        assert f"({remedy})" in refused["remedy"]
    assert (await edit(shared, shop["organisation"], ready, "*")).status_code == 200
    assert (await http.post("/initiatives", wanted, key="a start with a shop")).status_code == 201


async def test_a_seat_whose_organisation_closed_is_not_taken_in(shared: Shared, shop: dict[str, str]) -> None:
    http = shared.http
    assert (await edit(shared, shop["organisation"], {"closed_on": "2026-03-01"}, "*")).status_code == 200
    wanted = http.village.start(model=CONVENING, seats=[shop["seat"]])
    require(await http.post("/initiatives", wanted), 409, "OrganisationClosed", "seats.0")


async def test_names_that_were_changed_are_gone_from_the_files(shared: Shared, entered: Entered) -> None:
    at, fresh = entered["persons"]["at"], f"Uusi {secrets.token_hex(8)}"
    assert (await edit(shared, at, {"name": fresh}, "*")).status_code == 200
    if not shared.file.exists():
        pytest.skip("where a server keeps its bytes is not ours to read")
    files = [shared.file, *shared.file.parent.glob(f"{shared.file.name}-*")]
    stored = b"".join(file.read_bytes() for file in files)
    for secret in (fresh, entered["persons"]["body"]["name"]):
        assert secret.encode() not in stored


async def test_an_auditor_changes_nothing(unchanged: Shared) -> None:
    at = f"/register/seats/{unchanged.http.village.seats[0]}"
    for changes in ({"role_title": "x"}, None):
        refused = await edit(unchanged, at, changes, "*", by=unchanged.http.village.auditor)
        assert refused.status_code == 403


@pytest.mark.parametrize("role", ["coordinator", "auditor"])
@pytest.mark.parametrize("had", [True, False])
async def test_no_coordinator_turns_the_sign_in_links_of_staff_to_a_mailbox_of_theirs(
    shared: Shared, role: str, had: bool
) -> None:
    http, word = shared.http, secrets.token_hex(6)
    said = {"name": f"Kirsti {word}", "address": f"kirsti.{word}@example.org" if had else None}
    at = f"/register/persons/{(await http.post('/register/persons', said)).json()['id']}"
    given = await http.post(f"/staff/{at.rpartition('/')[2]}/give-role", {"role": role}, by=http.village.admin)
    assert given.status_code == 200, given.text
    seen = await etag(shared, at)
    require(await edit(shared, at, {"address": "mallory@example.org"}, seen), 403, "AddressOfStaff", "address")
    if not had:  # of one who has an address a line with another one is about somebody else of this name
        file = f"nimi;sähköposti\n{said['name']};mallory@example.org\n".encode()
        csv = {"Authorization": f"Bearer {http.village.coordinator}", "Content-Type": "text/csv"}
        imported = await http.client.post("/api/v1/register/persons/import", content=file, headers=csv)
        require(imported, 422, "FileFaulty", "line 2, sähköposti")
    assert (await http.get(at)).json()["address"] == said["address"]
    assert (await edit(shared, at, {"language": "sv"}, seen)).status_code == 200
    moved = await edit(shared, at, {"address": f"k.{word}@example.org"}, await etag(shared, at), by=http.village.admin)
    assert moved.status_code == 200, moved.text
