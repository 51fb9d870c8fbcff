"""The open call: its address, and what was sent to it and waits, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cli.installation import AsJson, Data
from cli.remote import Id, Key, Url, client_for, print_answer


def call(initiative: Id, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Show the open call of an initiative: its address, and what was sent to it and waits to be taken in."""
    print_answer(client_for(url, key, data).get(f"/initiatives/{initiative}/open-call"), as_json, _call)


def _call(view: dict[str, Any]) -> Iterator[Any]:
    from rich.text import Text

    from cli.tables import ZONE, moment, table

    if view["open"]:
        yield Text(f"Open until {moment(view['until'])}: {view['address'] or 'its coordinator has the address'}")
    else:
        yield Text("No call is open: 'talkoot say ID need_identification.open_call' opens one")
    columns = ("held", "received", "expires", "place", "confirmed", "text")
    rows = (
        [one["id"], one["received_at"], one["expires_at"], one["place"], _confirmed(one), _text(one)]
        for one in view["held"]
    )
    yield table(columns, rows, f"Held: take each in or discard it. Times in {ZONE}")


def _text(held: dict[str, Any]) -> str:
    if held["text"] is not None:
        return str(held["text"])
    return "gone" if held["length"] is None else f"({held['length']} characters, for its coordinator to read)"


def _confirmed(held: dict[str, Any]) -> str:
    if not held["has_address"]:
        return "no address"
    return "yes" if held["confirmed"] else "not yet"
