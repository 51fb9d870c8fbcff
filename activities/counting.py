"""The counting activity: the ballots of a secret vote are opened, added up, and forgotten."""

from __future__ import annotations

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from domain.events import Choice
from models.engine import Database, DatabaseAway
from models.vault import Vault
from workflows import calls


class Counting:
    """Holds the database and the vault that ballots lie in."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.database = database
        self.vault = vault

    @activity.defn(name=calls.COUNT_BALLOTS)
    async def count(self, ballots: calls.Ballots) -> calls.Ballots:
        """How many of these ballots say what. A retry is harmless: it only reads. A ballot that is gone abstains."""
        try:
            found = await self.database.read(lambda session: self.vault.reveal_many(session, ballots.commitments))
        except DatabaseAway as away:
            raise ApplicationError(
                "the database cannot be read now", type="DatabaseAway", category=ApplicationErrorCategory.BENIGN
            ) from away
        said = [word.strip() for word in found.values()]
        votes_for, votes_against = said.count(Choice.FOR), said.count(Choice.AGAINST)
        others = len(ballots.commitments) - votes_for - votes_against
        return calls.Ballots(list(ballots.commitments), votes_for, votes_against, others)
