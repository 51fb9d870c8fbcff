"""Whether a letter was opened: known by an act of whoever looks at its page, and by nothing that a scanner does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from models.keys import token_sha256
from models.tables import Letter
from tests.api.web.driven import driven
from tests.api.web.rehearsal import Rehearsal
from tests.api.web.serving import serving
from tests.fixtures.applications import application

HOLDER = "holder-02"
A_GLANCE, A_READING = 3_000, 12_000  # milliseconds
FROM_HERE, FROM_ELSEWHERE = {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "cross-site"}


async def opened(stage: Rehearsal, token: str) -> datetime | None:
    def read(session: Any) -> datetime | None:
        found: datetime | None = session.exec(
            select(Letter.opened_at).where(Letter.token_sha256 == token_sha256(token))
        ).one()
        return found

    return await stage.services.database.read(read)


async def every_row(stage: Rehearsal) -> list[str]:
    return await stage.services.database.read(
        lambda session: [row.model_dump_json() for row in session.exec(select(Letter).order_by(Letter.id)).all()]
    )


async def test_a_hundred_visits_of_a_scanner_change_nothing(convening: Rehearsal) -> None:
    token = await convening.token(HOLDER)
    before = await every_row(convening)
    for number in range(100):
        method, path = ("GET", "HEAD")[number % 2], ("", "/closing", "/seen")[number % 3]
        answer = await convening.client.request(method, f"/p/{token}{path}", headers={"User-Agent": "scanner"})
        assert answer.status_code == {"": 200, "/closing": 303, "/seen": 405}[path]
    assert await every_row(convening) == before


async def test_what_the_page_tells_is_kept_once(convening: Rehearsal) -> None:
    token = await convening.token(HOLDER)
    for _ in range(3):
        told = await convening.client.post(f"/p/{token}/seen", headers=FROM_HERE)
        assert (told.status_code, told.content) == (204, b"")
        assert await opened(convening, token) == convening.post.play.entries[0].at
        convening.post.play.now += timedelta(hours=1)


async def test_another_site_cannot_tell_it_nor_a_link_that_is_none(convening: Rehearsal) -> None:
    token = await convening.token(HOLDER)
    assert (await convening.client.post(f"/p/{token}/seen", headers=FROM_ELSEWHERE)).status_code == 403
    assert (await convening.client.post("/p/unknown/seen", headers=FROM_HERE)).status_code == 404
    assert await opened(convening, token) is None


@pytest.mark.parametrize("typed", [{"answer": "yes"}, {}])
async def test_a_form_that_is_sent_shows_that_the_page_was_seen(convening: Rehearsal, typed: dict[str, str]) -> None:
    page = await convening.read(HOLDER)
    assert await opened(convening, page.token) is None
    sent = await convening.send(page, page.form("answer_invitation"), **typed)
    assert sent.status_code == (303 if typed else 422)
    assert await opened(convening, page.token) == convening.post.play.now


async def test_a_form_that_is_none_of_ours_shows_nothing(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    forged = page.form("answer_invitation") | {"nonce": "1.2.3"}
    assert (await convening.send(page, forged, answer="yes")).status_code == 422
    assert await opened(convening, page.token) is None


async def test_the_page_runs_one_file_of_ours_and_is_complete_without_it(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    (script,) = [given for tag, given in page.tags if tag == "script"]
    assert script["data-tell"] == f"/p/{page.token}/seen"
    assert (await convening.client.get(script["src"] or "")).headers["content-type"].startswith("text/javascript")
    assert "script-src 'self'; connect-src 'self'" in page.response.headers["content-security-policy"]


@pytest.fixture
async def served(convening: Rehearsal) -> Any:
    """The address of a running server over the rehearsal."""
    with application(convening.services) as app:
        async with serving(app) as url:
            yield url


async def test_in_a_browser_it_is_told_of_a_page_that_stays_in_sight_and_not_of_a_glance(
    convening: Rehearsal, served: str
) -> None:
    token = await convening.token(HOLDER)
    async with driven() as tab:
        await tab.page.clock.install()
        await tab.open(f"{served}/p/{token}")
        await tab.page.clock.run_for(A_GLANCE)
        assert await opened(convening, token) is None
        async with tab.page.expect_response("**/seen") as told:
            await tab.page.clock.run_for(A_READING)
        assert (await told.value).status == 204
        assert await opened(convening, token) is not None
        assert tab.complaints == []


async def test_in_a_browser_it_is_told_of_whoever_moves_the_pointer(convening: Rehearsal, served: str) -> None:
    token = await convening.token(HOLDER)
    async with driven() as tab:
        await tab.open(f"{served}/p/{token}")
        async with tab.page.expect_response("**/seen"):
            await tab.page.mouse.move(100, 100)
        assert await opened(convening, token) is not None
