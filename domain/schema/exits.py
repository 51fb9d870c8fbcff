"""What exits do beside leaving a phase, read strictly: how long and how often a phase may rest."""

from __future__ import annotations

from domain.operating_model import ExitsRule, HoldRule
from domain.schema.obligations import NAME
from domain.schema.reading import Place

_MOST_HOLDS = 10


def exits_rule(place: Place) -> ExitsRule:
    """Read `exits`; without `hold` no phase may be held. Raises ModelInvalid with the path."""
    fields = place.fields(optional=("hold",))
    return ExitsRule(hold=_hold(fields["hold"]) if "hold" in fields else None)


def _hold(place: Place) -> HoldRule:
    fields = place.fields("longest", "most", "due", "ladder")
    return HoldRule(
        longest=fields["longest"].duration(),
        most=fields["most"].number(_MOST_HOLDS),
        due=fields["due"].duration(),
        ladder=fields["ladder"].text(NAME, "write the name of a ladder"),
    )
