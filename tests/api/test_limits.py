"""Limits: a body is JSON that says so and says each name once, and it is not large."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.api.conftest import Shared
from tests.api.sending import ANSWER, TYPED, require_problem, sent

pytestmark = pytest.mark.server


async def test_a_body_that_grows_beyond_its_limit_is_refused_while_it_comes(unchanged: Shared) -> None:
    taken = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield b" " * 64_000

    answer = await sent(unchanged, "/initiatives", chunks())
    require_problem(answer, 413, "TooLarge")
    assert "content-length" not in answer.request.headers


async def test_a_declared_length_beyond_the_limit_is_refused_unread(unchanged: Shared) -> None:
    require_problem(await sent(unchanged, "/initiatives", b"{}", TYPED | {"Content-Length": "300000"}), 413, "TooLarge")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
async def test_only_json_that_says_so_is_taken(unchanged: Shared, kind: str) -> None:
    answer = await sent(unchanged, ANSWER.format(open=unchanged.open), b'{"reply": "yes"}', {"Content-Type": kind})
    require_problem(answer, 415, "NotJson", "Content-Type")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('{"reply": "no", "reply": "yes"}', "reply"),
        ('{"reply": "no", "said": {"a": 1, "b": 2, "a": 1}}', "a"),
        ('{"for\\u005fseat": "x", "for_seat": "y"}', "for_seat"),
    ],
)
async def test_a_name_that_is_said_twice_in_a_body_is_refused(unchanged: Shared, body: str, name: str) -> None:
    answer = await sent(unchanged, ANSWER.format(open=unchanged.open), body.encode(), TYPED)
    require_problem(answer, 422, "Malformed", name)
