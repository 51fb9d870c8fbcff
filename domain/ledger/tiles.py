"""Which nodes of the tree are kept, so that it grows by a few hashes an entry and a proof reads a few rows.

Kept are the leaves and, of every tile (16 nodes side by side with one forebear four levels up), that forebear: one row
more for each fifteen leaves. Any node is folded from at most eight of them. What is kept never changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from domain.ledger.merkle import Node, parent

HEIGHT = 4
WIDTH = 1 << HEIGHT

Tails = Mapping[int, Sequence[bytes]]
"""By level, the kept nodes at the end of the tree that do not fill a tile yet; at most fifteen each."""


def kept_under(node: Node) -> Iterator[Node]:
    """The kept nodes that a node is folded of, from left to right: itself, if it is one."""
    deeper = node.level % HEIGHT
    for position in range(node.position << deeper, (node.position + 1) << deeper):
        yield Node(node.level - deeper, position)


def over(hashes: Sequence[bytes]) -> bytes:
    """The node over as many hashes side by side as a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = [parent(row[one], row[one + 1]) for one in range(0, len(row), 2)]
    return row[0]


def open_tiles(size: int) -> Iterator[range]:
    """Level by level, which kept nodes of a tree of this size stand at its end without filling a tile; the first is of
    the leaves. Ends with the highest level that has a node.
    """
    level_size = size
    while True:
        yield range(level_size - level_size % WIDTH, level_size)
        level_size //= WIDTH
        if level_size == 0:
            return


def grown(size: int, tails: Tails, leaves: Sequence[bytes]) -> dict[Node, bytes]:
    """The nodes to keep besides the leaves once these have been added to a tree of this size."""
    fresh = dict[Node, bytes]()
    level, added = 0, list(leaves)
    while added:
        row = [*tails.get(level, ()), *added]
        first = (size >> level) - len(tails.get(level, ()))
        level += HEIGHT
        full = [row[one : one + WIDTH] for one in range(0, len(row) - len(row) % WIDTH, WIDTH)]
        added = [over(tile) for tile in full]
        fresh |= {Node(level, (first >> HEIGHT) + place): hash_ for place, hash_ in enumerate(added)}
    return fresh
