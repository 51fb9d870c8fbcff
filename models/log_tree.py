"""The tree of the log as it is kept: any of its nodes from a few rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Select, bindparam, func, select
from sqlmodel import Session

from domain.ledger import merkle
from domain.ledger.merkle import Node, full_nodes
from domain.ledger.tiles import HEIGHT, kept_under, open_tiles, over
from models.tables import LogIndex, LogNode
from models.tables.base import rows_of

_index, _node = rows_of(LogIndex).c, rows_of(LogNode).c
_LEAVES = select(_index.idx, _index.leaf_hash).where(_index.idx.in_(bindparam("wanted", expanding=True)))
_NODES = select(_node.position, _node.hash).where(
    _node.level == bindparam("level"), _node.position.in_(bindparam("wanted", expanding=True))
)
_SIZE = select(func.max(_index.idx))


class LogIncomplete(LookupError):
    """The tree lacks a row that it must have: somebody has taken it away. `talkoot verify` says more."""


def size(session: Session) -> int:
    """How many entries have an index."""
    last: int | None = session.execute(_SIZE).scalar()
    return 0 if last is None else last + 1


def root(session: Session, tree_size: int) -> bytes:
    """The root of the tree of the first entries. Raises LogIncomplete."""
    return merkle.root(tree_size, reader(session, full_nodes(0, tree_size)))


def reader(session: Session, nodes: Sequence[Node]) -> Callable[[Node], bytes]:
    """What knows the hashes of these nodes: one statement for each level that they are kept on. Raises LogIncomplete,
    also when it is asked.
    """
    by_level = defaultdict[int, set[int]](set)
    for node in nodes:
        for kept in kept_under(node):
            by_level[kept.level].add(kept.position)
    known = {level: kept_hashes(session, level, wanted) for level, wanted in by_level.items()}

    def read(node: Node) -> bytes:
        try:
            return over([known[kept.level][kept.position] for kept in kept_under(node)])
        except KeyError as missing:
            raise LogIncomplete(f"the log lacks what stands below its node {node.level}/{node.position}") from missing

    return read


def tails(session: Session, tree_size: int) -> dict[int, list[bytes]]:
    """The kept nodes at the end of the tree that do not fill a tile yet, by level. Raises LogIncomplete."""
    found = dict[int, list[bytes]]()
    for number, tile in enumerate(open_tiles(tree_size)):
        level = number * HEIGHT
        hashes = kept_hashes(session, level, tile) if tile else {}
        if len(hashes) != len(tile):
            raise LogIncomplete(f"the log lacks nodes of level {level} at its end")
        found[level] = [hashes[index] for index in tile]
    return found


def kept_hashes(session: Session, level: int, wanted: Collection[int]) -> dict[int, bytes]:
    """Kept nodes of one level, those that are there; the leaves are those of level 0."""
    query: Select[tuple[int, str]] = _NODES if level else _LEAVES
    given = {"level": level, "wanted": sorted(wanted)} if level else {"wanted": sorted(wanted)}
    return {index: bytes.fromhex(hash_) for index, hash_ in session.execute(query, given)}
