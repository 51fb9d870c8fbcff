"""What an initiative stands on: the mandate it was started under, and those that it went on under since."""

from __future__ import annotations

from datetime import date

from domain.charter import Charter
from domain.mandates import Mandate


class Mandated:
    """The questions that mandates answer, for the initiative that holds them."""

    charter: Charter
    mandates: tuple[Mandate, ...]

    @property
    def mandate(self) -> Mandate:
        """The newest mandate, which may not be valid yet."""
        return self.mandates[-1] if self.mandates else self.charter.mandate

    @property
    def backbone(self) -> str:
        """The organisation that coordinates: the holder of the newest mandate."""
        return self.mandates[-1].given_to if self.mandates else self.charter.backbone

    def mandate_on(self, day: date) -> Mandate:
        """The mandate of a local day: the newest that is valid then, else the newest that has begun."""
        every = (self.charter.mandate, *self.mandates)
        begun = [mandate for mandate in every if mandate.valid_from <= day] or [self.charter.mandate]
        return next((mandate for mandate in reversed(begun) if mandate.valid_on(day)), begun[-1])
