"""`talkoot letters`: why somebody did or did not get one, the balance, what became of those that are held, what people
want of theirs, and what is to be printed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any

import typer

from cli import letter_wishes, paper_letters, sending
from cli.installation import AsJson, Data
from cli.remote import Id, Key, Language, Url, client_for, print_answer
from cli.sentences import Failed, Sentences

Json = dict[str, Any]
app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Letters: why, what people want, what to print.")


class Said(str, Enum):  # noqa: UP042 - typer shows the values of a plain enum
    """What a person may say of a held letter."""

    sent = "sent"
    not_sent = "not_sent"


@app.callback()
def letters() -> None:
    """Letters: why somebody got one or not, what people want of theirs, and what is to be printed."""


app.command("stops")(letter_wishes.stops)
app.command("stop")(letter_wishes.stop)
app.command("allow")(letter_wishes.allow)
app.command("open-address")(letter_wishes.open_address)
app.command("to-print")(paper_letters.to_print)
app.command("print")(paper_letters.print_letter)
app.command("posted")(paper_letters.posted)
app.command("status")(sending.status)
app.command("pause")(sending.pause)
app.command("resume")(sending.resume)


@app.command()
def why(
    initiative: Id,
    letter: Annotated[str | None, typer.Option(metavar="ID", help="This letter, and which step comes next.")] = None,
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="All to this person: an id from 'talkoot register list persons'.")
    ] = None,
    seat: Annotated[
        str | None, typer.Option(metavar="ID", help="All about what this seat is asked: 'talkoot register list seats'.")
    ] = None,
    obligation: Annotated[
        str | None, typer.Option(metavar="ID", help="All about this obligation, as 'talkoot show --json' names it.")
    ] = None,
    language: Annotated[Language, typer.Option(help="The language to tell it in.")] = Language.fi,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Tell why somebody did, or did not, get a letter: each step with what became of it, and what is yet to come."""
    client, path = client_for(url, key, data), f"/initiatives/{initiative}/letters"
    asked = {"person": person, "seat": seat, "obligation": obligation}
    if letter is not None:
        if any(asked.values()):
            raise Failed("ask about one letter, or about a person, seat or obligation, not both")
        found = client.get(f"{path}/{letter}", language=language.value)
        print_answer(found, as_json, lambda told: _told(told["letter"], told["text"].splitlines()))
        return
    if not any(asked.values()):
        raise Failed("say whose letters: --letter ID, --person ID, --seat ID or --obligation ID")
    found = client.get(path, **asked, language=language.value)
    print_answer(found, as_json, lambda steps: (line for step in steps for line in _told(step, step["told"])))


@app.command()
def balance(
    initiative: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The initiative; left out, all of them (auditors, admins).")
    ] = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show what became of all letters that were due: each was sent, or is told why not."""
    path = f"/initiatives/{initiative}/letters/balance" if initiative else "/letters/balance"
    print_answer(client_for(url, key, data).get(path), as_json, _balances)


@app.command()
def settle(
    initiative: Id,
    letter: Annotated[str, typer.Argument(metavar="LETTER", help="The held letter: 'talkoot letters why' shows ids.")],
    said: Annotated[Said, typer.Option("--as", help="What became of it.")],
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Say what became of a held letter. The ledger tells who said it."""
    path = f"/initiatives/{initiative}/letters/{letter}/settle"
    found = client_for(url, key, data).post(path, {"as": said.value}, secrets.token_hex(16))
    print_answer(found, as_json, lambda steps: (line for step in steps for line in _told(step, step["told"])))


def _told(step: Json, sentences: list[str]) -> Iterator[Any]:
    from rich.text import Text

    rule = f"  {step['model']} {step['rule']}" if step["rule"] else ""
    yield Text(f"{step['id'] or '(no letter)'}  {step['state']}{rule}", style="bold")
    yield from (Text(f"  {sentence}") for sentence in sentences)


def _balances(found: Json) -> Iterator[Any]:
    from rich.text import Text

    from cli.tables import table

    total = found.get("total", found)
    rows = {**found.get("obligations", {}), "in all": total}
    columns = [name for name in total if name not in ("closes", "reasons")]
    yield table(("about", *columns), ([about, *(row[name] for name in columns)] for about, row in rows.items()))
    yield Text(", ".join(f"{why}: {number}" for why, number in total["reasons"].items()))
    yield Text("The balance closes." if total["closes"] else "The balance does not close: run 'talkoot verify'.")
