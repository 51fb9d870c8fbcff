"""`talkoot timeline` and `talkoot trace`: histories by what is asked, and a result back to what it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer

Json = dict[str, Any]
About = Annotated[str | None, typer.Argument(metavar="INITIATIVE", help="Its id; without one, the house itself.")]
Seat = Annotated[str | None, typer.Option(metavar="ID", help="Only what is about this seat.")]
Duty = Annotated[str | None, typer.Option("--obligation", metavar="ID", help="Only what is about this obligation.")]
Person = Annotated[str | None, typer.Option(metavar="ID", help="Only what is by, to or about this person: per_….")]
Since = Annotated[str | None, typer.Option(metavar="INSTANT", help="From then on, as 2026-03-02T10:00:00Z.")]
Until = Annotated[str | None, typer.Option(metavar="INSTANT", help="Before then: the history as it stood.")]
Names = Annotated[bool, typer.Option("--names", help="With the names of people, where they are not erased.")]
Language = Annotated[str, typer.Option(help="fi, sv or en.")]


def timeline(
    initiative: About = None,
    seat: Seat = None,
    obligation: Duty = None,
    person: Person = None,
    since: Since = None,
    until: Until = None,
    names: Names = False,
    language: Language = "fi",
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Tell a history in sentences: of an initiative with its letters, or of the house (auditors, administrators)."""
    path = f"/initiatives/{initiative}/timeline" if initiative else "/house/timeline"
    asked = {"seat": seat, "obligation": obligation, "person": person, "since": since, "until": until}
    wanted = {name: value for name, value in asked.items() if value is not None} | {"language": language}
    found = client_for(url, key, data).timeline(path, **wanted, **({"names": "true"} if names else {}))
    print_answer(list(found), as_json, _rows)


def trace(
    initiative: Annotated[str, typer.Argument(metavar="INITIATIVE", help="Its id.")],
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim's id, as c1.")],
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Follow a claimed result back: claim, observations, the source of each figure, who verified it."""
    found = client_for(url, key, data).get(f"/initiatives/{initiative}/claims/{claim}/trace")
    print_answer(found, as_json, _chain)


def _rows(found: list[Json]) -> Iterator[Any]:
    from cli.tables import ZONE, table

    columns = ("stream", "seq", "time", "told", "who", "name")
    rows = ([row["stream"].partition(":")[0], *(row[column] for column in columns[1:])] for row in found)
    yield table(columns, rows, f"Times in {ZONE}")


def _chain(found: Json) -> Iterator[Any]:
    from cli.tables import table

    yield table(("entry", "what", "by", "says"), _links(found), f"Claim {found['claim']} of {found['initiative']}")


def _links(found: Json) -> Iterator[list[Any]]:
    """The links of the chain, from the claim back and on to its verdicts."""
    erased = "(erased)"
    yield [_place(found), "claim", found["seat_name"] or "coordinator", found["text"] or erased]
    for one in found["observations"]:
        number = one["value"]["number"]
        said = "could not be obtained" if number is None else number
        yield [_place(one), f"observation {one['observation']}", one["seat_name"] or one["seat"], said]
        if source := one["source"]:
            texts = " / ".join(text for text in (source["definition"], source["source"]) if text) or erased
            owner = source["owner_name"] or source["owner"]
            yield [source["entry"], f"source {source['indicator']}", owner, texts]
    for one in found["verdicts"]:
        says = f"{one['verdict']}: {one['grounds'] or erased}"
        yield [_place(one), "verdict", one["verifier_name"] or one["verifier"], says]


def _place(link: Json) -> str:
    superseded = link["superseded_by"]
    return f"{link['entry']} (superseded by {superseded})" if superseded else str(link["entry"])
