"""Establishment (vakiintuminen): five evidenced grounds, a receiver, and whether the practice lives on for years."""

from domain.phases.establishment.state import Establishment

__all__ = ["Establishment"]
