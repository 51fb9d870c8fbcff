"""What exits do beside leaving a phase, read strictly: how long a phase may rest, how long an offer stands."""

from __future__ import annotations

from domain.operating_model import DecisionRule, ExitsRule, HoldRule
from domain.schema.obligations import NAME
from domain.schema.reading import Place

_MOST_HOLDS = 10


def exits_rule(place: Place) -> ExitsRule:
    """Read `exits`; without `hold` or `offer` no phase may be left that way. Raises ModelInvalid with the path."""
    fields = place.fields(optional=("hold", "offer"))
    return ExitsRule(
        hold=_hold(fields["hold"]) if "hold" in fields else None,
        offer=_offer(fields["offer"]) if "offer" in fields else None,
    )


def _hold(place: Place) -> HoldRule:
    fields = place.fields("longest", "most", "due", "ladder")
    return HoldRule(
        longest=fields["longest"].duration(),
        most=fields["most"].number(_MOST_HOLDS),
        due=fields["due"].duration(),
        ladder=fields["ladder"].text(NAME, "write the name of a ladder"),
    )


def _offer(place: Place) -> DecisionRule:
    fields = place.fields("due", "ladder")
    return DecisionRule(fields["due"].duration(), fields["ladder"].text(NAME, "write the name of a ladder"))
