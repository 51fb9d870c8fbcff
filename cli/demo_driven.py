"""The demo that drives one initiative to its end, checks its chain both ways, and sums it up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from cli.demo_stack import demo_stack
from cli.recoveries import sentences
from cli.sentences import Failed
from cli.tables import as_printed, show, table
from demo.api import connected
from demo.run_through import run_through
from stack.histories import count_events
from stack.verifying import verify_ledger

Json = dict[str, Any]


async def drive(folder: Path) -> Json:
    """The summary of one initiative driven through. Raises Unexpected, Failed, and what the stack raises."""
    progress = Console(stderr=True, highlight=False, soft_wrap=True)
    progress.print(f"Starting Talkoot on {folder} …")
    async with demo_stack(folder, port=0, ui=False) as (here, keys):
        for found in sentences(here.recovery, here.parts.settings.data):
            progress.print(f"  {found}", markup=False)
        async with connected(here.api_url, keys.coordinator) as api:
            summary = await run_through(api, lambda what: progress.print(f"  {what}", markup=False))
        verified = await verify_ledger(here.parts.database)
        if verified.broken:
            raise Failed(f"the ledger is broken: {verified.broken[0]}")
        summary["history_events"] = await count_events(here.temporal, summary["initiative"])
        progress.print("Ending …")
    return summary


def tell_of(summary: Json, as_json: bool) -> None:
    """Print the summary on stdout."""
    if as_json:
        typer.echo(as_printed(summary))
        return
    phases = [[phase["phase"], phase["exit"], f"{phase['seconds']:.1f}"] for phase in summary["phases"]]
    letters = ", ".join(f"{number} {outcome}" for outcome, number in summary["letters"].items())
    show(
        table(("phase", "exit", "seconds"), phases, f"Initiative {summary['initiative']}"),
        f"{summary['interactions']} interactions, {summary['refusals']} refusals; letters: {letters}",
        f"{summary['entries']} ledger entries, chain verified; {summary['history_events']} events in Temporal",
        f"{summary['seconds']} seconds",
    )
