"""The Merkle tree over all entries (RFC 9162, 2.1): its hashes, and proofs that an entry or an older tree is in it.

A tree of any size is made of full subtrees. `Node(level, position)` is the one over the 2**level leaves that begin with
`position * 2**level`; its hash never changes once the tree is so large. Proofs name the nodes that they are made of, so
whoever keeps nodes needs to read few of them. Hashes are 32 bytes; sizes count leaves, indexes begin at 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

EMPTY = hashlib.sha256(b"").digest()
"""The root of the tree without leaves."""


class Node(NamedTuple):
    """A full subtree: 2**level leaves, the first of which is `position * 2**level`."""

    level: int
    position: int

    @property
    def first(self) -> int:
        """Its first leaf."""
        return self.position << self.level

    @property
    def end(self) -> int:
        """The leaf after its last."""
        return (self.position + 1) << self.level


Reader = Callable[[Node], bytes]
"""What knows the hashes of nodes."""


def leaf(entry: bytes) -> bytes:
    """The hash of an entry's bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def parent(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def full_nodes(first: int, end: int) -> list[Node]:
    """The largest full subtrees that together hold the leaves from `first` up to `end`, from left to right."""
    nodes = []
    while first < end:
        level = (end - first).bit_length() - 1
        if first:
            level = min(level, (first & -first).bit_length() - 1)
        nodes.append(Node(level, first >> level))
        first += 1 << level
    return nodes


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root over full subtrees that stand from left to right, each larger than the next."""
    if not hashes:
        return EMPTY
    *others, root = hashes
    for one in reversed(others):
        root = parent(one, root)
    return root


def root(size: int, read: Reader) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return _over(0, size, read)


def inclusion_nodes(index: int, size: int) -> list[list[Node]]:
    """What the proof that a leaf is in the tree of this size is made of: each hash of it as the nodes it is folded of.
    Raises ValueError unless the tree has the leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    return [full_nodes(first, end) for first, end in _beside(index, index + 1, size)]


def consistency_nodes(old: int, new: int) -> list[list[Node]]:
    """The same for the proof that the tree of `old` leaves is the beginning of the one of `new`. Nothing proves it of a
    tree without leaves or of the same one. Raises ValueError for trees the wrong way round.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} leaves does not begin one of {new}")
    if old in (0, new):
        return []
    last = full_nodes(0, old)[-1]  # the smallest subtree of the old tree: both roots are folded over it
    own = [] if last.first == 0 else [[last]]  # the old tree is a full one, whose root whoever checks has already
    return own + [full_nodes(first, end) for first, end in _beside(last.first, last.end, new)]


def proof(nodes: Sequence[Sequence[Node]], read: Reader) -> list[bytes]:
    """The hashes of a proof, from the nodes that it is made of."""
    return [folded([read(node) for node in part]) for part in nodes]


def _over(first: int, end: int, read: Reader) -> bytes:
    return folded([read(node) for node in full_nodes(first, end)])


def _beside(first: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """What stands beside a full subtree and its forebears on the way up to the root of a tree: each as its leaves."""
    width = end - first
    while width < size:
        begin = first & ~(2 * width - 1)
        if first & width:
            yield begin, first
        elif begin + width < size:
            yield begin + width, min(begin + 2 * width, size)
        first, width = begin, 2 * width


def root_of_inclusion(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to (RFC 9162, 2.1.3.2); None for one that is too long or short, or for no leaf of the
    tree. It proves what it says only if this is the root of a tree that is believed.
    """
    if not 0 <= index < size:
        return None
    own, last, reached = index, size - 1, leaf_hash
    for one in path:
        if last == 0:
            return None
        if own & 1 or own == last:
            reached = parent(one, reached)
            while not own & 1 and own:
                own, last = own >> 1, last >> 1
        else:
            reached = parent(reached, one)
        own, last = own >> 1, last >> 1
    return reached if last == 0 else None


def is_included(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], root_hash: bytes) -> bool:
    """Whether a proof shows that the leaf stands at this index of the tree with this size and root."""
    return root_of_inclusion(leaf_hash, index, size, path) == root_hash


def is_consistent(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether a proof shows that the tree of `old` leaves is the beginning of the one of `new` (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not path and old_root == EMPTY and (new > 0 or new_root == EMPTY)
    if old == new:
        return not path and old_root == new_root
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    return bool(hashes) and _both_roots(old, new, hashes) == (old_root, new_root)


def _both_roots(old: int, new: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    own, last = old - 1, new - 1
    while own & 1:
        own, last = own >> 1, last >> 1
    older = newer = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            return None
        if own & 1 or own == last:
            older, newer = parent(one, older), parent(one, newer)
            while not own & 1 and own:
                own, last = own >> 1, last >> 1
        else:
            newer = parent(newer, one)
        own, last = own >> 1, last >> 1
    return (older, newer) if last == 0 else None
