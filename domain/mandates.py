"""Mandates: who allowed it, for which place, theme and act, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.refusals import MandateOutOfDate, MandateOutOfScope

EVERYWHERE = "*"


@dataclass(frozen=True)
class Mandate:
    """A mandate as recorded in the register. Dates are local and inclusive; `*` in a scope means all of them."""

    id: str
    given_by: str
    given_to: str
    acts: tuple[str, ...]
    places: tuple[str, ...]
    themes: tuple[str, ...]
    valid_from: date
    valid_until: date
    meeting_reference: str

    def valid_on(self, day: date) -> bool:
        """Whether the mandate is valid on this local day."""
        return self.valid_from <= day <= self.valid_until

    def require(self, *, act: str, holder: str, place: str, theme: str, day: date) -> None:
        """Raise MandateOutOfDate or MandateOutOfScope unless `holder` may do `act` there, on that theme, that day."""
        if not self.valid_on(day):
            raise MandateOutOfDate(
                f"the mandate is valid from {self.valid_from} to {self.valid_until}, and today is {day}",
                path="mandate",
                remedy="ask its giver to renew it, or name another mandate",
            )
        if holder != self.given_to:
            raise MandateOutOfScope(
                "the mandate was given to another organisation",
                path="backbone",
                remedy="name a mandate given to this backbone",
            )
        for name, scope, wanted in (
            ("act", self.acts, act),
            ("place", self.places, place),
            ("theme", self.themes, theme),
        ):
            if EVERYWHERE not in scope and wanted not in scope:
                raise MandateOutOfScope(
                    f"the mandate does not cover the {name} '{wanted}'",
                    path="mandate" if name == "act" else name,
                    remedy=f"it covers: {', '.join(scope)}",
                )
