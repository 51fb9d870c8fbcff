"""Standing: who is entitled, who is present, who is still silent. What the gate counts."""

from __future__ import annotations

from dataclasses import dataclass, field

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
