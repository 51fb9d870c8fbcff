"""How large a run of the measures is: the sizes that the goals name, or the small ones that a test runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Size:
    """`pairs` of turns, product and reference in turn. `opened` initiatives are open, `stored` ledger entries verified,
    `listed` initiatives on the board.
    """

    pairs: int = 3
    quick: bool = False
    opened: int = 10_000
    stored: int = 1_000_000
    listed: int = 100_000

    @classmethod
    def small(cls) -> Size:
        """The size of a test: shapes and counts, no figures to be trusted."""
        return cls(pairs=1, quick=True, opened=8, stored=300, listed=120)

    def of(self, full: T, quick: T) -> T:
        """One of the two."""
        return quick if self.quick else full
