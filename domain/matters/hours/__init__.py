"""Talkoo-hours (talkootunnit): what volunteers give, by seat, and what it is worth under the rate of a call."""

from domain.matters.hours.state import Hours

__all__ = ["Hours"]
