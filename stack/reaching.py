"""Reaching the workflow server: where it is, and whether it answers now."""

from __future__ import annotations

from temporalio.client import Client

from stack.data_folder import read_state
from stack.diagnosing import obstacle
from stack.parts import connected
from stack.settings import Settings
from stack.temporal_access import Access
from stack.watching import Watching


class NoServer(Exception):
    """No Temporal server is named, none runs on the data folder, or none answers that is ready for us."""


def temporal_address(settings: Settings) -> str:
    """The address of the cluster, or of the embedded server that runs on the data folder. Raises NoServer."""
    if settings.temporal_address is not None:
        return settings.temporal_address
    state = read_state(settings.data)
    if state is None:
        raise NoServer(
            f"no Talkoot runs on {settings.data}: start it with 'talkoot up --data {settings.data}', "
            "or set TALKOOT_TEMPORAL_ADDRESS"
        )
    return state.temporal_address


async def reached(settings: Settings, watching: Watching | None = None) -> Client:
    """A connected client of the workflow server, which answers now and has our namespace.

    Raises NoServer and AccessUnusable.
    """
    address, namespace, access = temporal_address(settings), settings.temporal_namespace, Access.of(settings)
    amiss = await obstacle(await connected(address, namespace, access=access, lazy=True), access)
    if amiss is not None:
        raise NoServer(str(amiss))
    return await connected(address, namespace, access=access, watching=watching)
