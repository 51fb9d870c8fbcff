"""`talkoot load`: what people, organisations and sectors are asked in all initiatives together, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer

Json = dict[str, Any]


class By(str, Enum):  # noqa: UP042 - typer shows the values of a plain enum
    """Whose load is told."""

    person = "person"
    organisation = "organisation"
    sector = "sector"


def load(
    person: Annotated[str | None, typer.Argument(metavar="PERSON", help="One person of the register, by id.")] = None,
    by: Annotated[By, typer.Option(help="Whose load, the most first.")] = By.person,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many.")] = 50,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show what people are asked in all their initiatives together, and what of it is too much."""
    client = client_for(url, key, data)
    if person is not None:
        print_answer(client.get(f"/load/{person}"), as_json, _of_one)
    else:
        print_answer(client.get("/load", by=by.value, limit=limit), as_json, _page)


def _page(page: Json) -> Iterator[Any]:
    from rich.text import Text

    from cli.tables import table

    yield table(_COLUMNS, [_row(one) for one in page["loads"]])
    limits = ", ".join(f"{what} {most}" for what, most in page["limits"].items())
    refused, told = (
        "a start beyond them is refused without a reason",
        "'talkoot start --preview' tells of a start beyond",
    )
    held = refused if page["guards"] else told
    yield Text(f"Bearable for one person: {limits}; {held}")


_COLUMNS = ("of", "name", "open duties", "letters in 30 days", "seats", "due by week", "beyond")


def _row(one: Json) -> list[Any]:
    load, beyond = one["load"], [f"{excess['what']} {excess['amount']}/{excess['most']}" for excess in one["beyond"]]
    return [one["of"], one["name"], load["duties"], load["letters"], load["seats"], load["weeks"], beyond]


def _of_one(found: Json) -> Iterator[Any]:
    from rich.text import Text

    from cli.tables import table

    yield table(_COLUMNS, [_row(found["load"])])
    weeks = ", ".join(str(number) for number in found["to_come"])
    yield Text(f"To be asked by the clock in the weeks to come: {weeks}")
    yield Text(f"In: {', '.join(found['initiatives']) or 'no initiative'}")
