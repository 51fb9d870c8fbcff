"""`talkoot say`: everything that can be said to an initiative, as the running API describes it.

The commands are not listed here: the description names them with their fields, so this says what the API takes today.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer
from cli.sentences import Failed

if TYPE_CHECKING:
    from cli.client import Client

Json = dict[str, Any]
_SAID = "/api/v1/initiatives/{initiative}/"
_PREVIEW = "/preview"


def say(
    initiative: Annotated[str, typer.Argument(metavar="ID", help="The id of the initiative.")],
    command: Annotated[
        str | None,
        typer.Argument(metavar="COMMAND", help="What to say, like convening/name-chair; without it, all are listed."),
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIELD=VALUE…", help="Its fields; a list, number or mapping as JSON."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what it would do, and who would get which letter.")
    ] = False,
    once: Annotated[
        str | None, typer.Option("--idempotency-key", help="Your own word for this: sent again, it counts once.")
    ] = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Say something to an initiative: answer for a seat, decide, correct, record. Prints what stands in the ledger.

    For a seat that answered by phone or on paper, add for_seat=SEAT channel=phone.
    """
    client = client_for(url, key, data)
    described = client.get("/openapi.json")
    known = {path.removeprefix(_SAID): ways["post"] for path, ways in _said(described)}
    if command is None:
        print_answer(list(known), as_json, lambda _: _listing(known))
        return
    name = command.replace(".", "/").replace("_", "-").removeprefix("initiative/")
    if name not in known:
        raise Failed(f"nobody understands '{command}': 'talkoot say {initiative}' lists what can be said")
    body = _body(described, known[name], fields or [])
    if dry_run:
        print_answer(_tried(client, initiative, name, known, body), as_json, _foreseen)
        return
    print_answer(_answered(client, initiative, name, body, once), as_json, _told)


def _answered(client: Client, initiative: str, name: str, body: Json, once: str | None) -> Any:
    return client.post(f"/initiatives/{initiative}/{name}", body, once or secrets.token_hex(16))


def _tried(client: Client, initiative: str, name: str, known: dict[str, Json], body: Json) -> Any:
    """What the command would do. Raises Failed for one that is not tried beforehand."""
    if f"{name}{_PREVIEW}" not in known:
        tried = ", ".join(sorted(path.removesuffix(_PREVIEW) for path in known if path.endswith(_PREVIEW)))
        raise Failed(f"'{name}' has no dry run: it concerns its speaker alone. These have one: {tried}")
    return _answered(client, initiative, f"{name}{_PREVIEW}", body, None)


def _foreseen(answer: Json) -> Iterator[Any]:
    from cli.foreseen import looked_ahead

    yield from looked_ahead(answer)


def _said(described: Json) -> Iterator[tuple[str, Json]]:
    """The routes by which something is said to one initiative."""
    for path, ways in described["paths"].items():
        if path.startswith(_SAID) and "application/json" in ways.get("post", {}).get("requestBody", {}).get(
            "content", {}
        ):
            yield path, ways


def _listing(known: dict[str, Json]) -> Iterator[Any]:
    from cli.tables import table

    said = {name: route for name, route in known.items() if not name.endswith(_PREVIEW)}
    rows = ((name, route["description"].partition("\n")[0]) for name, route in sorted(said.items()))
    yield table(("command", "what it says"), rows)


def _body(described: Json, route: Json, fields: list[str]) -> Json:
    """The body that the fields on the command line give. Raises Failed for one that the command does not have."""
    schema = _found(described, route["requestBody"]["content"]["application/json"]["schema"])
    kinds: Json = schema.get("properties", {})
    body: Json = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals or name not in kinds:
            raise Failed(f"'{field}' is no field of this: write NAME=VALUE, where NAME is one of {', '.join(kinds)}")
        body[name] = value if _is_text(described, kinds[name]) else _read(name, value)
    return body


def _is_text(described: Json, kind: Json) -> bool:
    """Whether a field takes text as it stands."""
    kind = _found(described, kind)
    return kind.get("type") == "string" or any(_is_text(described, one) for one in kind.get("anyOf", ()))


def _read(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise Failed(f"{name} is no text: write it as JSON, like {name}=2, {name}=true or {name}='[\"a\"]'") from None


def _found(described: Json, kind: Json) -> Json:
    """A schema, or the one that it names."""
    while "$ref" in kind:
        kind = described["components"]["schemas"][kind["$ref"].rpartition("/")[2]]
    return kind


def _told(answer: Json) -> Iterator[Any]:
    from rich.text import Text

    from cli.tables import as_printed

    yield Text(f"Entry {answer['seq']}: {answer['happened']}")
    yield Text(as_printed(answer["recorded"]))
