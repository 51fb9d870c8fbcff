"""`talkoot letters` lists what is to be printed, writes a page for its owner alone, and says what was posted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Answering, run

WAITING = {
    "letter": "l1",
    "initiative": "i1",
    "obligation": "convening.1/answer_invitation/s1",
    "person": "per_1",
    "name": "Kylän edustaja",
    "kind": "answer_invitation",
    "due_at": "2026-11-30T09:00:00Z",
    "still_asked": True,
}
ANSWERED = WAITING | {"letter": "l2", "still_asked": False}


class Printing(Answering):
    """Answers with a page, too."""

    asked: dict[str, Any]

    def page(self, path: str, **query: Any) -> str:
        self.asked = {"path": path, **query}
        return "<!doctype html><p>Hei</p>"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Printing:
    sent = {"letters": ["l1", "l2"], "sent_at": "2026-11-30T10:00:00Z"}
    client = Printing({"/letters/to-print": [WAITING, ANSWERED], "/initiatives/i1/letters/l1/posted": sent})
    monkeypatch.setattr("cli.paper_letters.client_for", lambda *_: client)
    return client


def test_what_is_to_be_printed_is_listed_with_what_need_not_go_any_more(client: Printing) -> None:
    said = run("letters", "to-print").out
    for word in ("l1", "l2", "Kylän edustaja", "no more"):
        assert word in said


def test_a_page_is_written_for_its_owner_alone_and_over_nothing_else(client: Printing, tmp_path: Path) -> None:
    file = tmp_path / "letter.html"
    seen = run("letters", "print", "i1", "l1", "--out", file, "--return-to", "PL 1, 70100 Kuopio")
    assert (seen.code, file.read_text(encoding="utf-8")) == (0, "<!doctype html><p>Hei</p>")
    assert client.asked == {"path": "/initiatives/i1/letters/l1/print", "return_to": "PL 1, 70100 Kuopio"}
    assert file.stat().st_mode & 0o777 == 0o600
    assert "talkoot letters posted i1 l1" in seen.out
    again = run("letters", "print", "i1", "l1", "--out", file)
    assert (again.code, "cannot be written" in again.err) == (1, True)


def test_what_was_posted_is_said(client: Printing) -> None:
    assert "Sent on paper at 2026-11-30T10:00:00Z: l1, l2." in run("letters", "posted", "i1", "l1").out
    assert client.posted[0][:2] == ("/initiatives/i1/letters/l1/posted", {})
