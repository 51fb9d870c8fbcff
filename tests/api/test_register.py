"""The register: what is entered comes back, names and addresses from the vault, and lie nowhere else."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from models.tables import Person
from tests.api.conftest import Shared
from tests.fixtures.api import Http

pytestmark = pytest.mark.server
GROUP = {"name": "Kylän ystävät", "sector": "informal", "municipality": "297", "fields": ["culture"]}
TERM = {"role_title": "Kylän ääni", "term_from": "2026-01-01", "term_until": "2027-12-31"}
SCOPE = {
    "acts": ["start"],
    "places": ["297"],
    "themes": ["*"],
    "valid_from": "2026-01-01",
    "valid_until": "2026-12-31",
    "meeting_reference": "Vuosikokous 2026, 8 §",
}


@pytest.fixture
async def entered(shared: Shared) -> dict[str, dict[str, Any]]:
    """One of each kind, entered over HTTP; each answer's body, with the Location it came with."""
    http, found = shared.http, {}

    async def enter(kind: str, body: dict[str, Any]) -> str:
        answer = await http.post(f"/register/{kind}", body)
        assert answer.status_code == 201, answer.text
        found[kind] = {"at": answer.headers["Location"].removeprefix("/api/v1"), "body": answer.json(), "sent": body}
        row: str = answer.json()["id"]
        return row

    group = await enter("organisations", GROUP)
    secret = {"name": f"Kanarialintu {secrets.token_hex(8)}", "address": f"{secrets.token_hex(8)}@example.org"}
    person = await enter("persons", secret | {"language": "fi-selko"})
    await enter("seats", TERM | {"organisation_id": group, "holder_id": person})
    await enter("mandates", SCOPE | {"given_by": group, "given_to": group})
    return found


Entered = dict[str, dict[str, Any]]


async def test_what_was_entered_comes_back_from_its_location_and_in_lists(shared: Shared, entered: Entered) -> None:
    http = shared.http
    for kind, row in entered.items():
        assert row["sent"].items() <= row["body"].items()
        assert (await http.get(row["at"], by=http.village.auditor)).json() == row["body"]
        assert row["body"] in await everything(http, kind)


async def test_rows_tell_their_fields_in_the_order_of_the_reference(shared: Shared, entered: Entered) -> None:
    schemas = (await shared.http.client.get("/api/v1/openapi.json")).json()["components"]["schemas"]
    for kind, row in entered.items():
        name = {"persons": "PersonRecord", "seats": "RegisterSeat"}.get(kind, kind.removesuffix("s").capitalize())
        order = list(schemas[name]["properties"])
        listed = (await shared.http.get(f"/register/{kind}")).json()
        found = [row["body"], (await shared.http.get(row["at"])).json(), *listed]
        assert order[0] == "id"
        assert [list(each) for each in found] == [order] * len(found)


async def everything(http: Http, kind: str, limit: int = 200) -> list[dict[str, Any]]:
    """All rows of a kind, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        after = {"after": found[-1]["id"]} if found else {}
        page = (await http.get(f"/register/{kind}", limit=limit, **after)).json()
        if not page:
            return found
        found += page


@pytest.mark.parametrize("kind", ["organisations", "persons", "seats", "mandates"])
async def test_lists_come_by_id_in_pages_of_any_size(shared: Shared, entered: Entered, kind: str) -> None:
    whole = await everything(shared.http, kind)
    ids = [row["id"] for row in whole]
    assert ids == sorted(set(ids))
    assert await everything(shared.http, kind, limit=3) == whole


async def test_a_name_and_an_address_lie_in_the_vault_alone(shared: Shared, entered: Entered) -> None:
    person = entered["persons"]["body"]
    if not shared.file.exists():
        pytest.skip("where a server keeps its bytes is not ours to read")
    files = [shared.file, *shared.file.parent.glob(f"{shared.file.name}-*")]
    stored = b"".join(file.read_bytes() for file in files)
    assert person["id"].encode() in stored
    for secret in (person["name"], person["address"]):
        assert secret.encode() not in stored
    row = await shared.http.services.database.read(lambda session: session.get(Person, person["id"]))
    assert row is not None
    assert person["name"] not in repr(row)


async def test_a_phone_number_is_shown_to_who_calls_and_not_to_auditors(shared: Shared) -> None:
    http, said = shared.http, {"name": "Puhelimen päässä", "phone": "+358 40-123 4567"}
    entered = await http.post("/register/persons", said)
    assert (entered.status_code, entered.json()["phone"]) == (201, said["phone"])
    at = entered.headers["Location"].removeprefix("/api/v1")
    for who, shown in (("coordinator", said["phone"]), ("admin", said["phone"]), ("auditor", None)):
        by, listed = getattr(http.village, who), dict[str, str | None]()
        assert (await http.get(at, by=by)).json()["phone"] == shown
        while page := (await http.get("/register/persons", by=by, limit=200, after=max(listed, default=""))).json():
            listed |= {row["id"]: row["phone"] for row in page}
        assert listed[entered.json()["id"]] == shown
    wrong = await http.post("/register/persons", said | {"phone": "soita töihin"})
    assert (wrong.status_code, wrong.json()["path"]) == (422, "phone")


@pytest.mark.parametrize("kind", ["organisations", "persons", "seats", "mandates"])
async def test_a_row_that_is_not_there_is_not_found(unchanged: Shared, kind: str) -> None:
    answer = await unchanged.http.get(f"/register/{kind}/none")
    assert (answer.status_code, answer.json()["type"], answer.json()["path"]) == (404, "urn:talkoot:NotFound", "row")


WRONG: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("organisations", {"name": "x", "sector": "informal", "business_id": "1234567-1"}, 422, "Malformed", "business_id"),
    *(
        ("organisations", {"name": "x", "sector": "company", "business_id": wrong}, 422, "Malformed", "business_id")
        for wrong in ("1", "7654321-3")
    ),
    ("seats", {"holder_id": "per_0"}, 422, "UnknownPerson", "holder_id"),
    ("seats", {"deputy_id": "per_0"}, 422, "UnknownPerson", "deputy_id"),
    ("seats", {"organisation_id": "org_0"}, 422, "UnknownOrganisation", "organisation_id"),
    ("seats", {"term_until": "2025-12-31"}, 422, "Malformed", "term_until"),
    ("mandates", {"given_to": "org_0"}, 422, "UnknownOrganisation", "given_to"),
    ("mandates", {"valid_until": "2025-12-31"}, 422, "Malformed", "valid_until"),
    ("mandates", {"themes": ["youth", "Matti Meikäläinen"]}, 422, "Malformed", "themes.1"),
    ("mandates", {"acts": ["start for Matti"]}, 422, "Malformed", "acts.0"),
    ("mandates", {"places": ["Kuopio"]}, 422, "Malformed", "places.0"),
    ("mandates", {"meeting_reference": "Matti Meikäläinen"}, 422, "Malformed", "meeting_reference"),
    ("mandates", {"meeting_reference": "3/2025 matti@example.org"}, 422, "Malformed", "meeting_reference"),
    ("mandates", {"meeting_reference": "3/2025 § 12\nMatti"}, 422, "Malformed", "meeting_reference"),
    ("mandates", {"meeting_reference": "§ 1" + " " * 80}, 422, "Malformed", "meeting_reference"),
]


@pytest.mark.parametrize(("kind", "changes", "status", "refusal", "path"), WRONG)
async def test_what_does_not_fit_is_refused(
    entered: Entered, unchanged: Shared, kind: str, changes: dict[str, Any], status: int, refusal: str, path: str
) -> None:
    sent = changes if kind == "organisations" else entered[kind]["sent"] | changes
    answer = await unchanged.http.post(f"/register/{kind}", sent)
    assert answer.status_code == status, answer.text
    assert (answer.json()["type"], answer.json()["path"]) == (f"urn:talkoot:{refusal}", path)
    assert answer.json()["remedy"]


async def test_an_organisation_is_entered_once(shared: Shared) -> None:
    said = {"name": "Osuuskunta", "sector": "company", "business_id": "7654321-2"}
    assert (await shared.http.post("/register/organisations", said)).status_code == 201
    again = await shared.http.post("/register/organisations", said)
    assert (again.status_code, again.json()["type"]) == (409, "urn:talkoot:AlreadyRegistered")
