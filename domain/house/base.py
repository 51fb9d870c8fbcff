"""What every fact of the house is."""

from __future__ import annotations

from domain.events.base import Event
from domain.kinds import Kinded

STREAM = "house"
"""The one stream of what concerns the installation and no initiative alone."""

OPERATOR = "operator"
"""The actor of what was done on the machine itself: who sat at it is not known here."""

ERASED = "erased"
"""How somebody is named who has been erased: no id of theirs is made any more."""

ACTOR_MARK = "h"
"""How the random id of a person in this stream begins; a key is `key:<id>`."""


class HouseEvent(Event, Kinded):
    """A fact of the house: who was given power, and what was done with it. A family of its own: no initiative's state
    follows from it.

    Fields are ids, closed words, numbers and times: nothing names anybody, and nothing is free text. A person is named
    by their random id of this stream (`models.house.actor_of`), which is forgotten with them; initiatives, seats,
    organisations, mandates, models and keys by their own ids.
    """

    @property
    def about(self) -> str | None:
        """The initiative that the fact is about, if about one: so its histories find it."""
        about: str | None = getattr(self, "initiative", None)
        return about
