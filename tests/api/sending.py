"""Any bytes to any address, and what every refusal says."""

from __future__ import annotations

from typing import Any

import httpx

from tests.api.conftest import Shared

TYPED = {"Content-Type": "application/json"}


async def sent(
    shared: Shared,
    path: str,
    content: Any,
    headers: dict[str, str] | list[tuple[str, str]] = TYPED,
    *,
    method: str = "POST",
) -> httpx.Response:
    """The answer to these very bytes, sent by the coordinator; a header of a list may come twice."""
    listed = [*headers.items()] if isinstance(headers, dict) else headers
    key = ("Authorization", f"Bearer {shared.http.village.coordinator}")
    return await shared.http.client.request(method, f"/api/v1{path}", content=content, headers=[key, *listed])


def require_problem(answer: httpx.Response, status: int, kind: str, path: str | None = None) -> dict[str, Any]:
    """The problem, which says all that it must."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"urn:talkoot:{kind}"), problem
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["remedy"]
    assert path is None or problem["path"] == path, problem
    return problem


ANSWER = "/initiatives/{open}/convening/answer-invitation"
