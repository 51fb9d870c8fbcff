"""Checking one initiative from within: its chains, its places in the log, the log's signature, and the last anchor.

What nobody can see from within is said with it; `talkoot verify` and a bundle see more (docs/verifying.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from sqlmodel import Session

from api.services import Services
from domain.ledger.chain import Broken
from domain.ledger.checkpoints import Key, NoCheckpoint
from domain.ledger.merkle import is_consistent
from models import initiative_proofs, log_anchors, log_checkpoints, log_proofs, stream_chains
from models.log_checkpoints import Kept
from models.log_proofs import NotInLog
from models.log_tree import LogIncomplete
from models.signing import is_signed_by

MOST = 10_000
"""Entries that are checked while somebody waits for a page; a second or two. Of more, take a bundle."""


@dataclass(frozen=True)
class Anchored:
    """The last checkpoint that left the house: when, to how many readers, of a log of how many entries, how many of
    this initiative among them, and whether the newest checkpoint goes on from it (None without one to compare).
    """

    at: datetime
    reached: int
    size: int
    entries: int
    continued: bool | None


@dataclass(frozen=True)
class Looked:
    """What reading every entry found: those broken, and how many were proven to be in the log of the newest checkpoint.
    They were not read if there are `too_many`; `unread` says that the log could not be.
    """

    broken: tuple[Broken, ...] = ()
    proven: int = 0
    too_many: bool = False
    unread: bool = False


@dataclass(frozen=True)
class Checked:
    """What was checked at an instant, in how many seconds: the entries, whether the newest checkpoint is signed by our
    key, and by which; None where nothing has been signed yet.
    """

    at: datetime
    seconds: float
    entries: int
    looked: Looked
    signed: bool
    key: str
    checkpoint: Kept | None
    anchored: Anchored | None

    @property
    def holds(self) -> bool:
        """Whether nothing that was looked at contradicts anything else."""
        continued = self.anchored is None or self.anchored.continued is not False
        signed = self.checkpoint is None or self.signed
        return not self.looked.broken and not self.looked.unread and signed and continued

    @property
    def unsigned(self) -> int:
        """How many entries came after the newest checkpoint."""
        return self.entries - self.looked.proven

    @property
    def unanchored(self) -> int:
        """How many entries no checkpoint outside the house tells of."""
        return self.entries - (self.anchored.entries if self.anchored else 0)


async def checked(services: Services, initiative: str) -> Checked:
    """Check an initiative that is there. The caller has let the reader in."""
    began, now = perf_counter(), services.clock()
    key = services.signing.signer(await services.database.read(log_checkpoints.origin)).key

    def read(session: Session) -> Checked:
        streams = stream_chains.streams_of(session, initiative)
        newest = log_checkpoints.newest(session)
        entries = initiative_proofs.stored(session, streams)
        looked = Looked(too_many=True) if entries > MOST else _looked(session, streams, newest)
        return Checked(
            at=now,
            seconds=perf_counter() - began,
            entries=entries,
            looked=looked,
            signed=newest is not None and _is_signed(key, newest),
            key=f"{key.name}+{key.id.hex()}",
            checkpoint=newest,
            anchored=_anchored(session, streams, newest),
        )

    return await services.database.read(read)


def _looked(session: Session, streams: list[str], newest: Kept | None) -> Looked:
    """The chains, and each entry's way to the root of the newest checkpoint."""
    broken = stream_chains.checked(session, streams).broken
    if newest is None:
        return Looked(broken)
    try:
        placed = initiative_proofs.placed(session, streams, newest.signed.checkpoint)
    except (LogIncomplete, NoCheckpoint):
        return Looked(broken, unread=True)
    faults = (*broken, placed.fault) if placed.fault else broken
    return Looked(faults, placed.proven, unread=initiative_proofs.lost(session, streams) > 0)


async def signed_so_far(services: Services, initiative: str | None = None) -> tuple[Kept | None, Anchored | None]:
    """The newest checkpoint and the last anchor, unchecked: a few rows are read."""

    def read(session: Session) -> tuple[Kept | None, Anchored | None]:
        streams = stream_chains.streams_of(session, initiative) if initiative else []
        return log_checkpoints.newest(session), _anchored(session, streams, None)

    return await services.database.read(read)


def _anchored(session: Session, streams: list[str], newest: Kept | None) -> Anchored | None:
    sent = log_anchors.last_sent(session)
    if sent is None:
        return None
    continued = _goes_on(session, sent.size, newest) if newest else None
    within = initiative_proofs.within(session, streams, sent.size)
    return Anchored(sent.at, sent.reached, sent.size, within, continued)


def _goes_on(session: Session, size: int, newest: Kept) -> bool:
    """Whether the newest checkpoint's log begins with the one that was sent out."""
    sent = log_checkpoints.of_size(session, size)
    if sent is None or size > newest.size:
        return False
    try:
        path = log_proofs.consistency(session, size, newest.size)
    except (LogIncomplete, NotInLog):
        return False
    return is_consistent(size, newest.size, path, sent.root, newest.root)


def _is_signed(key: Key, kept: Kept) -> bool:
    """Whether it is signed by our key, and tells of the log that its row does."""
    try:
        said = kept.signed
    except NoCheckpoint:
        return False
    return is_signed_by(key, said) and (said.checkpoint.size, said.checkpoint.root) == (kept.size, kept.root)
