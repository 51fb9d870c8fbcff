"""Restarting: an open initiative is started again from the fold of its ledger.

Ends a restore, an upgrade, a lost file.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from domain.initiative import Initiative as Folded
from models.append import STREAM, entries_after
from models.engine import Database
from models.states import InitiativeStatus
from models.tables import Initiative
from workflows.baton import Baton
from workflows.relay import RUNNERS


class NotOpen(Exception):
    """The initiative is unknown or has ended: there is nothing to start."""


@dataclass(frozen=True)
class Restarted:
    """An initiative that runs again: in which phase, and from which entry on."""

    initiative: str
    phase: str
    seq: int


async def open_initiatives(database: Database) -> list[str]:
    """The ids of all initiatives that have not ended."""

    def read(session: Session) -> list[str]:
        query = select(Initiative.id).where(col(Initiative.status) != InitiativeStatus.ENDED)
        return list(session.exec(query.order_by(col(Initiative.id))))

    return await database.read(read)


async def restart(database: Database, client: Client, task_queue: str, initiative: str) -> Restarted:
    """Start the initiative from its ledger, in place of its present run if there is one. Raises NotOpen.

    Safe at any moment: what the old run writes after the ledger was read, the new one learns by looking again.
    """
    entries = await database.read(lambda session: entries_after(session, STREAM + initiative, 0))
    if not entries:
        raise NotOpen(f"there is no initiative {initiative}")
    baton = Baton.of_ledger(entries)
    folded = baton.folded()
    if folded is None or folded.outcome is not None:
        raise NotOpen(f"initiative {initiative} has ended")
    phase = _phase(folded)
    await client.start_workflow(
        RUNNERS[phase],
        baton,
        id=initiative,
        task_queue=task_queue,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        id_conflict_policy=WorkflowIDConflictPolicy.TERMINATE_EXISTING,  # in one step: it is never nowhere
    )
    return Restarted(initiative, phase, baton.head_seq)


def _phase(folded: Folded) -> str:
    """The phase to run: the one that follows when the last has been settled, else the present one."""
    if folded.stage is None:
        return folded.charter.model.first
    return folded.at.to if folded.settled and folded.at.to else folded.at.phase
