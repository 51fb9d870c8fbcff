"""`talkoot register` shows what is there, and brings files in over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.cli.commands import run

LINES = [
    {"line": 2, "verdict": "new", "what": "Kylä [ry]", "id": "org_9", "fields": [], "namesake": False},
    {"line": 3, "verdict": "changed", "what": "Kauppa", "id": "org_2", "fields": ["will_on"], "namesake": False},
    {"line": 4, "verdict": "unchanged", "what": "Kunta", "id": "org_3", "fields": [], "namesake": False},
]
TAKEN = {"kind": "organisations", "taken": True, "new": 1, "changed": 1, "unchanged": 1, "lines": LINES, "faults": []}
FAULTS = [
    {"line": 3, "column": "kunta", "reason": "the cell is no municipality code", "remedy": "write its three digits"},
    {"line": 7, "column": "", "reason": "line 3 is about the same", "remedy": "leave one of the two lines out"},
]
FAULTY = {
    "type": "urn:talkoot:FileFaulty",
    "detail": "line 3",
    "path": "line 3, kunta",
    "remedy": "x",
    "faults": FAULTS,
}
DAILY = {"rhythm": "daily", "quiet_from": None, "quiet_until": None}
ROWS: dict[str, list[dict[str, Any]]] = {
    "organisations": [
        {
            "id": "org_1",
            "name": "Kylä ry",
            "sector": "association",
            "municipality": "297",
            "business_id": None,
            "fields": ["culture"],
            "closed_on": None,
            "will_on": None,
            "readiness_on": None,
        }
    ],
    "persons": [
        {
            "id": "per_1",
            "name": "Kylän edustaja",
            "address": "kyla@example.org",
            "phone": None,
            "language": "fi",
            **DAILY,
        },
        {"id": "per_2", "name": None, "address": None, "phone": None, "language": "fi", **DAILY},
    ],
    "seats": [
        {
            "id": "seat_1",
            "organisation_id": "org_1",
            "role_title": "Ääni",
            "holder_id": "per_1",
            "deputy_id": "per_2",
            "term_from": "2026-01-01",
            "term_until": None,
        }
    ],
    "mandates": [],
}


class Register(BaseHTTPRequestHandler):
    """Lists the rows above, and takes a file unless a word in it says that it has faults."""

    came: list[tuple[str, str | None, bytes]] = []  # noqa: RUF012 - shared on purpose: one server, one test at a time

    def do_GET(self) -> None:
        kind, _, query = self.path.rpartition("/")[2].partition("?")
        self._answer(200, ROWS[kind] if "after=" not in query else [])

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.came.append((self.path, self.headers["Content-Type"], content))
        preview = "dry_run=true" in self.path
        if b"faulty" in content:
            self._answer(200 if preview else 422, TAKEN | {"taken": False, "faults": FAULTS} if preview else FAULTY)
        elif b"forbidden" in content:
            self._answer(
                403, {"type": "x", "detail": "this is for: coordinator", "path": "", "remedy": "come with a key"}
            )
        else:
            self._answer(200, TAKEN | {"taken": not preview})

    def _answer(self, status: int, content: Any) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TALKOOT_KEY", "tk_good")
    Register.came.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "järjestöt.csv"
    file.write_bytes("\ufeffnimi;sektori\r\nKylä ry;yhdistys\r\n".encode())
    return file


def test_a_file_is_sent_as_it_is_and_told_line_by_line(url: str, file: Path) -> None:
    seen = run("register", "import", "organisations", file, "--url", url)
    assert seen.code == 0
    ((path, kind, content),) = Register.came
    assert (path, kind) == ("/api/v1/register/organisations/import?dry_run=false", "text/csv")
    assert content == file.read_bytes()
    assert "Kylä [ry]" in seen.out
    assert "will_on" in seen.out
    assert "Kunta" not in seen.out
    assert "1 new, 1 changed, 1 unchanged." in seen.out


def test_a_preview_says_that_nothing_was_entered(url: str, file: Path) -> None:
    seen = run("register", "import", "organisations", file, "--preview", "--url", url)
    assert Register.came[0][0].endswith("dry_run=true")
    assert "nothing has been entered" in seen.out


@pytest.mark.parametrize("more", [(), ("--preview",)])
def test_faults_are_told_by_line_and_column_and_the_command_fails(url: str, file: Path, more: tuple[str, ...]) -> None:
    file.write_text("faulty")
    seen = run("register", "import", "organisations", file, *more, "--url", url)
    assert seen.code == 1
    for fault in FAULTS:
        assert fault["reason"] in seen.out  # type: ignore[operator]
    assert "2 faults: nothing of the file has been taken." in seen.out
    assert ("Kylä [ry]" in seen.out) == bool(more)


def test_json_is_what_the_api_answered_also_with_faults(url: str, file: Path) -> None:
    assert json.loads(run("register", "import", "persons", file, "--json", "--url", url).out) == TAKEN
    file.write_text("faulty")
    seen = run("register", "import", "persons", file, "--json", "--url", url)
    assert (json.loads(seen.out), seen.code) == (FAULTY, 1)


def test_other_refusals_are_told_as_ever(url: str, file: Path) -> None:
    file.write_text("forbidden")
    seen = run("register", "import", "persons", file, "--url", url)
    assert (seen.code, seen.err) == (1, "talkoot: this is for: coordinator: come with a key\n")


def test_a_file_that_cannot_be_read_and_a_kind_that_there_is_not_are_told(url: str, tmp_path: Path) -> None:
    seen = run("register", "import", "persons", tmp_path / "none.csv", "--url", url)
    assert (seen.code, "cannot be read" in seen.err) == (1, True)
    assert run("register", "import", "villages", tmp_path / "none.csv", "--url", url).code == 2


def test_seats_are_listed_with_the_names_of_whom_they_name(url: str) -> None:
    shown = run("register", "list", "seats", "--url", url).out
    for word in ("seat_1", "Kylä ry", "Kylän edustaja", "per_2", "2026-01-01"):
        assert word in shown
    assert json.loads(run("register", "list", "seats", "--json", "--url", url).out) == ROWS["seats"]


@pytest.mark.parametrize("kind", ["organisations", "persons", "mandates"])
def test_every_kind_is_listed(url: str, kind: str) -> None:
    seen = run("register", "list", kind, "--url", url)
    assert seen.code == 0
    assert all(row["id"] in seen.out for row in ROWS[kind])


def test_ids_alone_are_listed_of_the_rows_that_hold_a_text(url: str) -> None:
    assert run("register", "list", "persons", "--ids", "--url", url).out == "per_1\nper_2\n"
    assert run("register", "list", "persons", "--ids", "--containing", "KYLÄN", "--url", url).out == "per_1\n"
    assert run("register", "list", "persons", "--ids", "--containing", "None", "--url", url).out == ""
    assert "per_2" not in run("register", "list", "persons", "--containing", "kylän", "--url", url).out
