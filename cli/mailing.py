"""`talkoot mail`: mail that came back, brought by a mail server's pipe over HTTP."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import typer

from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer
from cli.sentences import Failed, Sentences

app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Mail that came back to the address letters come from.")
NOT_TAKEN, LATER = 65, 75
"""What mail servers understand of an exit code (sysexits.h): it cannot be taken, or is to be brought again."""

_FOR_GOOD = (409, 413, 415, 422)


@app.callback()
def mail() -> None:
    """Mail that came back to the address letters come from."""


@app.command()
def take(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Read one message from standard input and bring it: bounces, automatic replies, complaints, and what people write.

    Exits with 65 for mail that is about no letter of ours, and with 75 when it is to be brought again later.
    """
    from cli.client import Refused

    raw = sys.stdin.buffer.read()
    try:
        taken = client_for(url, key, data).bring_mail(raw)
    except Refused as refused:
        held = refused.problem["type"] == "urn:talkoot:KeyHeld"
        for_good = refused.problem.get("status") in _FOR_GOOD and not held
        _leave(refused, NOT_TAKEN if for_good else LATER)
    except Failed as failed:
        _leave(failed, LATER)
    print_answer(taken, as_json, _told)


def _leave(failed: Failed, code: int) -> NoReturn:
    typer.echo(f"talkoot: {failed}", err=True)
    raise typer.Exit(code)


def _told(taken: dict[str, Any]) -> Any:
    from rich.text import Text

    about = f"about {', '.join(taken['letters'])}" if taken["letters"] else "about no letter"
    code = f" {taken['code']}" if taken["code"] else ""
    again = "" if taken["news"] else ", nothing changed"
    yield Text(f"{taken['kind']}{code}, {about}{again}.")
