"""`talkoot doctor`: looks at everything an installation needs, and says what to do."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.installation import AsJson, Data

if TYPE_CHECKING:
    from stack.doctor.findings import Finding

_COLOURS = {"ok": "green", "warning": "yellow", "fault": "red"}


def doctor(
    data: Data = None,
    send_to: Annotated[
        str | None,
        typer.Option("--send-to", metavar="ADDRESS", help="Send one test letter there; otherwise none is sent."),
    ] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Hold the ledger against a checkpoint that came by mail.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Examine settings, keys, database, Temporal, mail, clocks and disk, and say what to do: exit code 1 on faults."""
    import asyncio

    from cli.tables import as_printed
    from stack.doctor.examining import examined

    found = asyncio.run(examined(data, send_to, checkpoint=checkpoint))
    if as_json:
        typer.echo(as_printed([asdict(finding) for finding in found]))
    else:
        for finding in found:
            _show(finding)
    if any(finding.level == "fault" for finding in found):
        raise typer.Exit(1)


def _show(finding: Finding) -> None:
    typer.secho(f"{finding.level:<8}", fg=_COLOURS[finding.level], nl=False)
    typer.echo(f"{finding.part}: {finding.said}")
    if finding.remedy:
        typer.echo(f"{'':<8}→ {finding.remedy}")
