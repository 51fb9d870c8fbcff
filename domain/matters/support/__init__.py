"""Support (tuki): an actor or the network asks, someone promises it for a day and gives it, and hears if it helped."""

from domain.matters.support.state import Support

__all__ = ["Support"]
