"""A browser of somebody who is nobody in particular; what it asks of the database fails."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from api.app import create
from api.controller import Controller
from tests.fixtures.bare import bare

SITE = "https://talkoot.example"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="session")
def bare_pages() -> FastAPI:
    """One application: building its routes takes most of a second."""
    return create(bare(SITE))


@pytest.fixture
def open_house(bare_pages: FastAPI) -> FastAPI:
    """The same with services of its own, which a test may change."""
    bare_pages.state.services = bare(SITE)
    bare_pages.state.services.controller = Controller("Kylien liitto ry", "liitto@example.org")
    return bare_pages


@pytest.fixture
async def visitor(open_house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(open_house, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=SITE, headers=BROWSER) as client:
        yield client
