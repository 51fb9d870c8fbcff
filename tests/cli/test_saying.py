"""`talkoot say` knows what the API describes, and turns the words of a shell into its bodies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from api.reference import described
from domain.commands import Command
from tests.cli.commands import Seen, run

STANDS = {"seq": 7, "happened": "chair.named", "recorded": {"chair": "seat_1", "deputy_chair": "seat_2"}}
DESCRIBED = json.dumps(described()).encode()


class Listening(BaseHTTPRequestHandler):
    """Describes itself as the API does, accepts everything, and remembers what was said."""

    heard: list[tuple[str, str | None, Any]] = []  # noqa: RUF012 - shared on purpose: one server, one test at a time

    def do_GET(self) -> None:
        self._answer(DESCRIBED)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.append((self.path, self.headers["Idempotency-Key"], body))
        self._answer(json.dumps(STANDS).encode())

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def said(url: str, *words: str) -> tuple[Seen, Any]:
    """What a person saw who said this to initiative `i1`, and what the API heard of it."""
    Listening.heard.clear()
    seen = run("say", "i1", *words, "--url", url, "--key", "tk_good")
    return seen, Listening.heard[0] if Listening.heard else None


def test_all_that_can_be_said_is_listed(url: str) -> None:
    listed = json.loads(said(url, "--json")[0].out)
    kinds = {kind.replace("_", "-").replace(".", "/").removeprefix("initiative/") for kind in Command.kinds}
    assert kinds <= set(listed)
    assert "Name the chair and the deputy chair" in said(url)[0].out


@pytest.mark.parametrize("command", ["convening/name-chair", "convening.name_chair"])
def test_a_command_is_said_by_its_route_or_by_its_kind(url: str, command: str) -> None:
    seen, heard = said(url, command, "chair=seat_1", "deputy_chair=seat_2", "--idempotency-key", "once-and-only")
    body = {"chair": "seat_1", "deputy_chair": "seat_2"}
    assert heard == ("/api/v1/initiatives/i1/convening/name-chair", "once-and-only", body)
    assert "Entry 7: chair.named" in seen.out


def test_a_command_of_any_phase_goes_without_its_family(url: str) -> None:
    _, heard = said(url, "initiative.take_exit", "exit=stop", "reason=Kumppanuus ei toimi = loppu")
    assert heard[0] == "/api/v1/initiatives/i1/take-exit"
    assert heard[2] == {"exit": "stop", "reason": "Kumppanuus ei toimi = loppu"}


def test_what_is_no_text_is_read_as_json(url: str) -> None:
    _, heard = said(url, "joint-planning/endorse-plan", "endorses=true", "for_seat=seat_1", "channel=phone")
    assert heard[2] == {"endorses": True, "for_seat": "seat_1", "channel": "phone"}
    _, heard = said(url, "piloting/report-observation", "indicator=i1", 'value={"number": "3.5"}')
    assert heard[2] == {"indicator": "i1", "value": {"number": "3.5"}}


def test_digits_stay_a_text_where_a_text_is_asked_for(url: str) -> None:
    _, heard = said(url, "need-identification/submit-need", "text=2026")
    assert heard[2] == {"text": "2026"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("convening/sing",), "'talkoot say i1' lists what can be said"),
        (("convening/name-chair", "leader=seat_1"), "channel, language, chair, deputy_chair"),
        (("convening/name-chair", "seat_1"), "write NAME=VALUE"),
        (("joint-planning/endorse-plan", "endorses=yes"), "endorses is no text"),
    ],
)
def test_what_cannot_be_said_is_told_before_it_is_sent(url: str, words: tuple[str, ...], told: str) -> None:
    seen, heard = said(url, *words)
    assert (seen.code, heard) == (1, None)
    assert told in seen.err
