"""Dead links: unknown, revoked and expired ones, and those of the erased, are answered with the very same bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models import links
from models.erasing import erase
from models.register import seat
from tests.api.conftest import CONVENING, Shared

pytestmark = pytest.mark.server


@pytest.fixture
async def dead(shared: Shared) -> dict[str, str]:
    """A link of each kind; the expired one ended with its initiative, longer ago than the grace."""
    http, now = shared.http, datetime.now(UTC)
    revoked, erased = [await http.start(model=CONVENING) for _ in range(2)]
    seats = http.village.seats
    found = {
        "unknown": "x" * 43,
        "in another script": "ä" * 43,
        "empty but for a blank": "%20",
        "revoked": await http.link(revoked, seats[2], "answer_invitation"),
        "of the erased": await http.link(erased, seats[10], "answer_invitation"),
    }
    database, vault = http.services.database, http.services.vault
    await database.write(lambda session: links.revoke(session, now, initiative=revoked, seat=seats[2]))
    await database.write(lambda session: erase(session, vault, seat(session, seats[10]).holder_id, now))
    return found


async def test_dead_links_are_all_alike_whoever_looks_and_however(shared: Shared, dead: dict[str, str]) -> None:
    client = shared.http.client
    for method in ("GET", "HEAD", "POST"):
        for path in ("/p/{}", "/p/{}/closing", "/u/{}", "/call/need/{}"):
            if method == "POST" and path.endswith("closing"):
                continue
            answers = {}
            for kind, token in dead.items():
                answer = await client.request(method, path.format(token))
                headers = tuple(pair for pair in answer.headers.items() if pair[0] != "x-request-id")
                answers[kind] = (answer.status_code, answer.content, headers)
            assert len(set(answers.values())) == 1, (method, path)
            assert answers["unknown"][0] == 404
            sent = dict(answers["unknown"][2])
            assert (sent["referrer-policy"], sent["cache-control"]) == ("no-referrer", "no-store")


async def test_over_the_api_they_are_all_alike_too(shared: Shared, dead: dict[str, str]) -> None:
    said = set()
    for token in (dead["unknown"], dead["revoked"], dead["of the erased"]):
        answer = await shared.http.get("/personal", by=token)
        said.add((answer.status_code, answer.content))
    assert len(said) == 1
    assert said.pop()[0] == 401


async def test_a_link_is_dead_within_the_second_in_which_it_is_revoked(shared: Shared) -> None:
    """Nothing is kept of it between requests, so in every process."""
    http = shared.http
    initiative = await http.start(model=CONVENING)
    token = await http.link(initiative, http.village.seats[3], "answer_invitation")
    assert (await http.client.get(f"/p/{token}")).status_code == 200
    revoked = datetime.now(UTC)
    await http.services.database.write(
        lambda session: links.revoke(session, revoked, initiative=initiative, seat=http.village.seats[3])
    )
    assert (await http.client.get(f"/p/{token}")).status_code == 404
    assert datetime.now(UTC) - revoked < timedelta(seconds=1)
