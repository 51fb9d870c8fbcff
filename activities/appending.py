"""The append activity: what a workflow decided becomes true, or it learns what is."""

from __future__ import annotations

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from domain.ledger.entries import Entry
from models.append import Proposal, append
from models.engine import Database, DatabaseAway
from models.vault import Vault
from workflows import calls


class Appending:
    """Holds the database and the vault that appends go to."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.database = database
        self.vault = vault

    @activity.defn(name=calls.APPEND)
    async def append(self, proposal: calls.Proposal) -> list[Entry]:
        """Compare and append. A retry is harmless: entries that are stored already are recognised byte by byte."""
        wanted = Proposal(proposal.initiative, proposal.after_seq, tuple(proposal.entries))
        try:
            return list(await self.database.write(lambda session: append(session, self.vault, wanted)))
        except DatabaseAway as away:
            # an expected state of the world, not a fault of this code: no traceback for each attempt
            raise ApplicationError(
                "the database cannot be written now", type="DatabaseAway", category=ApplicationErrorCategory.BENIGN
            ) from away
