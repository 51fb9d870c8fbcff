"""Folded initiatives for reading: the same rules over the same entries as in the workflow, kept warm between
requests.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from api.problems import NotFound
from domain.correcting.events import EntrySuperseded
from domain.folding import after, fold
from domain.initiative import Initiative
from domain.ledger.entries import Entry, decode
from models.append import STREAM, entries_after, entries_until
from models.engine import Database

KEPT = 500


@dataclass(frozen=True)
class Folded:
    """An initiative as its ledger stands, and the number of the last entry folded."""

    initiative: Initiative
    seq: int


class Folds:
    """The last folded initiatives; a read folds only the entries that have come since."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[str, Folded] = OrderedDict()

    async def of(self, initiative: str) -> Folded:
        """The initiative as it stands now. Raises NotFound."""
        known = self._kept.get(initiative)
        seq = known.seq if known else 0
        newer = await self._database.read(lambda session: entries_after(session, STREAM + initiative, seq))
        if known and any(_supersedes(entry) for entry in newer):  # what was folded before is not what counts now
            newer = await self._database.read(lambda session: entries_after(session, STREAM + initiative, 0))
            known = None
        folded = _folded(known, newer)
        if folded is None:
            raise NotFound("there is no such initiative", path="initiative", remedy="list the initiatives you may see")
        self._kept[initiative] = folded
        self._kept.move_to_end(initiative)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return folded

    async def as_of(self, initiative: str, moment: datetime) -> Folded:
        """The initiative as its ledger stood at an instant. Raises NotFound for one before its start."""
        entries = await self._database.read(lambda session: entries_until(session, STREAM + initiative, moment))
        folded = _folded(None, entries)
        if folded is None or folded.initiative.stage is None:
            raise NotFound("the initiative had not begun then", path="as_of", remedy="name a later instant")
        return folded


def _folded(known: Folded | None, newer: tuple[Entry, ...]) -> Folded | None:
    if not newer:
        return known
    recorded = [decode(entry.text) for entry in newer]
    if known is None:
        return Folded(fold(recorded), newer[-1].seq)
    initiative = known.initiative
    for entry in recorded:
        initiative = after(initiative, entry.event, entry.at)
    return Folded(initiative, newer[-1].seq)


def _supersedes(entry: Entry) -> bool:
    return isinstance(decode(entry.text).event, EntrySuperseded)
