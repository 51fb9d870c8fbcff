"""`talkoot letters`: whether letters are sent, over HTTP."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer
from cli.sentences import Sentences

Json = dict[str, Any]
app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Letters of the whole house: whether they are sent.")


@app.callback()
def letters() -> None:
    """Letters of the whole house: whether they are sent."""


@app.command()
def status(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Say whether letters go out, or who has paused them."""
    print_answer(client_for(url, key, data).get("/letters/sending"), as_json, _told)


@app.command()
def pause(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Send no letters, of no initiative, until 'talkoot letters resume'. They wait."""
    print_answer(client_for(url, key, data).post("/letters/pause", {}, secrets.token_hex(16)), as_json, _told)


@app.command()
def resume(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Send letters again; what is not owed any more is left out."""
    print_answer(client_for(url, key, data).post("/letters/resume", {}, secrets.token_hex(16)), as_json, _told)


def _told(sending: Json) -> Iterator[Any]:
    from rich.text import Text

    if sending["paused"]:
        yield Text(f"Paused since {sending['since']} by {sending['by']}: no letter goes out.")
    else:
        yield Text("Letters go out.")
