"""`talkoot model change`: running initiatives go on by another version of their operating model."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer

if TYPE_CHECKING:
    from cli.client import Client

app = typer.Typer(
    no_args_is_help=True,
    help="Let running initiatives go on by another version: try it, propose it, let another approve it, apply it.",
)
Change = Annotated[str, typer.Argument(metavar="ID", help="Of the change, as 'talkoot model change list' prints it.")]
Model = Annotated[str, typer.Argument(metavar="MODEL", help="The id of a published model.")]
Version = Annotated[str, typer.Argument(metavar="VERSION", help="Its version.")]
_AT_ONCE = 10


@app.command("try")
def try_one(
    initiative: Annotated[str, typer.Argument(metavar="INITIATIVE")],
    model: Model,
    version: Version,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show what would change in one initiative, and the hash by which it is proposed with 'talkoot say'."""
    answer = client_for(url, key, data).get(f"/initiatives/{initiative}/model-change", model=model, version=version)
    print_answer(answer, as_json, _dry_run)


@app.command()
def propose(
    from_model: Annotated[str, typer.Argument(metavar="FROM_MODEL")],
    from_version: Annotated[str, typer.Argument(metavar="FROM_VERSION")],
    to_model: Model,
    to_version: Version,
    reason: Annotated[str, typer.Option(help="Why, in a sentence or two: it is told in each initiative.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Try it on every initiative, and keep nothing.")] = False,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Try a change on all initiatives that go by a version, and propose it. Another administrator approves it."""
    body = {
        "from_model": from_model,
        "from_version": from_version,
        "to_model": to_model,
        "to_version": to_version,
        "reason": reason,
    }
    path = f"/model-changes?dry_run={str(dry_run).lower()}"
    print_answer(client_for(url, key, data).post(path, body, secrets.token_hex(16)), as_json, _change)


@app.command()
def approve(
    change: Change,
    sha256: Annotated[str, typer.Argument(metavar="SHA256", help="Of the list that you have read.")],
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Approve what another administrator has proposed, as it stands."""
    answer = _said(client_for(url, key, data), change, "approve", {"sha256": sha256})
    print_answer(answer, as_json, _change)


@app.command()
def apply(change: Change, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Work through an approved change until nothing is left. Stopped anywhere, it goes on when it is called again."""
    client = client_for(url, key, data)
    answer = _said(client, change, "apply", {"most": _AT_ONCE})
    while left := answer["counts"].get("tried"):
        typer.echo(f"{left} left", err=True)
        answer = _said(client, change, "apply", {"most": _AT_ONCE})
    print_answer(answer, as_json, _change)


@app.command()
def retry(change: Change, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Try again what could not be changed or has moved on. It is approved anew then."""
    print_answer(_said(client_for(url, key, data), change, "retry", {}), as_json, _change)


@app.command()
def show(change: Change, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Show a change, and what has become of each initiative in it."""
    print_answer(client_for(url, key, data).get(f"/model-changes/{change}"), as_json, _change)


@app.command("list")
def changes(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """List all changes, the newest first."""
    print_answer(client_for(url, key, data).get("/model-changes"), as_json, _changes)


def _said(client: Client, change: str, what: str, body: dict[str, Any]) -> Any:
    return client.post(f"/model-changes/{change}/{what}", body, secrets.token_hex(16))


def _changes(rows: list[dict[str, Any]]) -> Any:
    from cli.tables import table

    columns = ("id", "from_version", "to_version", "proposed_at", "approved_at", "counts")
    yield table(columns, ([*(row[name] for name in columns[:-1]), _counted(row)] for row in rows))


def _change(answer: dict[str, Any]) -> Any:
    from cli.tables import table

    columns = ("initiative", "state", "dry_run", "why", "seq")
    yield f"{answer['id'] or 'Not kept'}: {_counted(answer) or 'no initiative'}; SHA-256 {answer['sha256']}"
    yield table(columns, ([row[column] for column in columns] for row in answer["initiatives"]))


def _counted(answer: dict[str, Any]) -> str:
    return ", ".join(f"{count} {state}" for state, count in answer["counts"].items())


def _dry_run(answer: dict[str, Any]) -> Any:
    from cli.foreseen import mail
    from cli.tables import table

    shows = answer["shows"]
    yield f"SHA-256 {answer['sha256']}"
    yield table(("rule", "before", "after"), ([one["path"], one["before"], one["after"]] for one in shows["rules"]))
    moved = ([one["obligation"] or shows["phase"], one["due"], one["due_after"]] for one in shows["clocks"])
    yield table(("deadline", "before", "after"), moved, "Deadlines that move later")
    new = ([one["part"], one["duty"], one["due"]] for one in shows["new"])
    yield table(("part", "new duty", "due"), new, f"Asked after {shows['notice']}")
    yield from mail(answer["mail"])
    for name in ("released", "kept", "rhythms", "dropped", "weakens"):
        if shows[name]:
            yield table((name,), ([one] for one in shows[name]))
