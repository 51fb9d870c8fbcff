"""Commands over HTTP show what the API answers, and tell what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, get_args

import pytest

from api.starting import StartInitiative
from cli.remote import Language, Status, seat_ids
from cli.sentences import Failed
from models.states import InitiativeStatus
from stack.data_folder import DataFolderLock, StackState, write_state
from tests.cli.commands import Answering, run
from tests.cli.foretold import MAIL

BOARD = {
    "initiatives": [
        {
            "id": "i1",
            "title": "Kylätalo [nuorille]",
            "place": "297",
            "theme": "youth",
            "phase": "convening",
            "status": "open",
            "outcome": None,
            "owing": 3,
            "earliest_due": "2026-02-01T22:00:00Z",
            "phase_due": "2026-03-01T22:00:00Z",
        }
    ],
    "cursor": "next-page",
}
VIEW = {
    **BOARD["initiatives"][0],  # type: ignore[dict-item]
    "round": 1,
    "model": "fi.yhteisovaikuttavuus",
    "model_version": "1.0.0",
    "model_sha256": "ab" * 32,
    "mandate": "man_1",
    "seats": [{"id": "seat_1", "sector": "leader", "active": True}],
    "seq": 12,
    "gate": {
        "open": False,
        "clauses": [
            {
                "clause": "sectors.leader",
                "have": 0,
                "need": 1,
                "met": False,
                "missing": ["seat_1"],
                "remedy": "seat_1 accepts the invitation",
            },
            {"clause": "done.name_chair", "have": 1, "need": 1, "met": True, "missing": [], "remedy": ""},
        ],
        "decision": {
            "clause": "decide.role",
            "have": 0,
            "need": 1,
            "met": False,
            "missing": ["coordinator"],
            "remedy": "the coordinator takes the exit",
        },
    },
    "vote": None,
    "waiting_on": [
        {
            "obligation": "convening.1/answer_invitation/seat_1",
            "duty": "answer_invitation",
            "seat": "seat_1",
            "since": "2026-01-12T08:00:00Z",
            "due": "2026-02-01T22:00:00Z",
            "lapsed": False,
        }
    ],
    "obligations": [{"id": "convening.1/answer_invitation/seat_1", "subject": "n7", "due_day": "2026-02-01"}],
    "next_event": {"at": "2026-01-20T07:00:00Z", "kinds": ["reminder.due"]},
}
SAID = {"seat": None, "channel": "link", "data": {}}
ENTRY = {
    "seq": 1,
    "leaf_hash": "cd" * 32,
    "content": {"time": "2026-01-12T08:00:00Z", "type": "need.submitted", "actor": "a1"} | SAID,
    "texts": {"text": "Paikka puuttuu", "remark": None},
}
OF_A_LETTER = {
    **ENTRY,
    "content": {"time": "2026-01-12T08:01:00Z", "type": "letter.sent", "actor": "rule", "stream": "letters:i1"} | SAID,
    "texts": {},
}
BOTH = "/api/v1/initiatives/i1/history?after={}&with=letters&after_letters={}&limit=200"
PROBLEM = {"type": "urn:talkoot:NotFound", "detail": "there is nothing here", "path": "initiative", "remedy": "look"}
ANSWERS: dict[str, Any] = {
    "/api/v1/initiatives?limit=50": BOARD,
    "/api/v1/initiatives/i1": VIEW,
    "/api/v1/register/seats/seat_1": {"role_title": "Leader-ryhmän edustaja"},
    "/api/v1/initiatives/i1/history?after=0&limit=200": {"entries": [ENTRY], "after": 1},
    "/api/v1/initiatives/i1/history?after=1&limit=200": {"entries": [{**ENTRY, "seq": 2}], "after": None},
    BOTH.format(0, 0): {"entries": [ENTRY], "after": 1, "after_letters": 0},
    BOTH.format(1, 0): {"entries": [OF_A_LETTER], "after": None, "after_letters": None},
}


class Talking(BaseHTTPRequestHandler):
    """Answers what stands above, to one key, and remembers what was posted."""

    posted: list[tuple[str | None, Any]] = []  # noqa: RUF012 - shared on purpose: one server, one test at a time

    def do_GET(self) -> None:
        if self.headers["Authorization"] != "Bearer tk_good":
            self._answer(401, {**PROBLEM, "detail": "the key is unknown"})
        else:
            self._answer(200 if self.path in ANSWERS else 404, ANSWERS.get(self.path, PROBLEM))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.posted.append((self.headers["Idempotency-Key"], body))
        self._answer(201, VIEW)

    def _answer(self, status: int, content: Any) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TALKOOT_KEY", "tk_good")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Talking)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_board_shows_titles_as_written_and_how_to_see_more(url: str) -> None:
    shown = run("list", "--url", url).out
    assert "Kylätalo [nuorille]" in shown
    assert "--cursor next-page" in shown
    assert shown.count("Europe/Helsinki") == 1


def test_ids_alone_are_what_another_command_takes(url: str) -> None:
    assert run("list", "--ids", "--url", url).out == "i1\n"


def test_json_is_what_the_api_answered(url: str) -> None:
    assert json.loads(run("list", "--json", "--url", url).out) == BOARD
    assert json.loads(run("show", "i1", "--json", "--url", url).out) == VIEW


def test_an_initiative_is_shown_with_whom_it_waits_for(url: str) -> None:
    shown = run("show", "i1", "--url", url).out
    assert "Gate: shut" in shown
    assert "sectors.leader: Leader-ryhmän edustaja accepts the invitation" in shown
    assert "n7" in shown
    assert "done.name_chair: " not in shown
    assert "until 2026-03-02 00:00:00" in shown
    assert shown.count("Europe/Helsinki") == 1
    assert shown.count("Leader-ryhmän edustaja") == 3
    assert "reminder.due" in shown


def test_a_history_is_read_page_by_page_to_its_end(url: str) -> None:
    assert [entry["seq"] for entry in json.loads(run("history", "i1", "--json", "--url", url).out)] == [1, 2]
    shown = run("history", "i1", "--url", url).out
    assert "Paikka puuttuu / (erased)" in shown
    assert "personal link" in shown
    assert shown.count("Europe/Helsinki") == 1


def test_starting_sends_what_was_said_under_one_key(url: str, tmp_path: Path) -> None:
    (tmp_path / "seats").write_text("seat_1\nseat_2, seat_3\n")
    said = ("--title", "Kylätalo", "--place", "297", "--theme", "youth", "--mandate", "man_1", "--backbone", "org_1")
    seats = ("--seats", f"@{tmp_path}/seats", "--idempotency-key", "once-and-only")
    assert run("start", *said, *seats, "--url", url).code == 0
    key, body = Talking.posted.pop()
    assert key == "once-and-only"
    assert body["seats"] == ["seat_1", "seat_2", "seat_3"]
    assert body["model"] == "fi.yhteisovaikuttavuus"
    assert run("start", *said, *seats, "--ids", "--url", url).out == "i1\n"
    Talking.posted.pop()


def test_seats_that_are_named_one_by_one_all_take_part(url: str) -> None:
    said = ("--title", "Kylätalo", "--place", "297", "--theme", "youth", "--mandate", "man_1", "--backbone", "org_1")
    assert run("start", *said, "--seats", "seat_1", "--seats", "seat_2,seat_3", "--url", url).code == 0
    assert Talking.posted.pop()[1]["seats"] == ["seat_1", "seat_2", "seat_3"]


def test_a_start_can_be_looked_at_before_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    beyond = {"path": "seats.0", "person": "per_1", "beyond": [{"what": "seats", "amount": 6, "most": 5}]}
    asked = {"duty": "answer_readiness", "number": 6, "due_day": "2026-02-02"}
    preview = {"asked": [asked], "beyond": [beyond], "refused": True, "mail": MAIL}
    client = Answering({"/initiatives/preview": preview})
    monkeypatch.setattr("cli.remote.client_for", lambda *_: client)
    said = ("--title", "Kylätalo", "--place", "297", "--theme", "youth", "--mandate", "man_1", "--backbone", "org_1")
    shown = run("start", *said, "--seats", "seat_1", "--dry-run", "--despite-load", "Hän haluaa.").out
    assert "seats 6/5" in shown
    assert "Letters: 1 would leave, 1 not, 0 that wait would be taken back." in shown
    assert "refused without --despite-load" in shown
    assert client.posted[0][1]["despite_load"] == "Hän haluaa."


@pytest.mark.parametrize(
    ("wrong", "right"), [(("list", "--status", "closed"), "'paused'"), (("start", "--language", "de"), "'sv'")]
)
def test_a_word_that_would_be_refused_is_a_wrong_option(url: str, wrong: tuple[str, ...], right: str) -> None:
    seen = run(*wrong, "--url", url)
    assert (seen.code, right in seen.err) == (2, True)


def test_the_words_that_are_offered_are_those_that_the_api_takes() -> None:
    assert [word.value for word in Status] == [status.value for status in InitiativeStatus]
    assert tuple(word.value for word in Language) == get_args(StartInitiative.model_fields["language"].annotation)


def test_a_refusal_is_told_with_place_and_remedy(url: str) -> None:
    seen = run("show", "nothing", "--url", url)
    assert (seen.code, seen.err) == (1, "talkoot: there is nothing here (at initiative): look\n")


@pytest.mark.parametrize("wrong", ["127.0.0.1:8000", "localhost:8000", "talkoot.example.org", "ftp://talkoot"])
def test_an_address_without_its_beginning_is_told_as_such(wrong: str) -> None:
    seen = run("list", "--url", wrong)
    told = "is no address of a website: give one that begins with http:// or https://, by --url or TALKOOT_URL"
    assert (seen.code, seen.err) == (1, f"talkoot: '{wrong}' {told}\n")


def test_a_wrong_key_is_told_with_how_to_give_one(url: str) -> None:
    seen = run("list", "--key", "tk_bad", "--url", url)
    assert seen.code == 1
    assert "TALKOOT_KEY" in seen.err


def test_silence_is_told_with_how_to_start_it() -> None:
    seen = run("list", "--url", "http://127.0.0.1:1")
    assert seen.code == 1
    assert "talkoot up" in seen.err


def test_the_address_comes_from_the_stack_that_runs_on_the_folder(url: str, tmp_path: Path) -> None:
    with DataFolderLock(tmp_path):
        write_state(tmp_path, StackState(1, "127.0.0.1:1", "talkoot", None, url))
        assert run("list", "--data", tmp_path).code == 0
    seen = run("list", "--data", tmp_path)
    assert seen.code == 1
    assert "--url" in seen.err


def test_seats_are_a_comma_list_or_a_file(tmp_path: Path) -> None:
    assert seat_ids("a,b, c") == ["a", "b", "c"]
    with pytest.raises(Failed, match="cannot be read"):
        seat_ids(f"@{tmp_path}/none")


def test_a_history_with_letters_goes_on_in_both_streams_and_numbers_theirs_apart(url: str) -> None:
    shown = run("history", "i1", "--with-letters", "--url", url).out
    assert [line.split()[1] for line in shown.splitlines() if "letter.sent" in line] == ["L1"]
    assert "need.submitted" in shown
