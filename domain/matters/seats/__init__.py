"""Seats (edustus): who speaks for each seat: deputies, absences, terms, and holders who leave."""

from domain.matters.seats.state import Seats

__all__ = ["Seats"]
