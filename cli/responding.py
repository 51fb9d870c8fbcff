"""`talkoot response`: when answers come, behind which letter, and from which sectors, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer

Json = dict[str, Any]
BEFORE = "before any"


def response(
    initiative: Annotated[str | None, typer.Argument(metavar="ID", help="One initiative; without it, all.")] = None,
    days: Annotated[int, typer.Option(min=1, max=3660, help="Of all: what was asked in so many days.")] = 365,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show what works: how many answered, on which day, behind which reminder, and from which sectors."""
    client = client_for(url, key, data)
    found = client.get(f"/initiatives/{initiative}/response") if initiative else client.get("/response", days=days)
    print_answer(found, as_json, _shown)


def _shown(found: Json) -> Iterator[Any]:
    from rich.text import Text

    from cli.tables import table

    if found["answered"] is None:
        yield Text(f"{found['asked']} asked: too few to tell more.")
        return
    yield Text(f"{found['asked']} asked, {found['answered']} answered.")
    steps = ([_step(one), one["actions"], one["letters"], one["answers"]] for one in found["by_step"])
    yield table(("step (0: first letter)", "what it does", "letters", "answers behind it"), steps)
    days = ([_span(one), one["answers"], one["reminders"]] for one in found["by_day"])
    yield table(("day since asked", "answers", "reminders"), days)
    yield table(("sectors", "asked", "answers"), ([o["sectors"], o["asked"], o["answers"]] for o in found["by_sector"]))


def _step(part: Json) -> str:
    """Which letters answers came behind; those before any letter have a step of their own, -1."""
    if part["first"] >= 0:
        return _span(part)
    return BEFORE if part["last"] < 0 else f"{BEFORE}, 0" if part["last"] == 0 else f"{BEFORE}, 0–{part['last']}"


def _span(part: Json) -> str:
    return str(part["first"]) if part["first"] == part["last"] else f"{part['first']}–{part['last']}"
