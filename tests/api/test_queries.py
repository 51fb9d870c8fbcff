"""Addresses: what is not there, what takes other methods, and what stands behind a question mark unasked for."""

from __future__ import annotations

import pytest

from tests.api.conftest import Shared
from tests.api.sending import ANSWER, TYPED, require_problem, sent

pytestmark = pytest.mark.server


async def test_unknown_addresses_and_methods_say_so(unchanged: Shared) -> None:
    for method, path in (("GET", "/initiative"), ("POST", "/initiative"), ("GET", "/../nowhere"), ("DELETE", "/x/y/z")):
        unknown = require_problem(await sent(unchanged, path, None, {}, method=method), 404, "NotFound")
        assert unknown["remedy"] == "see /docs for those there are"
    wrong = await sent(unchanged, "/initiatives", None, {}, method="DELETE")
    remedy = require_problem(wrong, 405, "WrongMethod")["remedy"]
    assert "use one of: GET, POST;" in remedy
    assert "/docs" in remedy
    assert wrong.headers["Allow"] == "GET, POST"


async def test_what_cannot_be_read_is_told_by_its_place(unchanged: Shared) -> None:
    path = ANSWER.format(open=unchanged.open)
    for content, told in ((b"", "there is no body"), (b'{"reply": }', "the body is no JSON, by character 10:")):
        assert require_problem(await sent(unchanged, path, content), 422, "Malformed")["detail"].startswith(told)


async def test_a_misspelt_parameter_is_refused_before_anything_is_done(unchanged: Shared) -> None:
    file, csv = b"nimi\nMuistiyhdistys ry\n", {"Content-Type": "text/csv"}
    answer = await sent(unchanged, "/register/organisations/import?dryrun=true", file, csv)
    remedy = require_problem(answer, 422, "Malformed", "dryrun")["remedy"]
    assert remedy == "leave it out; known here: dry_run"
    for asked in ("/register/persons?limt=1", f"/initiatives/{unchanged.open}/history?aftr=5"):
        require_problem(await sent(unchanged, asked, None, {}, method="GET"), 422, "Malformed")


async def test_a_parameter_that_comes_twice_is_refused_whatever_it_says(unchanged: Shared) -> None:
    file, csv = b"nimi\nMuistiyhdistys ry\n", {"Content-Type": "text/csv"}
    for twice in ("dry_run=true&dry_run=false", "dry_run=true&dry_run=true", "dry_run=true&dry%5Frun=false"):
        answer = await sent(unchanged, f"/register/organisations/import?{twice}", file, csv)
        refused = require_problem(answer, 422, "Malformed", "dry_run")
        assert (refused["detail"], "say it once" in refused["remedy"]) == ("dry_run is said twice", True)
    listed = await sent(unchanged, "/initiatives?limit=1&limit=2", None, {}, method="GET")
    require_problem(listed, 422, "Malformed", "limit")


@pytest.mark.parametrize("other", ["the-same-request", "another-request"])
async def test_an_idempotency_key_that_comes_twice_is_refused(unchanged: Shared, other: str) -> None:
    twice = [*TYPED.items(), ("Idempotency-Key", "the-same-request"), ("idempotency-key", other)]
    for path, body in ((ANSWER.format(open=unchanged.open), b'{"reply": "yes"}'), ("/initiatives", b"{}")):
        require_problem(await sent(unchanged, path, body, twice), 422, "Malformed", "Idempotency-Key")
