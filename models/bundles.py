"""What stands in a bundle, read a page at a time, each in a transaction of its own: what is read never changes.

An erasure that comes between two pages is the exception: a text is then told as erased from there on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import Session, col
from sqlmodel import select as rows

from domain.bundles.assembling import Earlier, Proven, State, Text
from domain.correspondence.accounts import STREAM as LETTERS
from domain.ledger import merkle
from domain.ledger.canonical import read_canonical
from domain.ledger.merkle import consistency_nodes, inclusion_nodes
from domain.refusals import Malformed, Refusal
from domain.voting.events import BallotSealed
from models import log_checkpoints, log_proofs, log_tree
from models.append import STREAM
from models.engine import Database
from models.log_tree import LogIncomplete
from models.signing import Signer
from models.tables import Anchor, LedgerEntry, LogIndex
from models.tables.base import rows_of
from models.vault import Vault

PAGE = 1_000
PAGE_OF_PROOFS = 100
MOST_OF_ONE = 60_000
"""Entries in the bundle of one initiative: each has a file of its own with its proof."""
MOST_EARLIER = 400
"""Checkpoints that were sent out of the house: about as many as a year has days."""

_index, _entry = rows_of(LogIndex).c, rows_of(LedgerEntry).c
_OF_STREAM = (
    select(_index.idx, _index.seq, _entry.bytes_text, _entry.type)
    .join(rows_of(LedgerEntry), and_(_entry.stream == _index.stream, _entry.seq == _index.seq))
    .where(_index.stream == bindparam("of"), _index.seq > bindparam("after"), _index.idx < bindparam("size"))
    .order_by(_index.seq)
    .limit(PAGE_OF_PROOFS)
)


class TooMuchOfOne(Refusal):
    """The initiative has more entries than one bundle of its own holds."""

    status = 413
    title = "This is more than one bundle holds"


@dataclass(frozen=True)
class Bundled:
    """Where the contents of bundles come from."""

    database: Database
    vault: Vault

    def whole_log(self, size: int) -> Iterator[tuple[str, str]]:
        """The entries of the log of this size, with their leaf hashes. Raises LogIncomplete, DatabaseAway."""
        for first in range(0, size, PAGE):
            end = min(first + PAGE, size)
            page = self.database.read_now(lambda session, f=first, e=end: list(log_proofs.in_order(session, f, e)))  # type: ignore[misc]
            for expected, entry in enumerate(page, first):
                if entry.text is None or entry.index != expected:
                    raise LogIncomplete(f"the log lacks entry {expected}")
                yield entry.text, entry.leaf_hash.hex()
            if len(page) != end - first:
                raise LogIncomplete(f"the log lacks entries before {end}")

    def one_initiative(self, initiative: str, size: int) -> Iterator[Proven]:
        """The entries of an initiative and of its letters in the log of this size, with proofs, and texts as far as
        anybody may see them. Raises LogIncomplete, SealBroken, DatabaseAway.
        """
        for stream in (STREAM + initiative, LETTERS + initiative):
            after = 0
            while True:
                page = self.database.read_now(lambda session, s=stream, a=after: self._page(session, s, a, size))  # type: ignore[misc]
                yield from page
                if len(page) < PAGE_OF_PROOFS:
                    break
                after = page[-1].seq

    def _page(self, session: Session, stream: str, after: int, size: int) -> list[Proven]:
        found = session.execute(_OF_STREAM, {"of": stream, "after": after, "size": size}).all()
        paths = [inclusion_nodes(row.idx, size) for row in found]
        read = log_tree.reader(session, sorted({node for path in paths for part in path for node in part}))
        shown = self._texts(session, found)
        return [
            Proven(row.bytes_text, stream, row.seq, row.idx, merkle.proof(path, read), texts)
            for row, path, texts in zip(found, paths, shown, strict=True)
        ]

    def _texts(self, session: Session, found: Sequence[Any]) -> list[list[Text]]:
        """What is had of the texts of each entry. Shown to nobody is what a secret ballot says, and what the vault
        keeps closed: of whoever has asked for that, and what a hold keeps of whoever was erased.
        """
        private: list[dict[str, str]] = [read_canonical(row.bytes_text)["private"] for row in found]
        secret = {
            ref
            for refs, row in zip(private, found, strict=True)
            if row.type == BallotSealed.KIND
            for ref in refs.values()
        }
        wanted = {ref for refs in private for ref in refs.values()}
        shown = self.vault.evidence(session, wanted - secret) if wanted - secret else {}
        closed = self.vault.fields_of(session, wanted - shown.keys()) if wanted - shown.keys() else {}

        def told(name: str, ref: str) -> Text:
            if ref not in shown:
                return Text(name, State.WITHHELD if ref in closed else State.ERASED)
            field, opened = shown[ref]
            return Text(name, State.OPEN, field, opened.salt, opened.value)

        return [[told(name, ref) for name, ref in sorted(refs.items())] for refs in private]


def require_fits(session: Session, initiative: str, size: int) -> None:
    """Raise TooMuchOfOne for an initiative that one bundle cannot hold, Malformed for one that began after the log had
    this size.
    """
    streams = STREAM + initiative, LETTERS + initiative
    count = session.execute(select(func.count()).where(_index.stream.in_(streams), _index.idx < size)).scalar_one()
    if count == 0:
        raise Malformed(
            f"the log of {size} entries has none of it", path="at", remedy="name a later checkpoint, or none"
        )
    if count > MOST_OF_ONE:
        raise TooMuchOfOne(
            f"it has {count} entries, and a bundle of one holds {MOST_OF_ONE}", remedy="take the whole log"
        )


def earlier(session: Session, signer: Signer, size: int, known: Sequence[int], *, proofs: bool) -> list[Earlier]:
    """The checkpoints before one of this size that were sent out of the house, and those that a reader says they
    `known`, in order; with `proofs` the proof of consistency from each. That of no entries is none: every log goes on
    from it. Raises Malformed for one never signed here, LogRewritten.
    """
    sent = rows(Anchor.size).where(col(Anchor.sent_at).is_not(None), col(Anchor.size) < size)
    sizes = set(session.exec(sent.order_by(col(Anchor.size).desc()).limit(MOST_EARLIER)))
    found = []
    for one in sorted((sizes | {one for one in known if one < size}) - {0}):
        kept = log_checkpoints.of_size(session, one)
        if kept is None:
            raise Malformed(
                f"no checkpoint of {one} entries was signed here",
                path="known",
                remedy="take the size from its second line; if it is there and signed by our key, keep it",
            )
        path = consistency_nodes(one, size) if proofs else []
        read = log_tree.reader(session, [node for part in path for node in part])
        text = log_checkpoints.by_present_key(session, signer, kept)
        found.append(Earlier(one, text, merkle.proof(path, read)))
    return found
