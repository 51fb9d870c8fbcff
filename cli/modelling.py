"""`talkoot model`: an operating model of one's own, checked and tried before anybody runs on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.installation import AsJson
from cli.sentences import Failed

if TYPE_CHECKING:
    from domain.operating_model import OperatingModel
    from domain.publishing import Trial
    from domain.refusals import ModelInvalid
    from domain.simulating import Course

app = typer.Typer(no_args_is_help=True, help="Check and try operating models: the rules that initiatives run by.")
File = Annotated[Path, typer.Argument(metavar="FILE", help="The model as YAML; operating_models/ holds examples.")]


@app.command()
def check(file: File) -> None:
    """Read a model strictly: a wrong word, number or reference is told with its place, and what to write there."""
    model = _read(file)
    typer.echo(f"{model.id} {model.version} is a model that can be tried: talkoot model simulate {file}")


@app.command()
def simulate(file: File, as_json: AsJson = False) -> None:
    """Play a model by its rules: everybody answers, or nobody from a phase on. Ends with 1 if it may not be run."""
    from cli.remote import print_answer
    from domain.refusals import ModelInvalid

    led = _tried(_read(file))
    courses = {"everybody answers": led.everybody}
    courses |= {f"silence from {phase} on": silent for phase, silent in led.silent.items()}
    print_answer({name: _told(one) for name, one in courses.items()}, as_json, _tables)
    try:
        led.require()
    except ModelInvalid as fault:
        raise _failed(f"{file.name}: {fault.reason}", fault) from None


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
