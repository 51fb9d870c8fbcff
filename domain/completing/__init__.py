"""The completing set: the smallest set of those whose favourable acts would open the gate."""

from domain.completing.sets import completing_set

__all__ = ["completing_set"]
