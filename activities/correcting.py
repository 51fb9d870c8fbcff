"""The activities of corrections: what is changed lies in the ledger, which a run does not carry along."""

from __future__ import annotations

from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from domain.correcting.deciding import correct
from domain.deciding import Decided
from domain.folding import fold
from domain.ledger.entries import Recorded, decode
from domain.refusals import Refusal
from domain.wire import plain
from models.append import STREAM, LedgerCutShort, entries_after
from models.engine import Database, DatabaseAway
from workflows import calls


class Correcting:
    """Holds the database that corrections are read from."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @activity.defn(name=calls.WEIGH)
    async def weigh(self, weighing: calls.Weighing) -> calls.Weighed:
        """Decide on a correction. A retry is harmless: it only reads and computes."""
        entries = await self._entries(weighing.initiative)
        if len(entries) < weighing.after_seq:
            raise LedgerCutShort(f"{weighing.initiative} has no entry {weighing.after_seq}: start it from its ledger")
        if len(entries) > weighing.after_seq:
            return calls.Weighed(stale=True)
        try:
            correction = weighing.interaction.correction()
            decided = correct(entries, correction, weighing.now) if correction else Decided()
        except Refusal as refusal:
            return calls.Weighed(refused=calls.Refused.of(refusal))
        said, followed = ([plain(event) for event in events] for events in (decided.said, decided.followed))
        return calls.Weighed(said, followed, decided.principal)

    @activity.defn(name=calls.REFOLD)
    async def refold(self, prefix: calls.Prefix) -> dict[str, Any]:
        """Fold a stream up to an entry. A retry is harmless: what is written does not change."""
        entries = await self._entries(prefix.initiative)
        folded: dict[str, Any] = plain(fold(entries[: prefix.seq]))
        return folded

    async def _entries(self, initiative: str) -> list[Recorded]:
        try:
            stored = await self.database.read(lambda session: entries_after(session, STREAM + initiative, 0))
        except DatabaseAway as away:
            raise ApplicationError(
                "the database cannot be read now", type="DatabaseAway", category=ApplicationErrorCategory.BENIGN
            ) from away
        return [decode(entry.text) for entry in stored]
