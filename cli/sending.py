"""Whether letters are sent at all, over HTTP: see `talkoot letters`."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer

Json = dict[str, Any]


def status(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Say whether letters go out, or who has paused them."""
    print_answer(client_for(url, key, data).get("/letters/sending"), as_json, _told)


def pause(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Send no letters, of no initiative, until 'talkoot letters resume'. They wait."""
    print_answer(client_for(url, key, data).post("/letters/pause", {}, secrets.token_hex(16)), as_json, _told)


def resume(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Send letters again; what is not owed any more is left out."""
    print_answer(client_for(url, key, data).post("/letters/resume", {}, secrets.token_hex(16)), as_json, _told)


def _told(sending: Json) -> Iterator[Any]:
    from rich.text import Text

    if sending["paused"]:
        yield Text(f"Paused since {sending['since']} by {sending['by']}: no letter goes out.")
    else:
        yield Text("Letters go out.")
