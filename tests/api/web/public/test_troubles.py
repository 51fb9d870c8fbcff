"""What goes wrong is told to a browser on a page that helps, and to programs as a problem."""

from __future__ import annotations

from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from models.engine import DatabaseAway

HTML, PROBLEM = "text/html; charset=utf-8", "application/problem+json"


async def away(*_: object) -> None:
    raise DatabaseAway("the database is being moved")


@pytest.mark.parametrize(
    ("method", "path", "status", "says"),
    [
        ("GET", "/nothing/here", 404, "Tällaista sivua ei ole"),
        ("GET", "/dev/outbox", 404, "Tällaista sivua ei ole"),
        ("GET", "/staff/sign-out", 405, "Tätä osoitetta ei avata näin"),
        ("GET", "/readyz", 500, "Jokin meni meillä rikki"),
    ],
)
async def test_a_browser_gets_a_page_and_a_program_a_problem(
    visitor: httpx.AsyncClient, method: str, path: str, status: int, says: str
) -> None:
    page = await visitor.request(method, path)
    problem = await visitor.request(method, path, headers={"Accept": "*/*"})
    assert (page.status_code, page.headers["content-type"]) == (status, HTML)
    assert (problem.status_code, problem.headers["content-type"]) == (status, PROBLEM)
    assert says in page.text
    assert ("mailto:liitto@example.org" in page.text) is (status == 500)
    assert page.headers.get("allow") == problem.headers.get("allow")
    assert page.headers["strict-transport-security"] == problem.headers["strict-transport-security"]


async def test_a_database_that_is_away_is_told_with_when_to_come_again(
    visitor: httpx.AsyncClient, open_house: FastAPI
) -> None:
    open_house.state.services.outbox = True
    open_house.state.services.database = SimpleNamespace(read=away)
    page = await visitor.get("/dev/outbox?language=en")
    assert (page.status_code, page.headers["content-type"]) == (503, HTML)
    assert "The service is away for a moment" in page.text
    assert int(page.headers["retry-after"]) > 0


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/initiatives"])
async def test_the_api_tells_problems_to_browsers_too(visitor: httpx.AsyncClient, path: str) -> None:
    assert (await visitor.get(path)).headers["content-type"] == PROBLEM
