"""The demo that stands until Ctrl-C: seeded once, with one initiative waiting for answers."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from cli.demo_stack import LOG, DemoKeys, demo_stack
from cli.recoveries import sentences
from cli.tables import ZONE, moment
from demo.api import connected
from demo.standing import Standing, standing
from stack import ports
from stack.links import link_of
from stack.up import Running, until_signalled

Rows = tuple[tuple[str, str], ...]
WIDTH = 28
PORT = 8000  # where people look first; another one when it is taken, and then that one again
NOTE = "demo.port"


async def stand(folder: Path) -> None:
    """Start the demo, say where everything is, and wait for Ctrl-C. Raises what the stack raises."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Starting Talkoot on {folder} …")
    port = ports.claim_again(folder / NOTE, PORT)
    async with demo_stack(folder, port=port, ui=True) as (here, keys):
        ports.keep(folder / NOTE, port)
        for found_missing in sentences(here.recovery, here.parts.settings.data):
            console.print(found_missing, markup=False)
        async with connected(here.api_url, keys.coordinator) as api:
            found = await standing(api)
        console.print(_greeting(found))
        for name, value in (*await _addresses(here, found), *await _credentials(here, keys, found)):
            console.print(f"{name:<{WIDTH}}  {value}", markup=False)
        console.print(f"The log is in {folder / LOG}. Ctrl-C ends it; a later start goes on where it was.")
        await until_signalled()
        console.print("Ending …")


def _greeting(found: Standing) -> str:
    if found.is_new:
        return f"The register is seeded ({found.entered} rows), and an initiative in {found.village} has begun."
    return f"Going on where it was: the initiative in {found.village} is in {found.phase}."


async def _addresses(here: Running, found: Standing) -> Rows:
    url, first = here.api_url, found.letters_from
    waiting = f" (empty until {moment(first.isoformat())} {ZONE}, when letters may go)" if first else ""
    outbox = (
        f"{url}/dev/outbox{waiting}" if here.parts.settings.outbox else "(none: letters are sent, or others listen)"
    )
    return (
        ("API and its documentation", f"{url}/docs"),
        ("The initiative", f"{url}/api/v1/initiatives/{found.initiative}"),
        ("Its workflow in Temporal", await _workflow(here, found.initiative)),
        ("Letters (development outbox)", outbox),
    )


async def _workflow(here: Running, initiative: str) -> str:
    run = await _run(here.temporal, initiative)
    if run is None:
        return "(Temporal keeps nothing of it)"
    return here.ui_link(initiative, run) or "(no pages)"


async def _run(temporal: Client, initiative: str) -> str | None:
    """The id of the latest run; None when the server has none of it, or has forgotten it since its end."""
    try:
        return (await temporal.get_workflow_handle(initiative).describe()).run_id
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        return None


async def _credentials(here: Running, keys: DemoKeys, found: Standing) -> Rows:
    parts = here.parts
    token = await parts.database.write(lambda session: link_of(session, parts.keys, found.initiative, found.seat))
    trial = f"TALKOOT_URL={here.api_url} TALKOOT_KEY={keys.coordinator} .venv/bin/talkoot show {found.initiative}"
    return (
        ("Key of the coordinator", keys.coordinator),
        ("Key of the auditor", keys.auditor),
        ("A participant's own page", f"{here.api_url}/p/{token} ({found.holder})" if token else "(no letter yet)"),
        ("The same over the API", f"{here.api_url}/api/v1/personal, with the last part of that address as token"),
        ("Send a key or token as", "Authorization: Bearer …"),
        ("Try", trial),
    )
