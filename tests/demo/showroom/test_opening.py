"""The showroom opens village by village, and what goes otherwise in one is told and keeps no other away."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from demo.api import Api, Unexpected
from demo.register import Register
from demo.showroom import opening
from demo.showroom.opening import Shown, Showroom, complete
from demo.showroom.villages import Village, villages

FIRST, SECOND, *OTHERS = villages()


async def test_a_village_in_which_something_breaks_is_told_and_the_others_come(monkeypatch: pytest.MonkeyPatch) -> None:
    async def begun(_: Api, __: Register, village: Village, initiative: str | None) -> Any:
        return SimpleNamespace(id=initiative or f"i_{village.name}")

    async def bring(_: Any, village: Village) -> None:
        if village is SECOND:
            raise KeyError("nothing of the kind")

    monkeypatch.setattr(opening, "_begun", begun)
    monkeypatch.setattr(opening, "bring", bring)
    said: list[str] = []
    api = Api(httpx.AsyncClient())
    await complete(api, Showroom((Shown(FIRST, "i1", True),), (SECOND, *OTHERS), Register()), said.append)
    assert [line for line in said if SECOND.name in line] == [
        f"{SECOND.name} did not come to {SECOND.phase}: KeyError('nothing of the kind')"
    ]
    assert len([line for line in said if re.match(r"\w+ +\w+: .+, i", line)]) == 6
    last = villages()[-1].name
    assert [line for line in said if line.startswith(last)] == [
        f"{last} did not come to linked_need: KeyError('showroom_73670_association')"
    ], "nothing is seeded, so the village can be brought nowhere further"


def nobody_answers(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("too long", request=request)


async def test_a_connection_that_breaks_twice_is_told_as_such() -> None:
    async with httpx.AsyncClient(base_url="http://api", transport=httpx.MockTransport(nobody_answers)) as http:
        with pytest.raises(Unexpected, match="ReadTimeout"):
            await Api(http).get("/initiatives")


@pytest.mark.parametrize(("states", "is_shown"), [(["open", "open"], False), (["open", "fulfilled"], True)])
async def test_only_a_village_that_has_come_halfway_is_shown_at_the_next_start(
    states: list[str], is_shown: bool
) -> None:
    row = {"id": "i1", "title": FIRST.title, "phase": FIRST.phase, "phase_due": "2099-01-01T00:00:00Z"}

    def answer(request: httpx.Request) -> httpx.Response:
        one = request.url.path.endswith("/i1")
        return httpx.Response(
            200, json={"obligations": [{"state": s} for s in states]} if one else {"initiatives": [row]}
        )

    async with httpx.AsyncClient(base_url="http://api", transport=httpx.MockTransport(answer)) as http:
        assert (FIRST.phase in await opening._found(Api(http))) is is_shown
