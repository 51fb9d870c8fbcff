"""`talkoot model`: an operating model of one's own, checked and tried here, published where Talkoot runs."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import model_changes
from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer
from cli.sentences import Failed

if TYPE_CHECKING:
    from domain.operating_model import OperatingModel
    from domain.publishing import Trial
    from domain.refusals import ModelInvalid
    from domain.simulating import Course

app = typer.Typer(
    no_args_is_help=True, help="Operating models, the rules that initiatives run by: check, try, publish."
)
app.add_typer(model_changes.app, name="change")
File = Annotated[Path, typer.Argument(metavar="FILE", help="The model as YAML; operating_models/ holds examples.")]
Preview = Annotated[bool, typer.Option("--preview", help="Read and try the model there, and keep nothing.")]


@app.command()
def check(file: File) -> None:
    """Read a model strictly: a wrong word, number or reference is told with its place, and what to write there."""
    model = _read(file)
    typer.echo(f"{model.id} {model.version} is a model that can be tried: talkoot model simulate {file}")


@app.command()
def simulate(file: File, as_json: AsJson = False) -> None:
    """Play a model by its rules: everybody answers, or nobody from a phase on. Ends with 1 if it may not be run."""
    from domain.refusals import ModelInvalid

    led = _tried(_read(file))
    courses = {"everybody answers": led.everybody}
    courses |= {f"silence from {phase} on": silent for phase, silent in led.silent.items()}
    print_answer({name: _told(one) for name, one in courses.items()}, as_json, _tables)
    try:
        led.require()
    except ModelInvalid as fault:
        raise _failed(f"{file.name}: {fault.reason}", fault) from None


@app.command()
def publish(
    file: File, preview: Preview = False, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False
) -> None:
    """Propose a model to a running Talkoot, which tries it. Once two people have approved it, initiatives may start."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Failed(f"the model cannot be read: {file}: {error.strerror}") from None
    answer = client_for(url, key, data).send_model(content, preview=preview)
    print_answer(answer, as_json, lambda answer: _models([answer["model"]]))


@app.command()
def approve(
    model: Annotated[str, typer.Argument(metavar="ID")],
    version: Annotated[str, typer.Argument(metavar="VERSION")],
    sha256: Annotated[str, typer.Argument(metavar="SHA256", help="Of the rules that you have read.")],
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Approve a proposed model as it stands; the second approval publishes it for good."""
    client = client_for(url, key, data)
    answer = client.post(f"/models/{model}/{version}/approve", {"sha256": sha256}, secrets.token_hex(16))
    print_answer(answer, as_json, lambda answer: _models([answer]))


@app.command("list")
def models(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """List the models of a running Talkoot: those that ship with it, and those proposed there."""
    print_answer(client_for(url, key, data).get("/models"), as_json, _models)


def _models(rows: list[dict[str, Any]]) -> Any:
    from cli.tables import table

    columns = ("id", "version", "sha256", "ships", "approvals", "published_at")
    yield table(columns, ([row[column] for column in columns] for row in rows))


def _read(file: Path) -> OperatingModel:
    from domain.refusals import ModelInvalid
    from operating_models.load import read

    try:
        return read(file)
    except OSError as error:
        raise Failed(f"the model cannot be read: {file}: {error.strerror}") from None
    except ModelInvalid as fault:
        raise _failed(fault.reason, fault) from None


def _failed(reason: str, fault: ModelInvalid) -> Failed:
    where = f" (at {fault.path})" if fault.path else ""
    return Failed(f"{reason}{where}" + (f": {fault.remedy}" if fault.remedy else ""))


def _tried(model: OperatingModel) -> Trial:
    from datetime import UTC, datetime

    from domain.publishing import trial
    from operating_models.pin import pin

    now = datetime.now(UTC)
    return trial(model, pin(model.calendar.zone, model.calendar.holidays, now.date()), now)


def _told(led: Course) -> dict[str, Any]:
    from domain.wire import plain

    told: dict[str, Any] = plain(led)
    return told


def _tables(courses: dict[str, Any]) -> Any:
    from cli.tables import ZONE, moment, table

    columns = ("phase", "round", "opened_at", "left_at", "exit", "taken_by")
    for name, led in courses.items():
        rows = ([passage.get(column) for column in columns] for passage in led["passages"])
        end = led.get("outcome") or "no end"
        title = f"If {name}: {end} at {moment(led['ended_at'])} ({ZONE}), reminders: {led['reminders']}"
        yield table(columns, rows, title)
