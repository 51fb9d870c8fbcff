"""Scanners with links that live: whoever looks by what is in a letter or a browser, at real rows, changes nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from domain.house import PersonExported
from domain.letter import CALLED
from models import sign_in_links
from models.keys import token_sha256
from models.states import LetterState, LinkFor
from models.tables import Bundle, Letter, Obligation
from tests.api import doors
from tests.api.objects import ADMIN, MEETING, OWN, Objects
from tests.api.objects import objects as objects
from tests.api.objects import play as play
from tests.api.test_open_calls import opened, send
from tests.api.test_scanners import rows
from tests.fixtures.api import KEYS
from tests.fixtures.profiles import CAMPAIGN

pytestmark = pytest.mark.server
VISITS = 10_000 if CAMPAIGN else 150
WRITES = {
    "GET /api/v1/register/persons/{person}/export": "told in the house, as an export is",
    "GET /api/v1/register/persons/{person}/export/page": "the same",
}
"""What is looked at and writes all the same, and why; by administrators alone, who come by a key or session."""


@dataclass
class Links:
    """A token of each kind that is in letters, each of which opens its page."""

    personal: str
    stops: str
    signs_in: str
    calls: str
    sent: str

    def addresses(self) -> list[str]:
        return [
            *(f"/p/{self.personal}", f"/p/{self.personal}/closing", f"/p/{self.personal}/outcomes"),
            *(f"/u/{self.stops}", f"/u/{self.stops}?utm_source=letter", f"/sign-in/{self.signs_in}"),
            *(f"/call/{self.calls}", f"/call/need/{self.sent}", f"/api/v1/open-calls/{self.calls}"),
        ]


async def lively(objects: Objects) -> Links:
    """Such tokens, of letters that have gone out."""
    http = objects.http
    _, address = await opened(http)
    assert (await send(http, address, address="lahettaja@example.org")).status_code < 300

    def made(session: Session) -> tuple[str, str, str]:
        now = datetime.now(UTC)
        signs_in = sign_in_links.make(session, KEYS, LinkFor.LETTER, objects.person, "fi", now)
        called = session.exec(select(Letter).where(Letter.kind == CALLED).order_by(Letter.due_at.desc())).first()  # type: ignore[attr-defined]
        assert called is not None
        called.token_sha256 = token_sha256(sent := KEYS.link_token(called.id))
        asks = session.exec(
            select(Letter, Obligation)
            .join(
                Obligation, (Obligation.id == Letter.obligation_id) & (Obligation.initiative_id == Letter.initiative_id)
            )  # type: ignore[arg-type]
            .where(Letter.initiative_id == objects.own, Letter.step == "invitation")
        ).first()
        assert asks is not None
        stops = KEYS.unsubscribe_token("bundle-looked-at")
        bundle = {"id": "bundle-looked-at", "person_id": objects.person, "day": now.date(), "state": LetterState.SENT}
        bundle |= {"composed_at": now, "message_id": "<looked-at@example.org>", "sent_at": now}
        session.add(Bundle(**bundle, unsubscribe_sha256=token_sha256(stops)))
        session.flush()
        asks[0].bundle_id = "bundle-looked-at"
        return sent, signs_in, stops

    sent, signs_in, stops = await http.services.database.write(made)
    return Links(objects.tokens["own participant"], stops, signs_in, address.rpartition("/")[2], sent)


def named(objects: Objects, letter: str) -> dict[str, str]:
    """What there is for each name in an address."""
    village = objects.http.village
    there = {"initiative": objects.own, "letter": letter, "person": objects.person, "meeting": MEETING, "claim": "c1"}
    there |= {
        "kind": "seats",
        "row": village.seats[0],
        "model": "fi.yhteisovaikuttavuus",
        "thing": "a1",
        "change": "mc",
    }
    there |= {"version": objects.http.services.models["fi.yhteisovaikuttavuus"].version, "hold": objects.hold}
    return there | {"obligation": f"convening.1/answer_invitation/{village.seats[0]}", "name": "none", "token": "none"}


async def test_looking_by_any_link_or_session_at_what_is_there_changes_nothing(
    objects: Objects, record_property: Callable[[str, object], None]
) -> None:
    http, links, chance = objects.http, await lively(objects), random.Random(7)
    there = named(objects, await objects.part(Letter, objects.own))
    looks = [route for route in doors.ALL | set(doors.STAFF_DESK) if route.startswith("GET ") and route not in WRITES]
    pages = sorted(route.removeprefix("GET ").format(**there) for route in looks if "{token}" not in route)
    seen, before = dict[str, set[int]](), await rows(objects, seen_by_sessions=True)
    for number in range(VISITS):
        method = chance.choice(("GET", "HEAD"))
        if number % 3 == 0:
            path = links.addresses()[number // 3 % len(links.addresses())]
            answer = await http.client.request(method, path)
            seen.setdefault(path.split("/")[1], set()).add(answer.status_code)
        else:
            who = chance.choice([*objects.desks])
            answer = await objects.desks[who].request(method, chance.choice(pages))
            seen.setdefault("session", set()).add(answer.status_code)
        assert answer.status_code < 500, answer.request.url
    assert await rows(objects, seen_by_sessions=True) == before
    for kind in ("p", "u", "sign-in", "call", "api", "session"):
        assert 200 in seen[kind], (kind, seen[kind])
    record_property("visits by live links and sessions", VISITS)


async def test_what_is_looked_at_and_told_all_the_same_is_named_here(objects: Objects) -> None:
    there, told = named(objects, "none"), PersonExported.KIND

    async def entries() -> int:
        return sum(told in row for row in (await rows(objects))["ledger_entry"])

    for number, route in enumerate(sorted(WRITES)):
        before, path = await entries(), route.removeprefix("GET /api/v1").format(**there)
        assert (await objects.knock("GET", path, OWN)).status_code == 403
        assert await entries() == before, "who is not let in writes nothing"
        assert (await objects.knock("GET", path, ADMIN)).status_code == 200
        assert await entries() == before + 1, (number, route)
