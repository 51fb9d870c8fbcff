"""Receipts of erasures: what went, what is held and why, and which entry of the ledger tells it. Nobody is named."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlmodel import Session, select

from domain.house import STREAM
from domain.refusals import Malformed
from models import log_checkpoints
from models.holds import told
from models.tables import ErasedPerson, Hold
from models.vault import Vault


class NotErased(Malformed):
    """Nobody of this id was erased here."""

    title = "This person was not erased"


@dataclass(frozen=True)
class HeldBack:
    """So many texts of somebody who was erased that the law keeps, by this hold, until this local day (included)."""

    hold: str
    texts: int
    ends_on: date
    reason: str | None = field(default=None, repr=False)
    basis: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Erasure:
    """What an erasure took, what is held of it, and where the person still stands by id: its receipt.

    `texts` were theirs in the vault, `letters` waited for them and will not be sent, `links` and `keys` (ids) opened
    doors until now. `seats` of the register name them as holder or deputy; the open initiatives that they `coordinate`
    now hear administrators only. `already`: they had been erased before, at `erased_at`. `entry` is the one of the
    stream `house` that tells it, `checkpoint` the signed text of the first checkpoint of a log that holds that entry,
    None while it waits for one: a minute or so.
    """

    person: str
    erased_at: datetime
    already: bool
    texts: int
    letters: int
    links: int
    keys: tuple[str, ...]
    seats: tuple[str, ...]
    coordinates: tuple[str, ...]
    id: str = ""
    entry: int | None = None
    held: tuple[HeldBack, ...] = ()
    checkpoint: str | None = None


_READ = TypeAdapter(Erasure)


def kept(session: Session, done: Erasure, *, asked_by: str) -> ErasedPerson:
    """Keep the receipt of an erasure, without the reasons of holds: these lie in the vault."""
    held = tuple(replace(one, reason=None, basis=None) for one in done.held)
    row = ErasedPerson(
        id=done.id,
        person_id=done.person,
        asked_at=done.erased_at,
        asked_by=asked_by,
        receipt=json.dumps(asdict(replace(done, held=held)), default=str, separators=(",", ":")),
        entry=done.entry,
        completed_at=None if done.held else done.erased_at,
    )
    session.add(row)
    return row


def covered_by(session: Session, entry: int | None) -> str | None:
    """The text of the first checkpoint of a log that holds this entry of the house; None while there is none."""
    found = log_checkpoints.covering(session, STREAM, entry) if entry is not None else None
    return found.text if found else None


def receipt_of(session: Session, vault: Vault, person: str) -> Erasure:
    """The receipt of a person's erasure, with what is still held and the checkpoint by now. Raises NotErased."""
    row = session.exec(select(ErasedPerson).where(ErasedPerson.person_id == person)).first()
    if row is None:
        raise NotErased(f"{person} was not erased here", path="person", remedy="look the id up in the register")
    done = replace(_READ.validate_json(row.receipt), checkpoint=covered_by(session, row.entry))
    if row.completed_at is not None:
        return replace(done, held=(), texts=done.texts + sum(one.texts for one in done.held))
    rows = {hold.id: hold for one in done.held if (hold := session.get(Hold, one.hold))}
    reasons = {one.id: one for one in told(session, vault, list(rows.values()))}
    held = (replace(one, reason=reasons[one.hold].reason, basis=reasons[one.hold].basis) for one in done.held)
    return replace(done, held=tuple(held))
