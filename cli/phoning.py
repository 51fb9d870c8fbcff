"""`talkoot phone-list` and `talkoot called`: whom to call, and how a call went, over HTTP."""

from __future__ import annotations

import secrets
import shlex
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Id, Key, Url, client_for, print_answer

Json = dict[str, Any]


class Result(str, Enum):  # noqa: UP042 - typer shows the values of a plain enum
    """How a call went."""

    no_answer = "no_answer"
    will_answer = "will_answer"
    declined = "declined"
    wrong_number = "wrong_number"
    call_back = "call_back"


class Language(str, Enum):  # noqa: UP042
    """The languages that people may have."""

    fi = "fi"
    fi_selko = "fi-selko"
    sv = "sv"
    en = "en"


def phone_list(
    initiative: Annotated[str | None, typer.Option(metavar="ID", help="Of this initiative only.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at once.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="Go on after a page: what it printed at its end.")] = None,
    language: Annotated[Language, typer.Option(help="The language of its sentences.")] = Language.fi,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show whom to call, the longest overdue first: why, by which number, and how to enter the answer."""
    asked = {"initiative": initiative, "limit": limit, "cursor": cursor, "language": language.value}
    print_answer(client_for(url, key, data).get("/phone-list", **asked), as_json, _page)


def called(
    initiative: Id,
    obligation: Annotated[str, typer.Argument(metavar="OBLIGATION", help="What the call was about: as the list says.")],
    result: Annotated[Result, typer.Argument(metavar="RESULT", help=f"One of: {', '.join(Result)}.")],
    actor: Annotated[
        str | None, typer.Option(help="Who was called, by the id in the list's JSON; else the first.")
    ] = None,
    again_on: Annotated[str | None, typer.Option(help="With call_back: the day, 2026-12-01.")] = None,
    note: Annotated[str | None, typer.Option(help="Kept with the called person's texts, and erased with them.")] = None,
    once: Annotated[
        str | None, typer.Option("--idempotency-key", help="Your own word for this call: sent again, it counts once.")
    ] = None,
    language: Annotated[Language, typer.Option(help="The language to tell it in.")] = Language.fi,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Keep how a call went: nobody answered, or when to call again. What they answered is said with 'talkoot say'."""
    said = {"obligation": obligation, "result": result.value, "actor": actor, "again_on": again_on, "note": note}
    body = {name: value for name, value in said.items() if value is not None}
    path = f"/phone-list/{initiative}/called?language={language.value}"
    kept = client_for(url, key, data).post(path, body, once or secrets.token_hex(16))
    print_answer(kept, as_json, _told)


def _told(call: Json) -> Iterator[Any]:
    from rich.text import Text

    yield Text(call["said"])


def _page(page: Json) -> Iterator[Any]:
    from rich.text import Text

    for line in page["lines"]:
        yield Text("\n".join(_line(line)))
        yield Text("")
    if not page["lines"]:
        yield Text("Nobody needs to be called.")
    if page["cursor"]:
        yield Text(f"There are more: --cursor {page['cursor']}")


def _line(line: Json) -> Iterator[str]:
    yield f"{line['organisation']} ({line['role']}): {line['title'] or line['initiative']}"
    for one in line["people"]:
        yield f"  {one['contact']}. {one['said']}"
    yield f"  {line['asked']} {line['takes']}"
    for call in line["calls"]:
        yield f"  {call['said']}{' ' + call['note'] if call['note'] else ''}"
    for way in line["answers"]:
        yield f"  {way['say']}"
    yield f"  talkoot called {line['initiative']} {shlex.quote(line['obligation'])} no_answer"
