"""Entries (kirjaukset): what is entered for a seat by phone and on paper, read back to it, and open to correction."""

from domain.matters.entries.state import Entries

__all__ = ["Entries"]
