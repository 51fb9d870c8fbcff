"""Doors: every route, for every principal, on every object, against an explicit table; what is not in it is shut.

In `make test` nobody known comes to each route with one of the ways of being nobody, and what is said is said at each
fourth route; the campaign (`doors`) tries all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlmodel import select

from models.tables import Initiative
from tests.api import doors
from tests.api.conftest import MODEL, Shared
from tests.fixtures.profiles import CAMPAIGN

pytestmark = pytest.mark.server

NOBODY = ("without a key", "unknown key", "unknown link", "expired key", "revoked key")
KEYS = ("own coordinator", "other coordinator", "auditor", "admin")
LINKS = ("own participant", "other participant")
OWN, FOREIGN, MISSING = "own", "foreign", "missing"


@dataclass
class Walk:
    """The application's routes, who comes with what, and a body of each that is in shape."""

    shared: Shared
    routes: list[str]
    tokens: dict[str, str | None]
    bodies: dict[str, Any]

    def object(self, name: str) -> str:
        """The ended initiative (own), another coordinator's (foreign), or one that there is not."""
        return {OWN: self.shared.ended, FOREIGN: self.shared.foreign, MISSING: "i0000000000000000"}[name]

    async def knock(self, route: str, who: str, initiative: str = OWN) -> int:
        """The status that one gets who comes to a route for an initiative."""
        method, _, template = route.partition(" ")
        seat = self.shared.http.village.seats[0]
        token = self.tokens[who]
        named = {"kind": "seats", "row": seat, "letter": "none", "name": "none", "token": token or "none"}
        named |= dict.fromkeys(("meeting", "person", "thing", "change", "claim", "hold", "key", "obligation"), "none")
        named |= {
            "format": "jsonl",
            "what": "csv",
            "model": MODEL,
            "version": self.shared.http.services.models[MODEL].version,
        }
        path = template.format(initiative=self.object(initiative), **named)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = self.bodies.get(route, {}) if method in ("POST", "PATCH") else None
        answer = await self.shared.http.client.request(method, path, headers=headers, json=body)
        route = f"{method.replace('HEAD', 'GET')} {template}"
        if answer.status_code >= 400 and route not in doors.WITH_PAGES:
            assert answer.headers["content-type"] == "application/problem+json"
            assert method == "HEAD" or answer.json()["status"] == answer.status_code
        return answer.status_code


@pytest.fixture
async def walk(unchanged: Shared) -> Walk:
    http = unchanged.http
    app: FastAPI = http.client._transport.app  # type: ignore[attr-defined]
    contexts = list(iter_route_contexts(app.routes))
    routes = [
        f"{method} {context.path.replace(':path', '')}"
        for context in contexts
        for method in context.methods or ()
        if method != "HEAD"
    ]
    village = http.village
    tokens: dict[str, str | None] = {
        "without a key": None,
        "unknown key": f"{village.coordinator[:-1]}_",
        "unknown link": "x" * 43,
        **unchanged.dead_keys,
        "own coordinator": village.coordinator,
        "other coordinator": village.other_coordinator,
        "auditor": village.auditor,
        "admin": village.admin,
        "mail": village.mail,
        "own participant": unchanged.links[unchanged.ended],
        "other participant": unchanged.links[unchanged.foreign],
    }
    described = app.openapi()["paths"]
    bodies = {
        route: described[path][method.lower()]["requestBody"]["content"]["application/json"]["example"]
        for route in doors.SAY | doors.SETTLE | {"POST /api/v1/open-calls/{token}"}
        for method, _, path in [route.partition(" ")]
    }
    return Walk(unchanged, routes, tokens, bodies)


def test_every_route_has_its_door(walk: Walk) -> None:
    assert sorted(walk.routes) == sorted(doors.ALL)


async def test_who_is_not_known_gets_nothing_but_what_is_open(walk: Walk) -> None:
    for place, route in enumerate(walk.routes):
        for who in NOBODY if CAMPAIGN else (NOBODY[place % len(NOBODY)],):
            status = await walk.knock(route, who)
            open_ = route in doors.OPEN | doors.DEVELOPMENT | doors.PAGES | doors.SIGN_IN | doors.PUBLIC
            nameless = any(name in route for name in ("outbox/{letter}", "{token}", "{name}"))
            forms = doors.SIGN_IN_FORMS | doors.STAFF_FORMS | doors.STAFF_TAKE
            led = dict.fromkeys(doors.STAFF_PAGES | doors.STAFF_READ, 303) | dict.fromkeys(forms, 403)
            expected = led.get(route, 404 if nameless else 200 if open_ else 401)
            assert status == expected, (who, route)


async def test_without_an_outbox_nobody_is_shown_letters(walk: Walk) -> None:
    services = walk.shared.http.services
    services.outbox = False
    try:
        for route in doors.DEVELOPMENT:
            for who in (*NOBODY, *KEYS, *LINKS):
                assert await walk.knock(route, who) == 404, (who, route)
    finally:
        services.outbox = True


async def test_keys_open_the_board_and_the_register_and_links_do_not(walk: Walk) -> None:
    for route in doors.BOARD | doors.REGISTER:
        for who in KEYS + LINKS:
            assert await walk.knock(route, who) == (200 if who in KEYS else 403), (who, route)


async def test_keys_ask_for_the_load_and_the_wishes_of_a_person_and_links_do_not(walk: Walk) -> None:
    for route in doors.LOAD | doors.WISHES:
        for who in KEYS + LINKS:
            assert await walk.knock(route, who) == (404 if who in KEYS else 403), (who, route)


async def test_only_coordinators_and_administrators_enter_and_start(walk: Walk) -> None:
    for route in doors.ENTER:
        for who in KEYS + LINKS:
            let_in = who in KEYS and who != "auditor"
            # let in, they learn that their body is empty
            assert await walk.knock(route, who) == (422 if let_in else 403), (who, route)


async def test_only_coordinators_and_administrators_bring_files(walk: Walk) -> None:
    for route in doors.FILE:
        for who in KEYS + LINKS:
            let_in = who in KEYS and who != "auditor"
            # let in, they learn that their body is no CSV
            assert await walk.knock(route, who) == (415 if let_in else 403), (who, route)


async def test_only_coordinators_and_administrators_edit_and_call(walk: Walk) -> None:
    for route in doors.EDIT | doors.CALL:
        for who in KEYS + LINKS:
            let_in = who in KEYS and who != "auditor"
            # let in to edit, they learn that they did not say which state they have seen
            expected = (428 if route in doors.EDIT else 200) if let_in else 403
            assert await walk.knock(route, who) == expected, (who, route)


READING = {
    "own coordinator": {OWN: 200, FOREIGN: 403, MISSING: 404},
    "other coordinator": {OWN: 403, FOREIGN: 200, MISSING: 404},
    "auditor": {OWN: 200, FOREIGN: 200, MISSING: 404},
    "admin": {OWN: 200, FOREIGN: 200, MISSING: 404},
    "own participant": {OWN: 403, FOREIGN: 403, MISSING: 403},
    "other participant": {OWN: 403, FOREIGN: 403, MISSING: 403},
}

# The own initiative has ended, so whoever is let in learns that: 410. Of others only who is kept out is tried here.
SAYING = {
    "own coordinator": {OWN: 410, FOREIGN: 403, MISSING: 404},
    "other coordinator": {OWN: 403, MISSING: 404},
    "auditor": {OWN: 403, FOREIGN: 403, MISSING: 403},
    "admin": {OWN: 410, MISSING: 404},
    "own participant": {OWN: 410, FOREIGN: 404, MISSING: 404},
    "other participant": {OWN: 404, MISSING: 404},
}


async def test_an_initiative_is_read_by_its_coordinator_auditors_and_administrators(walk: Walk) -> None:
    for route in doors.READ:
        for who, expected in READING.items():
            for initiative, status in expected.items():
                assert await walk.knock(route, who, initiative) == status, (who, route, initiative)


async def test_a_part_of_an_initiative_is_looked_for_by_the_same_alone(walk: Walk) -> None:
    for route in doors.READ_PART:
        for who, expected in READING.items():
            for initiative, status in expected.items():
                found = 404 if status == 200 else status
                assert await walk.knock(route, who, initiative) == found, (who, route, initiative)


async def test_an_initiative_is_spoken_to_by_its_coordinator_administrators_and_its_own_seats(walk: Walk) -> None:
    for route in sorted(doors.SAY)[:: 1 if CAMPAIGN else 4]:
        for who, expected in SAYING.items():
            for initiative, status in expected.items():
                assert await walk.knock(route, who, initiative) == status, (who, route, initiative)


async def test_what_is_told_later_is_told_to_readers_alone(walk: Walk) -> None:
    for route in doors.READ_LATER:
        for who in KEYS + LINKS:
            reads = who in ("own coordinator", "auditor", "admin")
            assert (await walk.knock(route, who) in (200, 404, 409)) is reads, (who, route)


async def test_a_change_of_the_model_is_tried_and_entries_are_proved_for_readers_alone(walk: Walk) -> None:
    for route in doors.TRY | doors.PROVE:
        for who in KEYS + LINKS:
            # let in, they learn that they did not say which model to try, or what is to be proved
            assert await walk.knock(route, who) == (422 if who in KEYS else 403), (who, route)


async def test_only_administrators_change_the_model_of_many(walk: Walk) -> None:
    for route in sorted(doors.ADMINISTER | doors.ADMINISTER_ONE):  # what is paused goes on again
        for who in KEYS + LINKS:
            # let in, they learn that there is no such change, or that their body is empty
            let_in = 200 if route in doors.ADMINISTER else 422
            assert await walk.knock(route, who) == (let_in if who == "admin" else 403), (who, route)


async def test_only_administrators_keep_keys(walk: Walk) -> None:
    for route in doors.ADMINISTER_KEY:
        for who in KEYS + LINKS:
            # let in, they learn that there is no such key
            assert await walk.knock(route, who) == (404 if who == "admin" else 403), (who, route)


async def test_a_personal_link_opens_the_personal_door_and_keys_do_not(walk: Walk) -> None:
    for who in KEYS + LINKS:
        assert await walk.knock("GET /api/v1/personal", who) == (200 if who in LINKS else 403), who


async def test_a_personal_page_opens_by_its_link_alone(walk: Walk) -> None:
    for who in KEYS + LINKS:
        assert await walk.knock("GET /p/{token}", who) == (200 if who in LINKS else 404), who
    for who in KEYS:
        assert await walk.knock("POST /p/{token}", who) == 404, who


async def test_a_link_speaks_for_no_other_seat(unchanged: Shared) -> None:
    http = unchanged.http
    for body in ({"for_seat": http.village.seats[1]}, {"channel": "phone"}):
        answer = await http.post(
            f"/initiatives/{unchanged.open}/convening/answer-invitation",
            {"reply": "yes", **body},
            by=unchanged.links[unchanged.open],
        )
        assert (answer.status_code, answer.json()["path"]) == (403, "for_seat")


async def test_a_coordinator_sees_the_own_initiatives_and_an_auditor_all(unchanged: Shared) -> None:
    http, seen = unchanged.http, {}
    for who in ("coordinator", "other_coordinator", "auditor", "admin"):
        page = (await http.get("/initiatives", by=getattr(http.village, who), limit=200)).json()
        seen[who] = {row["id"] for row in page["initiatives"]}
    own, foreign = {unchanged.open, unchanged.looped, unchanged.ended}, {unchanged.foreign}
    assert own <= seen["coordinator"]
    assert not foreign & seen["coordinator"]
    assert foreign == seen["other_coordinator"]
    every = await http.services.database.read(lambda session: set(session.exec(select(Initiative.id)).all()))
    assert seen["auditor"] == seen["admin"] == every >= own | foreign


async def test_links_end_a_while_after_what_they_asked_was_settled_unless_more_is_owed(unchanged: Shared) -> None:
    services = unchanged.http.services
    clock, later = services.clock, datetime.now(UTC) + timedelta(days=31)
    services.clock = lambda: later
    try:
        status = {
            i: (await unchanged.http.get("/personal", by=link)).status_code for i, link in unchanged.links.items()
        }
    finally:
        services.clock = clock
    assert status == {
        unchanged.open: 401,  # it was answered
        unchanged.looped: 200,  # its seat owes an answer in the former phase
        unchanged.ended: 401,
        unchanged.foreign: 200,
    }
