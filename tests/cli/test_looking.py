"""`talkoot look` knows what the API describes, and reads it as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from api.reference import described
from tests.cli.commands import Seen, run

DESCRIBED = json.dumps(described()).encode()
FOUND = {"initiative": "i1", "written": []}


class Showing(BaseHTTPRequestHandler):
    """Describes itself as the API does, and shows the same whatever is read; remembers what was."""

    read: list[str] = []  # noqa: RUF012 - shared on purpose: one server, one test at a time

    def do_GET(self) -> None:
        is_description = self.path.endswith("/openapi.json")
        if not is_description:
            self.read.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(DESCRIBED if is_description else json.dumps(FOUND).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Showing)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def looked(url: str, *words: str) -> tuple[Seen, list[str]]:
    Showing.read.clear()
    seen = run("look", "i1", *words, "--url", url, "--key", "tk_good")
    return seen, Showing.read


def test_all_that_can_be_read_is_listed(url: str) -> None:
    listed = json.loads(looked(url, "--json")[0].out)
    assert {"lessons", "conditions", "indicators", "dependants/{thing}"} <= set(listed)
    assert "hours.csv" not in listed


@pytest.mark.parametrize("what", ["lessons", "dependants/c1"])
def test_it_is_read_as_the_api_tells_it(url: str, what: str) -> None:
    seen, read = looked(url, what, "--json")
    assert read == [f"/api/v1/initiatives/i1/{what}"]
    assert json.loads(seen.out) == FOUND


def test_people_read_it_as_a_page(url: str) -> None:
    seen, read = looked(url, "lessons")
    assert read == ["/api/v1/initiatives/i1/lessons"]
    assert [line.split() for line in seen.out.splitlines()] == [
        ["initiative", "i1"],
        ["written"],
        ["times", "Europe/Helsinki"],
    ]


@pytest.mark.parametrize("what", ["songs", "dependants", "lessons/l1"])
def test_what_there_is_not_is_told_before_it_is_asked_for(url: str, what: str) -> None:
    seen, read = looked(url, what)
    assert (seen.code, read) == (1, [])
    assert "'talkoot look i1' lists what there is" in seen.err
