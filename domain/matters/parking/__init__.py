"""Parked needs (odottavat tarpeet): each waits until a day, and is then looked at again, whatever phase it is."""

from domain.matters.parking.state import Parking

__all__ = ["Parking"]
