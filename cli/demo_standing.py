"""The demo that stands until Ctrl-C: an initiative in each phase of the cycle, in seven villages, to look around in."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from cli.demo_guide import guide
from cli.demo_stack import LOG, DemoKeys, demo_stack, write_environment
from cli.recoveries import sentences
from demo.api import Api, connected
from demo.showroom.opening import Shown, Showroom, change_model, complete, opened
from demo.showroom.villages import YOUTH
from demo.staff import staffed
from stack import ports
from stack.first_steps import addresses_of
from stack.links import link_of
from stack.settings import Settings
from stack.up import Running, until_signalled

Rows = tuple[tuple[str, str], ...]
WIDTH = 29
ROLES = {"coordinator": "coordinator", "auditor": "auditor", "admin": "administrator"}
PORT = 8000  # where people look first; another one when it is taken, and then that one again
NOTE = "demo.port"


def port_for(folder: Path) -> int:
    """The port that was chosen by `TALKOOT_API_PORT`, else that of the demo's last start, else `PORT`, else a free one.

    Raises `PortTaken` where something else listens on the chosen one.
    """
    settings = Settings(data=folder)
    if "api_port" in settings.model_fields_set:
        return ports.claim(settings.api_port)
    return ports.claim_again(folder / NOTE, PORT)


async def stand(folder: Path) -> None:
    """Start the demo, say where everything is, and wait for Ctrl-C. Raises what the stack raises."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(f"Starting Talkoot on {folder} …")
    port = port_for(folder)
    async with demo_stack(folder, port=port, ui=True) as (here, keys):
        ports.keep(folder / NOTE, port)
        for found_missing in sentences(here.recovery, here.parts.settings.data):
            console.print(found_missing)
        async with connected(here.api_url, keys.coordinator) as api:
            showroom = await opened(api)
            console.print(_greeting(showroom))
            first = showroom.shown[0]
            administrator = api.speaking(keys.administrator)
            doors = (*await _addresses(here, first), *await _credentials(here, keys, showroom))
            for name, value in (*doors, *await _sign_ins(here, administrator)):
                console.print(f"{name:<{WIDTH}}  {value}")
            environment = write_environment(folder, here.api_url, keys)
            console.print(guide(here.api_url, environment, first.initiative, folder))
            console.print(f"The log is in {folder / LOG}. Ctrl-C ends it; a later start goes on where it was.")
            await _until_the_end(api, administrator, showroom, console)
            console.print("Ending …")


async def _until_the_end(api: Api, administrator: Api, showroom: Showroom, console: Console) -> None:
    """Bring the villages to their phases beside a visitor who may look around, or leave, at any moment."""
    console.print("\nIn each phase of the cycle:")
    for shown in showroom.shown:
        if not shown.is_new:
            console.print(f"{shown.village.phase:<20} {shown.village.name}: {shown.village.title}, {shown.initiative}")
    coming = asyncio.create_task(_coming(api, administrator, showroom, console))
    try:
        await until_signalled()
    finally:
        coming.cancel()
        with suppress(asyncio.CancelledError):
            await coming


async def _coming(api: Api, administrator: Api, showroom: Showroom, console: Console) -> None:
    await complete(api, showroom, console.print)
    await change_model(api, administrator, showroom, console.print)


def _greeting(showroom: Showroom) -> str:
    first = showroom.shown[0]
    if first.is_new:
        said = (
            f"The register is seeded ({showroom.register.entered} rows), and an initiative in {first.village.name} has"
        )
        return f"{said} begun. Six more villages and a preparation follow within a minute."
    return f"Going on where it was: the initiative in {first.village.name} is in {first.village.phase}."


async def _addresses(here: Running, first: Shown) -> Rows:
    url = here.api_url
    outbox = f"{url}/dev/outbox" if here.parts.settings.outbox else "(none: letters are sent, or others listen)"
    return (
        ("API and its documentation", f"{url}/docs"),
        ("The initiative", f"{url}/api/v1/initiatives/{first.initiative}"),
        ("Its workflow in Temporal", await _workflow(here, first.initiative)),
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


async def _credentials(here: Running, keys: DemoKeys, showroom: Showroom) -> Rows:
    parts, first = here.parts, showroom.shown[0]
    seat = showroom.register.seats[first.village.seat(YOUTH)]
    holder = next(one.holder for one in first.village.seats() if one.key == first.village.seat(YOUTH))
    token = await parts.database.write(lambda session: link_of(session, parts.keys, first.initiative, seat))
    return (
        ("Key of the coordinator", keys.coordinator),
        ("Key of the auditor", keys.auditor),
        ("A participant's own page", f"{here.api_url}/p/{token} ({holder})" if token else "(no letter yet)"),
        ("The same over the API", f"{here.api_url}/api/v1/personal, with the last part of that address as token"),
        ("Send a key or token as", "Authorization: Bearer …"),
    )


async def _sign_ins(here: Running, administrator: Api) -> Rows:
    """For each of the staff an address that signs them in: no mail leaves a demo."""
    staff, parts = await staffed(administrator), here.parts
    url = parts.settings.public_url or here.api_url
    addresses = await addresses_of(parts.database, parts.keys, url, list(staff.values()))
    return tuple((f"Sign in once as {ROLES[role]}", address) for role, address in zip(staff, addresses, strict=True))
