"""Correcting: an answer is superseded by a new one or withdrawn; both stay, and the last valid one counts."""
