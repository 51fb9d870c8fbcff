"""Safe headers stand on every answer, whatever it is, and nowhere is script or style allowed inside a page."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from api import safety
from api.app import create
from api.safety import EVERYWHERE, LETTER
from tests.fixtures.bare import bare

POLICIES = [headers["Content-Security-Policy"] for headers in (EVERYWHERE, safety.PAGE, safety.SCRIPTED, safety.STAFF)]


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create(bare("https://talkoot.example"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/docs", 200),
        ("GET", "/nothing/here", 404),
        ("GET", "/api/v1/openapi.json", 200),
        ("GET", "/api/v1/initiatives", 401),
        ("PUT", "/api/v1/initiatives", 405),
        ("POST", "/api/v1/initiatives", 401),
        ("GET", "/static/none.css", 404),
        ("GET", "/dev/outbox", 404),
        ("GET", "/readyz", 500),
    ],
)
async def test_every_answer_carries_them(app: FastAPI, method: str, path: str, status: int) -> None:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://talkoot.example") as client:
        answer = await client.request(method, path)
    assert answer.status_code == status
    for name in EVERYWHERE:
        assert answer.headers.get_list(name) != [], name
        assert len(answer.headers.get_list(name)) == 1, name
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["strict-transport-security"] == "max-age=63072000"
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("policy", POLICIES)
def test_no_policy_allows_what_stands_inside_a_page_or_comes_from_elsewhere(policy: str) -> None:
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["frame-ancestors"] == parts["base-uri"] == "'none'"
    assert set(" ".join(parts.values()).split()) <= {"'none'", "'self'", "data:"}
    assert {name for name, allowed in parts.items() if "data:" in allowed} <= {"img-src"}


def test_a_letter_in_the_outbox_has_its_style_inside_and_runs_nothing() -> None:
    assert "script-src" not in LETTER["Content-Security-Policy"]
    assert LETTER["Content-Security-Policy"].startswith("default-src 'none'")


def test_in_the_clear_no_browser_is_told_to_insist_on_encryption() -> None:
    assert "Strict-Transport-Security" not in safety.everywhere("http://127.0.0.1:8000")
