"""Standing: who is entitled, who is present, who is still silent. What the gate counts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from domain.seats import Sector


@dataclass(frozen=True)
class Standing:
    """Seat ids, each tuple in the order of the roster. `present` and `silent` are parts of `entitled`.

    A present seat has acted favourably (accepted, endorsed, answered); a silent one may still do so; the rest of the
    entitled have acted otherwise. `voices` are heard without a seat: residents and informal groups.
    """

    entitled: tuple[str, ...]
    present: tuple[str, ...]
    silent: tuple[str, ...]
    voices: dict[Sector, int] = field(default_factory=dict)

    def without(self, recused: tuple[str, ...]) -> Standing:
        """The standing once these have left numerator and denominator."""
        if not recused:
            return self
        entitled, present, silent = (
            tuple(seat for seat in seats if seat not in recused) for seats in (self.entitled, self.present, self.silent)
        )
        return replace(self, entitled=entitled, present=present, silent=silent)
