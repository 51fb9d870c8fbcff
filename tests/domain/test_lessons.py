"""Which lessons of earlier initiatives a new one begins with: relevant ones only, the most relevant first, a few."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.lessons import Beginning, Relevance, Written, preloaded, relevance
from tests.fixtures.rules import START

HERE = Beginning("297", "youth", "model", follows="former")


def written(
    initiative: str = "earlier",
    *,
    place: str = "297",
    theme: str = "youth",
    model: str = "model",
    disproved: int = 0,
    days: int = 0,
    entry: int = 9,
) -> Written:
    at = START + timedelta(days=days)
    return Written(initiative, place, theme, model, entry, f"l{entry}", "ab" * 32, at, disproved)


def test_what_shares_neither_place_nor_theme_is_not_relevant_whatever_its_model() -> None:
    assert relevance(written(place="734", theme="roads"), HERE) is None
    assert relevance(written("former", place="734", theme="roads"), HERE) is Relevance.FOLLOWS
    assert relevance(written(place="734"), HERE) is Relevance.THEME
    assert relevance(written(theme="roads"), HERE) is Relevance.PLACE
    assert relevance(written(), HERE) is Relevance.PLACE_AND_THEME


def test_the_initiative_that_is_gone_on_from_comes_first_then_place_and_theme() -> None:
    known = [
        written("a", theme="roads"),
        written("b", place="734"),
        written("c"),
        written("former", place="734", theme="roads"),
    ]
    chosen = preloaded(known, HERE, 3)
    assert [(one.id, one.initiative) for one in chosen] == [("e1", "former"), ("e2", "c"), ("e3", "b")]


def test_of_equal_ones_the_less_disproved_then_the_same_model_then_the_newest_comes_first() -> None:
    known = [
        written("old", days=1),
        written("new", days=5),
        written("other", model="else", days=9),
        written("wrong", disproved=1, days=9),
    ]
    assert [one.initiative for one in preloaded(known, HERE, 9)] == ["new", "old", "other", "wrong"]


KNOWN = st.lists(
    st.builds(
        written,
        st.sampled_from(["former", "a", "b"]),
        place=st.sampled_from(["297", "734"]),
        theme=st.sampled_from(["youth", "roads"]),
        model=st.sampled_from(["model", "else"]),
        disproved=st.integers(0, 2),
        days=st.integers(0, 3),
        entry=st.integers(1, 9),
    ),
    max_size=12,
    unique_by=lambda one: (one.initiative, one.entry),
)


@given(KNOWN, st.integers(1, 7), st.randoms(use_true_random=False))
def test_few_are_chosen_all_relevant_and_the_order_of_what_is_known_does_not_matter(
    known: list[Written], most: int, random: object
) -> None:
    chosen = preloaded(known, HERE, most)
    concerning = [one for one in known if relevance(one, HERE) is not None]
    assert len(chosen) == min(most, len(concerning))
    assert [one.id for one in chosen] == [f"e{n}" for n in range(1, len(chosen) + 1)]
    order = [list(Relevance).index(one.because) for one in chosen]
    assert order == sorted(order)
    shuffled = list(known)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert preloaded(shuffled, HERE, most) == chosen
