"""Convening (koollekutsuminen): who takes the seats, who chairs, and what the first meeting wrote down."""

from domain.phases.convening.state import Convening

__all__ = ["Convening"]
