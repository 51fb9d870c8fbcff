"""`talkoot model change` shows a dry run, proposes, and works through a change until nothing is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.cli.commands import Seen, run
from tests.cli.foretold import MAIL

ROW = {"initiative": "i1", "state": "tried", "dry_run": "cd" * 32, "code": None, "why": None, "seq": None}
CHANGE = {
    "id": "mc_1",
    "from_version": "1.0.0",
    "to_version": "2.0.0",
    "sha256": "ab" * 32,
    "proposed_at": "2026-11-30T08:00:00Z",
    "approved_at": None,
    "initiatives": [ROW],
}
SHOWN = {
    "sha256": "ab" * 32,
    "shows": {
        "phase": "convening",
        "rules": [{"path": "phases.convening.due", "before": "30wd", "after": "45wd"}],
        "clocks": [{"obligation": None, "due": "2026-12-01T00:00:00Z", "due_after": "2026-12-22T00:00:00Z"}],
        "new": [{"part": "parking", "duty": "recheck_need", "due": "5wd"}],
        "notice": "5wd",
        "released": ["convening.1/name_chair"],
        "kept": [],
        "rhythms": [],
        "dropped": [],
        "weakens": [],
    },
    "mail": MAIL,
}


class Changing(BaseHTTPRequestHandler):
    """Has two initiatives left at first, one fewer with each request to apply; remembers what it was asked."""

    heard: list[tuple[str, Any]] = []  # noqa: RUF012 - shared on purpose: one server, one test at a time
    left = 2

    def do_GET(self) -> None:
        one = SHOWN if "/model-change?" in self.path else CHANGE | {"counts": {"tried": 1}}
        self._answer([one] if self.path.endswith("/model-changes") else one)

    def do_POST(self) -> None:
        self.heard.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        if self.path.endswith("/apply"):
            type(self).left -= 1
        self._answer(CHANGE | {"counts": {"tried": self.left} if self.left else {"made": 2}})

    def _answer(self, said: Any) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Changing)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def change(url: str, *arguments: str) -> Seen:
    seen = run("model", "change", *arguments, "--url", url, "--key", "tk_a_b")
    assert seen.code == 0, seen.err
    return seen


def test_a_dry_run_of_one_shows_rules_deadlines_and_what_is_new(url: str) -> None:
    shown = change(url, "try", "i1", "fi.oma", "2.0.0").out
    for word in (
        "phases.convening.due",
        "45wd",
        "recheck_need",
        "Asked after 5wd",
        "convening.1/name_chair",
        "ab" * 32,
    ):
        assert word in shown


def test_a_change_of_many_is_tried_and_proposed_with_its_reason(url: str) -> None:
    for dry in ("true", "false"):
        flags = ["--dry-run"] if dry == "true" else []
        change(url, "propose", "fi.oma", "1.0.0", "fi.oma", "2.0.0", "--reason", "Syy.", *flags)
        path, body = Changing.heard[-1]
        assert path == f"/api/v1/model-changes?dry_run={dry}"
        assert (body["from_version"], body["to_version"], body["reason"]) == ("1.0.0", "2.0.0", "Syy.")


def test_it_is_applied_until_nothing_is_left(url: str) -> None:
    Changing.left = 3
    known = len(Changing.heard)
    done = change(url, "apply", "mc_1")
    assert "2 made" in done.out
    assert [path for path, _ in Changing.heard[known:]] == ["/api/v1/model-changes/mc_1/apply"] * 3


def test_it_is_approved_tried_again_shown_and_listed(url: str) -> None:
    change(url, "approve", "mc_1", "ab" * 32)
    assert Changing.heard[-1] == ("/api/v1/model-changes/mc_1/approve", {"sha256": "ab" * 32})
    change(url, "retry", "mc_1")
    assert "i1" in change(url, "show", "mc_1").out
    assert "mc_1" in change(url, "list").out
