from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.merkle import Node, full_nodes, leaf
from domain.ledger.tiles import HEIGHT, grown, kept_under, open_tiles, over
from tests.domain.ledger.test_merkle import reader

MANY = [f"entry {number}".encode() for number in range(700)]


@given(st.lists(st.integers(1, 300), min_size=1, max_size=4))
def test_what_is_kept_is_the_same_in_whatever_steps_the_tree_grows(steps: list[int]) -> None:
    kept, size = dict[Node, bytes](), 0
    for step in steps:
        leaves = [leaf(entry) for entry in MANY[size : size + step]]
        tails = {
            number * HEIGHT: [kept[Node(number * HEIGHT, index)] for index in tile]
            for number, tile in enumerate(open_tiles(size))
        }
        fresh = grown(size, tails, leaves)
        assert not fresh.keys() & kept.keys()
        kept |= fresh | {Node(0, size + place): hash_ for place, hash_ in enumerate(leaves)}
        size += len(leaves)
    read = reader(MANY)
    assert kept == {node: read(node) for node in kept}
    levels = [size >> level for level in range(0, 16, HEIGHT)]
    assert len(kept) == sum(levels)


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_any_node_is_folded_from_few_that_are_kept(first: int, length: int) -> None:
    for node in full_nodes(first, first + length):
        under = list(kept_under(node))
        assert len(under) <= 8
        assert all(one.level % HEIGHT == 0 for one in under)
        assert [number for one in under for number in range(one.first, one.end)] == list(range(node.first, node.end))


def test_a_node_over_others_is_the_one_of_the_tree() -> None:
    read = reader(MANY)
    assert over([read(node) for node in kept_under(Node(7, 1))]) == read(Node(7, 1))
