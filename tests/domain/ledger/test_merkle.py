from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.merkle import (
    EMPTY,
    Node,
    consistency_nodes,
    full_nodes,
    inclusion_nodes,
    is_consistent,
    is_included,
    leaf,
    parent,
    proof,
    root,
)
from tests.fixtures import naive_merkle

VECTORS = [
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
PATHS = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
CONSISTENCIES = {
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
MANY = [f"entry {number}".encode() for number in range(130)]


def reader(entries: list[bytes]) -> Callable[[Node], bytes]:
    """What knows the nodes over these entries, each worked out once."""
    known = {Node(0, index): leaf(entry) for index, entry in enumerate(entries)}

    def read(node: Node) -> bytes:
        if node not in known:
            left = Node(node.level - 1, node.position * 2)
            known[node] = parent(read(left), read(Node(left.level, left.position + 1)))
        return known[node]

    return read


def shown(hashes: list[bytes]) -> tuple[str, ...]:
    return tuple(one.hex() for one in hashes)


def test_roots_and_proofs_are_those_of_the_vectors_of_certificate_transparency() -> None:
    read = reader(VECTORS)
    assert tuple(root(size, read).hex() for size in range(9)) == ROOTS
    assert {case: shown(proof(inclusion_nodes(*case), read)) for case in PATHS} == PATHS
    assert {case: shown(proof(consistency_nodes(*case), read)) for case in CONSISTENCIES} == CONSISTENCIES


def test_roots_and_proofs_of_all_sizes_to_130_are_those_of_the_definition() -> None:
    read = reader(MANY)
    for size in range(1, 131):
        entries = MANY[:size]
        assert root(size, read) == naive_merkle.tree_hash(entries)
        for index in {0, 1, size // 3, size // 2, size - 2, size - 1} & set(range(size)):
            assert proof(inclusion_nodes(index, size), read) == naive_merkle.path(index, entries), (index, size)
        for old in {1, 2, size // 3, size // 2, size & (size - 1), size - 1} & set(range(1, size)):
            assert proof(consistency_nodes(old, size), read) == naive_merkle.consistency(old, entries), (old, size)


def test_every_proof_of_all_sizes_to_130_shows_what_it_is_for_and_nothing_else() -> None:
    read = reader(MANY)
    roots = [root(size, read) for size in range(131)]
    for size in range(1, 131):
        for index in range(size):
            path = proof(inclusion_nodes(index, size), read)
            assert is_included(leaf(MANY[index]), index, size, path, roots[size])
            assert not is_included(leaf(MANY[index]), index, size, path, roots[size - 1])
        for old in range(size + 1):
            path = proof(consistency_nodes(old, size), read)
            assert is_consistent(old, size, path, roots[old], roots[size])
            assert old == 0 or not is_consistent(old, size, path, roots[old], roots[size - 1])


@given(st.data())
def test_a_proof_with_anything_changed_shows_nothing(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 130), "size")
    index = data.draw(st.integers(0, size - 1), "index")
    read = reader(MANY)
    path = proof(inclusion_nodes(index, size), read)
    place = data.draw(st.integers(0, len(path) - 1), "place")
    changed = {
        "another hash": [*path[:place], leaf(b"another"), *path[place + 1 :]],
        "one less": path[:place] + path[place + 1 :],
        "one more": [*path[:place], leaf(b"more"), *path[place:]],
        "twice the last": [*path, path[-1]],
    }
    for way, other in changed.items():
        assert not is_included(leaf(MANY[index]), index, size, other, root(size, read)), way
    assert not is_included(leaf(MANY[index]), (index + 1) % size, size, path, root(size, read))
    assert not is_included(leaf(b"another"), index, size, path, root(size, read))


@given(st.data())
def test_a_changed_proof_of_an_older_tree_shows_nothing(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 130), "new")
    old = data.draw(st.integers(1, new - 1), "old")
    read = reader(MANY)
    path, roots = proof(consistency_nodes(old, new), read), (root(old, read), root(new, read))
    place = data.draw(st.integers(0, len(path) - 1), "place")
    for other in (
        [*path[:place], leaf(b"another"), *path[place + 1 :]],
        path[:place] + path[place + 1 :],
        [*path[:place], leaf(b"more"), *path[place:]],
        [*path, path[-1]],
        [],
    ):
        assert not is_consistent(old, new, other, *roots)
    assert not is_consistent(old, new, path, leaf(b"another"), roots[1])


def test_nothing_is_proved_of_what_a_tree_does_not_have() -> None:
    assert not is_included(leaf(b""), 1, 1, [], leaf(b""))
    assert not is_included(leaf(b""), -1, 1, [], leaf(b""))
    assert not is_consistent(3, 2, [], EMPTY, EMPTY)
    assert is_consistent(0, 5, [], EMPTY, leaf(b"any"))
    assert not is_consistent(0, 5, [], leaf(b"any"), leaf(b"any"))
    with pytest.raises(ValueError, match="no leaf 4"):
        inclusion_nodes(4, 4)
    with pytest.raises(ValueError, match="does not begin"):
        consistency_nodes(5, 4)


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_full_subtrees_hold_every_leaf_of_a_range_once_and_stand_where_they_may(first: int, length: int) -> None:
    nodes = full_nodes(first, first + length)
    assert [number for node in nodes for number in range(node.first, node.end)] == list(range(first, first + length))
