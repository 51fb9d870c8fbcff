"""`talkoot look`: whatever can be read of an initiative beside its overview, by what the running API describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Id, Key, Url, client_for, print_answer
from cli.sentences import Failed

Json = dict[str, Any]
_READ = "/api/v1/initiatives/{initiative}/"


def look(
    initiative: Id,
    what: Annotated[
        str | None,
        typer.Argument(metavar="WHAT", help="What to read, like lessons or dependants/c1; without it, all are listed."),
    ] = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Read one thing of an initiative: lessons, conditions, indicators, hours, or what depends on a commitment."""
    from cli.readings import reading, seats_in

    def shown(found: Any) -> Iterator[Any]:
        return reading(found, client.seats(seats_in(found)))

    client = client_for(url, key, data)
    known = dict(_known(client.get("/openapi.json")))
    if what is None:
        print_answer(list(known), as_json, lambda _: _listing(known))
        return
    if not any(_is(name, what) for name in known):
        raise Failed(f"there is no '{what}' to read: 'talkoot look {initiative}' lists what there is")
    print_answer(client.get(f"/initiatives/{initiative}/{what}"), as_json, shown)


def _known(described: Json) -> Iterator[tuple[str, Json]]:
    """What is read of one initiative, with its route."""
    for path, ways in described["paths"].items():
        if path.startswith(_READ) and "get" in ways and "text/csv" not in _answers(ways["get"]):
            yield path.removeprefix(_READ), ways["get"]


def _answers(route: Json) -> Json:
    """In which media types a route answers."""
    found: Json = route["responses"].get("200", {}).get("content", {})
    return found


def _is(name: str, what: str) -> bool:
    """Whether a name of the description (`dependants/{thing}`) is that of what is asked for."""
    parts, asked = name.split("/"), what.split("/")
    return len(parts) == len(asked) and all(
        part == one or part.startswith("{") for part, one in zip(parts, asked, strict=True)
    )


def _listing(known: dict[str, Json]) -> Iterator[Any]:
    from cli.tables import table

    rows = ((name, route["description"].partition("\n")[0]) for name, route in sorted(known.items()))
    yield table(("what", "what it tells"), rows)
