"""`talkoot letters`: what a person wants of their letters, seen and entered for somebody who asked for it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer

Json = dict[str, Any]
Person = Annotated[str, typer.Argument(metavar="PERSON", help="An id from 'talkoot register list persons'.")]
Initiative = Annotated[str | None, typer.Option(metavar="ID", help="Only of this initiative.")]
Obligation = Annotated[str | None, typer.Option(metavar="ID", help="With --initiative: only of this one obligation.")]


def stops(person: Person, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Show which reminders a person has stopped, how often letters come, and whether their address takes mail."""
    print_answer(client_for(url, key, data).get(f"/register/persons/{person}/letters"), as_json, _told)


def stop(
    person: Person,
    initiative: Initiative = None,
    obligation: Obligation = None,
    too_busy: Annotated[bool, typer.Option("--too-busy", help="The reason is that they have no time now.")] = False,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Stop reminders for somebody who asks for it: all there are, or only of an initiative or an obligation of it."""
    body = _reach(initiative, obligation) | ({"too_busy": True} if too_busy else {})
    _post(person, "stop", body, url, key, data, as_json)


def allow(
    person: Person,
    initiative: Initiative = None,
    obligation: Obligation = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Start reminders again that were stopped on just this level."""
    _post(person, "resume", _reach(initiative, obligation), url, key, data, as_json)


def open_address(person: Person, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Send to somebody's closed address again, for one that was closed by mistake."""
    _post(person, "open-address", {}, url, key, data, as_json)


def _reach(initiative: str | None, obligation: str | None) -> Json:
    said = {"initiative": initiative, "obligation": obligation}
    return {name: value for name, value in said.items() if value is not None}


def _post(
    person: str, what: str, body: Json, url: str | None, key: str | None, data: Path | None, as_json: bool
) -> None:
    answer = client_for(url, key, data).post(f"/register/persons/{person}/letters/{what}", body, secrets.token_hex(16))
    print_answer(answer, as_json, _told)


def _told(wishes: Json) -> Iterator[Any]:
    from rich.text import Text

    from cli.tables import table

    rows = [
        [one["initiative"] or "all", one["obligation"] or "all", one["by"], one["stopped_at"]]
        for one in wishes["stops"]
    ]
    if rows:
        yield table(("initiative", "obligation", "by", "stopped at"), rows)
    else:
        yield Text("No reminders are stopped.")
    quiet = f", none between {wishes['quiet_from']} and {wishes['quiet_until']}" if wishes["quiet_from"] else ""
    yield Text(f"One message {'a week' if wishes['rhythm'] == 'weekly' else 'a day'} at most{quiet}.")
    if wishes["on_paper"]:
        yield Text("There is no e-mail address: letters are printed.")
    if closed := wishes["closed"]:
        yield Text(f"The address is closed since {closed['closed_at']}: {closed['code']}. Enter another one.")
