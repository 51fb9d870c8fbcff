"""Real things below initiatives, one's own and another's, and who comes to them by key, link or session."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select
from temporalio.testing import WorkflowEnvironment

from api import sessions
from domain.actors import Role
from domain.house import OPERATOR
from domain.ledger.entries import GENESIS, Entry, encode
from models import api_keys, holds, staff, staff_sessions
from models.actors import actor_of
from models.append import Proposal, append
from models.staff_sessions import Browser
from models.states import KeyRole
from models.tables import Initiative, Letter, Obligation
from tests.api.conftest import CONVENING, standing_api
from tests.api.test_readiness import decided
from tests.api.test_seats import person
from tests.domain.correcting.histories import scripted
from tests.fixtures.api import Http
from tests.fixtures.databases import BOTH
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.rules import Play

OWN, OTHER, AUDITOR, ADMIN = "own coordinator", "other coordinator", "auditor", "admin"
LINKS = ("own participant", "other participant")
WHO = (OWN, OTHER, AUDITOR, ADMIN, *LINKS)
MEETING, CLAIM = "m1", "c1"
POLL = {"proposals": ["2027-03-08T15:00:00Z", "2027-03-10T15:00:00Z"]}


@dataclass
class Objects:
    """`own` convenes under the own coordinator, `foreign` under the other one; `offered` is the own one's and offered
    to be merged into `foreign`, `handed` to be coordinated by the other; `told` has been told of up to its claims.
    """

    http: Http
    own: str
    foreign: str
    offered: str
    handed: str
    told: str
    tokens: dict[str, str]
    desks: dict[str, httpx.AsyncClient]
    person: str
    hold: str
    key: str

    def of(self, name: str) -> str:
        """The initiative of this name here, or one that there is not."""
        found: str = getattr(self, name, "i0000000000000000")
        return found

    async def knock(self, method: str, path: str, who: str, body: Any = None) -> httpx.Response:
        """Come to an address of the API by key or link."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        return await self.http.client.request(method, f"/api/v1{path}", json=body, headers=headers)

    async def part(self, kind: type[Letter | Obligation], initiative: str) -> str:
        """A letter or an obligation of an initiative."""

        def first(session: Session) -> str:
            return session.exec(select(kind.id).where(kind.initiative_id == initiative).order_by(kind.id)).first() or ""

        found = await self.http.services.database.read(first)
        assert found
        return found


@pytest.fixture(scope="session")
def play() -> Play:
    return scripted("establishment")


@pytest.fixture(scope="session", params=BOTH if CAMPAIGN else ["sqlite"])
async def objects(
    request: pytest.FixtureRequest, temporal: WorkflowEnvironment, tmp_path_factory: pytest.TempPathFactory, play: Play
) -> AsyncIterator[Objects]:
    """In an installation of their own: what is done here (a mandate passes on, roles are given) touches no others."""
    async with standing_api(request, temporal, tmp_path_factory.mktemp("objects") / "talkoot.db") as (http, _):
        found = await _made(http, play)
        yield found
        for desk in found.desks.values():
            await desk.aclose()


async def _made(http: Http, play: Play) -> Objects:
    village = http.village
    (mine, own_key), (theirs, other_key) = await person(http, "Oma"), await person(http, "Toinen")

    async def start(by: str, mandate: str = village.mandate) -> str:
        answer = await http.post("/initiatives", village.start(model=CONVENING, mandate=mandate), by=by)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    own, offered, foreign = [await start(by) for by in (own_key, own_key, other_key)]
    passing = await _another_mandate(http)
    handed = await start(own_key, passing)
    for initiative, by in ((own, own_key), (foreign, other_key)):
        polled = await http.post(f"/initiatives/{initiative}/meetings/poll-dates", POLL, by=by)
        assert polled.status_code == 200, polled.text
    offer = {"into": foreign, "reason": "Sama asia."}
    assert (await http.post(f"/initiatives/{offered}/offer-merge", offer, by=own_key)).status_code == 200
    backbone = (await http.post("/register/organisations", {"name": "Toinen tuki", "sector": "association"})).json()[
        "id"
    ]
    mandate = await decided(http, passing, given_to=backbone, valid_from="2024-01-02")
    hand = {"coordinator": theirs, "mandate": mandate, "reason": "Hanketyö loppuu."}
    assert (await http.post(f"/initiatives/{handed}/offer-backbone", hand, by=own_key)).status_code == 200
    links = [await http.link(i, village.seats[0], "answer_invitation") for i in (own, foreign)]
    tokens = dict(zip(WHO, (own_key, other_key, village.auditor, village.admin, *links), strict=True))
    written = await http.services.database.write(lambda session: _written(session, http, mine, theirs))
    desks = {who: _desk(http, secret) for who, secret in written["sessions"].items()}
    told = await _told(http, play, mine)
    return Objects(http, own, foreign, offered, handed, told, tokens, desks, mine, written["hold"], written["key"])


async def _another_mandate(http: Http) -> str:
    """A mandate like the village's, which may pass on while that one stays."""
    like = (await http.get(f"/register/mandates/{http.village.mandate}")).json()
    answer = await http.post("/register/mandates", {name: value for name, value in like.items() if name != "id"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _written(session: Session, http: Http, mine: str, theirs: str) -> dict[str, Any]:
    now, vault = datetime.now(UTC), http.services.vault
    roles = {OWN: (mine, Role.COORDINATOR), OTHER: (theirs, Role.COORDINATOR)}
    roles |= {AUDITOR: (theirs, Role.AUDITOR), ADMIN: (theirs, Role.ADMIN)}
    secrets = dict[str, str]()
    for who, (of, role) in roles.items():
        staff.give(session, vault, of, role, by=OPERATOR, now=now)
        secrets[who] = staff_sessions.begin(session, of, role, Browser.FIREFOX, now)
    new = holds.NewHold(reason="Rahoittajan tarkastus", basis="Rahoituspäätös", ends_on=date(2040, 1, 1), person=mine)
    hold = holds.place(session, vault, new, now, by=OPERATOR).id
    key = api_keys.create(session, KeyRole.AUDITOR, "portaali", now)
    return {"sessions": secrets, "hold": hold, "key": key}


def _desk(http: Http, secret: str) -> httpx.AsyncClient:
    desk = httpx.AsyncClient(transport=http.client._transport, base_url="http://talkoot.example")
    desk.cookies.set(sessions.cookie_name(http.services), secret)
    return desk


async def _told(http: Http, play: Play, coordinator: str) -> str:
    """An initiative that no workflow keeps, as its ledger tells it: up to claims that were verified."""
    prev, entries = GENESIS, list[Entry]()
    for one in play.entries:
        entry = encode(one, stream=f"initiative:{play.initiative.id}", prev=prev, model="m@1", command_key=None)
        prev = entry.leaf_hash
        entries.append(entry)

    def write(session: Session) -> None:
        append(session, http.services.vault, Proposal(play.initiative.id, 0, tuple(entries)))
        session.flush()
        row = session.get_one(Initiative, play.initiative.id)
        row.coordinator = actor_of(session, row.id, person=coordinator)

    await http.services.database.write(write)
    return play.initiative.id
