"""The demo that stands until Ctrl-C: seeded once, with one initiative waiting for answers."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from cli.demo_stack import LOG, DemoKeys, demo_stack
from demo.api import connected
from demo.standing import Standing, standing
from stack import ports
from stack.links import link_of
from stack.up import Running, until_signalled

Rows = tuple[tuple[str, str], ...]
WIDTH = 28
PORT = 8000  # where people look first; a free one when it is taken


async def stand(folder: Path) -> None:
    """Start the demo, say where everything is, and wait for Ctrl-C. Raises what the stack raises."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Starting Talkoot on {folder} …")
    async with demo_stack(folder, port=_port(), ui=True) as (here, keys):
        async with connected(here.api_url, keys.coordinator) as api:
            found = await standing(api)
        console.print(_greeting(found))
        for name, value in (*await _addresses(here, found), *await _credentials(here, keys, found)):
            console.print(f"{name:<{WIDTH}}  {value}", markup=False)
        console.print(f"The log is in {folder / LOG}. Ctrl-C ends it; a later start goes on where it was.")
        await until_signalled()
        console.print("Ending …")


def _port() -> int:
    try:
        return ports.claim(PORT)
    except ports.PortTaken:
        return ports.claim(0)


def _greeting(found: Standing) -> str:
    if found.is_new:
        return f"The register is seeded ({found.entered} rows), and an initiative in {found.village} has begun."
    return f"Going on where it was: the initiative in {found.village} is in {found.phase}."


async def _addresses(here: Running, found: Standing) -> Rows:
    run = await here.temporal.get_workflow_handle(found.initiative).describe()
    url, first = here.api_url, found.letters_from
    waiting = f" (empty until {first.astimezone():%a %d.%m. %H:%M}, when letters may go)" if first else ""
    outbox = (
        f"{url}/dev/outbox{waiting}" if here.parts.settings.outbox else "(none: letters are sent, or others listen)"
    )
    return (
        ("API and its documentation", f"{url}/docs"),
        ("The initiative", f"{url}/api/v1/initiatives/{found.initiative}"),
        ("Its workflow in Temporal", here.ui_link(found.initiative, run.run_id or "") or "(no pages)"),
        ("Letters (development outbox)", outbox),
    )


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
