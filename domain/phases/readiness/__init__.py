"""Readiness (valmius): whether this is the right way and the place is ready for it; if it is not, what would help."""

from domain.phases.readiness.state import Readiness

__all__ = ["Readiness"]
