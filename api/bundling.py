"""Bundles for readers: who may take one, that it is told in the house, and the file as it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sqlmodel import Session

from api.bundles import PAPERS
from api.doors import Principal
from api.problems import NotFound
from api.sealing import AMISS, sealed, unsigned
from api.services import Services
from domain.bundles.assembling import Front, one_initiative, whole_log
from domain.house import BundleTaken
from models import bundles, house, log_checkpoints
from models.bundles import Bundled
from models.handed_over import handed_over

PIECE = 1 << 16


@dataclass(frozen=True)
class Wanted:
    """Which bundle: of one initiative or the whole log, at which checkpoint (a fresh one unless `at` names its size),
    and the sizes of earlier ones that its reader knows.
    """

    initiative: str | None = None
    at: int | None = None
    known: Sequence[int] = ()


@dataclass(frozen=True)
class Taken:
    """A bundle: what the file is called, and its bytes as they are read."""

    name: str
    pieces: Iterator[bytes]


async def taken(services: Services, asking: Principal, wanted: Wanted) -> Taken:
    """Tell in the house that this bundle is taken, and begin it. The caller has let the reader in.

    Raises Unavailable while the log is not signed, NotFound, Malformed, TooMuchOfOne.
    """
    size = wanted.at if wanted.at is not None else (await sealed(services)).checkpoint.size
    try:
        front = await services.database.read(lambda session: _front(services, session, wanted, size))
    except AMISS as amiss:
        raise unsigned(amiss) from amiss
    await services.database.write(lambda session: _told(services, session, asking, wanted, size))
    contents = Bundled(services.database, services.vault)
    if wanted.initiative is None:
        return Taken(f"talkoot-log-{size}.zip", _in_pieces(whole_log(front, contents.whole_log(size))))
    entries = contents.one_initiative(wanted.initiative, size)
    return Taken(f"talkoot-{wanted.initiative}-{size}.zip", _in_pieces(one_initiative(front, entries)))


def _front(services: Services, session: Session, wanted: Wanted, size: int) -> Front:
    kept = log_checkpoints.of_size(session, size)
    if kept is None:
        raise NotFound(
            f"no checkpoint of {size} entries was signed", path="at", remedy="name one of /ledger/checkpoints"
        )
    if wanted.initiative is not None:
        bundles.require_fits(session, wanted.initiative, size)
    signer = services.signing.signer(log_checkpoints.origin(session))
    before = bundles.earlier(session, signer, size, wanted.known, proofs=wanted.initiative is not None)
    checkpoint = log_checkpoints.by_present_key(session, signer, kept)
    return Front(papers(), signer.key.text, checkpoint, signer.note, before, handed_over(session, signer))


def _told(services: Services, session: Session, asking: Principal, wanted: Wanted, size: int) -> None:
    event = BundleTaken(size=size, initiative=wanted.initiative)
    house.record(session, [event], actor=house.actor_for(session, asking.id), now=services.clock())


@cache
def papers() -> dict[str, str]:
    """What stands at the front of every bundle, by name."""
    names = ("README.fi.txt", "README.en.txt", "verify.py")
    return {name: (PAPERS / name).read_text(encoding="utf-8") for name in names}


def _in_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces: each is handed on by a thread."""
    waiting, size = list[bytes](), 0
    for chunk in chunks:
        waiting.append(chunk)
        size += len(chunk)
        if size >= PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)
