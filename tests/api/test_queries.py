"""Addresses: what is not there, what takes other methods, and what stands behind a question mark unasked for."""

from __future__ import annotations

import pytest

from tests.api.conftest import Shared
from tests.api.test_bad_input import ANSWER, require_problem, sent

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
