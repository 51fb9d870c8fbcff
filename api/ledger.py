"""The log as readers see it: its key, what it has signed of itself, and proofs by which anybody can check it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api import reading
from api.doors import Principal
from api.problems import NotFound
from api.services import Services
from domain.actors import Role
from domain.correspondence.accounts import STREAM as LETTERS
from domain.refusals import Malformed, NotEntitled
from models import log_checkpoints, log_proofs
from models.append import STREAM
from models.log_checkpoints import Kept, Why
from models.log_proofs import NotInLog

_SOON = "ask again in a minute: entries are signed within one"


@dataclass(frozen=True)
class LogKey:
    """The key that signs the log: its 32 bytes (Ed25519) in base64, and the line that tools for signed notes take."""

    origin: str
    key_id: str
    public: str
    line: str


@dataclass(frozen=True)
class CheckpointView:
    """What the log has signed of itself: how many entries it had, and the root over them (hex). `text` is the signed
    note, to be kept as it is. It was signed for `reason`.
    """

    size: int
    root: str
    signed_at: datetime
    reason: Why
    text: str


@dataclass(frozen=True)
class LogView:
    """The newest checkpoint, None before the first, and the key that it can be checked with."""

    key: LogKey
    checkpoint: CheckpointView | None


@dataclass(frozen=True)
class CheckpointPage:
    """Checkpoints, the newest first; `before` asks for the next ones, None after the last."""

    checkpoints: tuple[CheckpointView, ...]
    before: int | None


@dataclass(frozen=True)
class InclusionProof:
    """That an entry stands at `index` of the log: `path` (hashes, hex) leads from `leaf_hash` to the root of the log of
    `size` entries (RFC 9162, 2.1.3.2), which is that of the `checkpoint`, if one of this size was signed.
    """

    stream: str
    seq: int
    index: int
    leaf_hash: str
    size: int
    path: tuple[str, ...]
    checkpoint: str | None


@dataclass(frozen=True)
class ConsistencyProof:
    """That the log of `old` entries is the beginning of the one of `new` (RFC 9162, 2.1.4.2): hashes, hex."""

    old: int
    new: int
    path: tuple[str, ...]


async def key(services: Services) -> LogKey:
    """The key that signs the log."""
    signed = services.signing.signer(await services.database.read(log_checkpoints.origin)).key
    return LogKey(signed.name, signed.id.hex(), base64.b64encode(signed.public).decode(), signed.text)


async def newest(services: Services) -> LogView:
    """The newest checkpoint with its key."""
    last = await services.database.read(log_checkpoints.newest)
    return LogView(await key(services), _view(last) if last else None)


async def checkpoints(services: Services, before: int | None, limit: int) -> CheckpointPage:
    """A page of all of them."""
    found = await services.database.read(lambda session: log_checkpoints.before(session, before, limit + 1))
    shown = tuple(map(_view, found[:limit]))
    return CheckpointPage(shown, shown[-1].size if len(found) > limit else None)


async def inclusion(services: Services, asking: Principal, stream: str, seq: int, size: int | None) -> InclusionProof:
    """The proof for one entry, in the log of this size or of the first checkpoint that holds it. Raises NotFound, and
    NotEntitled for a stream that the reader may not see.
    """
    await _require_sight(services, asking, stream)

    def proof(session: Session) -> InclusionProof:
        place = log_proofs.place(session, stream, seq)
        if place is None:
            raise NotFound("this entry has no place in the log", path="seq", remedy=_SOON)
        holds = log_checkpoints.first_from(session, place.index + 1) if size is None else None
        if size is None and holds is None:
            raise NotFound("no checkpoint holds this entry yet", path="seq", remedy=_SOON)
        of = holds.size if holds else size or 0
        path = _or_not_found(lambda: log_proofs.inclusion_of(session, place.index, of), "size")
        signed = holds or log_checkpoints.of_size(session, of)
        hashes, text = tuple(one.hex() for one in path), signed.text if signed else None
        return InclusionProof(stream, seq, place.index, place.leaf_hash.hex(), of, hashes, text)

    return await services.database.read(proof)


async def consistency(services: Services, old: int, new: int | None) -> ConsistencyProof:
    """The proof between two sizes, the newer that of the newest checkpoint unless another is asked for. Raises
    NotFound, Malformed.
    """

    def proof(session: Session) -> ConsistencyProof:
        last = log_checkpoints.newest(session)
        until = new if new is not None else last.size if last else 0
        if old > until:
            raise Malformed(f"is more than {until}", path="old", remedy="name the smaller size first")
        path = _or_not_found(lambda: log_proofs.consistency(session, old, until), "new")
        return ConsistencyProof(old, until, tuple(one.hex() for one in path))

    return await services.database.read(proof)


async def _require_sight(services: Services, asking: Principal, stream: str) -> None:
    """Streams of an initiative are for whoever may see it, all others for those who may see everything."""
    for mark in (STREAM, LETTERS):
        if stream.startswith(mark):
            await reading.require_sight(services, asking, stream.removeprefix(mark))
            return
    if asking.role is Role.COORDINATOR:
        raise NotEntitled("this stream is for auditors and administrators", path="stream", remedy="ask one of them")


def _or_not_found(prove: Callable[[], list[bytes]], path: str) -> list[bytes]:
    try:
        return prove()
    except NotInLog as beyond:
        raise NotFound(str(beyond), path=path, remedy="ask for a log that has been reached") from beyond


def _view(kept: Kept) -> CheckpointView:
    return CheckpointView(kept.size, kept.root.hex(), kept.signed_at, kept.why, kept.text)
