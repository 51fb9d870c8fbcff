"""The reference of the API at `/docs`: served by us alone, under a strict policy, and whole in a real browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.app import create
from api.web.pages import HEADERS
from tests.api.web.driven import driven
from tests.api.web.rehearsal import PageRead
from tests.api.web.serving import serving
from tests.fixtures.bare import bare
from tests.fixtures.profiles import CAMPAIGN

ALL_OF_IT, A_PART, AT_LEAST = 60_000, 6_000, 20  # pixels of the window's height; operations that these show


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create(bare("http://talkoot.example"))


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://talkoot.example") as client:
        yield client


@pytest.fixture
async def served(app: FastAPI) -> AsyncIterator[str]:
    """The address of a running server."""
    async with serving(app) as url:
        yield url


async def test_its_policy_lets_it_run_files_of_ours_and_ask_this_server_only(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/docs")).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy.pop("img-src") == "'self' data:"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert {name for name, allowed in policy.items() if allowed == "'self'"} == {
        *("script-src", "style-src", "connect-src", "form-action"),
    }
    others = HEADERS.keys() - {"Content-Security-Policy"}
    assert {name: headers[name] for name in others} == {name: HEADERS[name] for name in others}
    assert (await client.head("/docs")).status_code == 200


async def test_all_that_it_loads_is_a_file_of_ours_and_nothing_stands_in_the_page(client: httpx.AsyncClient) -> None:
    page = PageRead.of("", await client.get("/docs"))
    loaded = [given.get("src") or given.get("href") or "" for tag, given in page.tags if tag in ("script", "link")]
    assert len(loaded) == 4
    for address in loaded:
        assert re.fullmatch(r"/static/[a-z-]+\.[0-9a-f]{12}\.(js|css|svg)", address)
        assert (await client.get(address)).status_code == 200
    assert not [tag for tag, given in page.tags if tag == "style" or "style" in given]
    assert not re.search(r"<script[^>]*>[^<]", page.html)


async def test_without_script_it_leads_to_the_description(client: httpx.AsyncClient) -> None:
    page = PageRead.of("", await client.get("/docs"))
    linked = [given["href"] or "" for tag, given in page.tags if tag == "a"]
    assert linked == ["/api/v1/openapi.json"]
    assert "paths" in (await client.get(linked[0])).json()


@pytest.mark.parametrize("path", ["/redoc", "/docs/oauth2-redirect"])
async def test_there_is_no_second_reference_beside_it(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


def operations(app: FastAPI) -> set[str]:
    described: dict[str, Any] = app.openapi()["paths"]
    return {operation["operationId"] for item in described.values() for operation in item.values()}


LISTED = "[...document.querySelectorAll('[id^=operations-]')].map((one) => one.id)"


async def test_in_a_browser_that_reaches_nothing_else_operations_are_listed(app: FastAPI, served: str) -> None:
    """Those in sight; all of them in the campaign, in a window that shows them all."""
    async with driven() as tab:
        await tab.as_wide_as(1280, height=ALL_OF_IT if CAMPAIGN else A_PART)
        await tab.open(f"{served}/docs")
        await tab.until(f"{LISTED}.length > {len(operations(app)) if CAMPAIGN else AT_LEAST}")
        ids = re.findall(r"operations-(?!tag-)[a-z_]+-([a-z_]+)", " ".join(await tab.asked(LISTED)))
        assert set(ids) == operations(app) if CAMPAIGN else set(ids) < operations(app)
        assert "Authorize" in await tab.text()
        assert tab.complaints == []


async def test_in_a_browser_an_operation_shows_its_example_its_schemas_and_its_problems(served: str) -> None:
    async with driven() as tab:
        await tab.open(f"{served}/docs#/convening/convening_answer_invitation")
        await tab.until("document.body.textContent.includes('Try it out')")
        text = await tab.asked("document.body.textContent")
        for said in ('"reply": "yes"', "Idempotency-Key", "Accepted", "urn:talkoot:AlreadyAnswered", "429"):
            assert said in text, said
        assert not [said for said in tab.complaints if "Deprecated" not in said]  # its own, about its own addresses
