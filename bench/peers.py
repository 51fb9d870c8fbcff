"""Other engines, by choice: not a part of this environment, so they are only named, with what a comparison needs."""

from __future__ import annotations

from importlib.util import find_spec

PEERS = {
    "dbos": "DBOS Transact: a PostgreSQL database; a workflow that waits in `DBOS.recv` and a step that writes one row",
}


def told() -> str:
    """What each peer needs, and whether it could be imported here."""
    return "\n".join(
        f"{name}: {what}. {'Installed' if find_spec(name) else 'Not installed'}; not compared yet."
        for name, what in PEERS.items()
    )
