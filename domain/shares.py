"""Shares: exact parts of a whole, so that two thirds of twelve seats are eight and never nine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """`part` of `whole`, in lowest terms and at most all of it; the ledger keeps whole numbers only."""

    part: int
    whole: int

    def least_of(self, total: int) -> int:
        """The least whole number that reaches this share of `total`."""
        return -(-total * self.part // self.whole)

    def most_of(self, total: int) -> int:
        """The largest whole number that stays within this share of `total`."""
        return total * self.part // self.whole
