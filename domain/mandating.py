"""Mandating: an initiative goes on under the mandate that its giver decided on in place of the former one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.asking import fulfils
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event, MandateRenewed
from domain.initiative import Initiative
from domain.mandates import Mandate
from domain.refusals import AlreadyAnswered, MandateOutOfDate, MandateOutOfScope

RENEW: Final = "renew_mandate"
"""The duty that warns of a mandate's end."""

MOST: Final = 50
"""As many mandates as one initiative carries: years of it."""


def taken_over(initiative: Initiative, said: Said, mandate: Mandate, now: datetime) -> tuple[Event, ...]:
    """Go on under a mandate that was renewed or transferred. Raises NotEntitled, AlreadyAnswered, MandateOutOfDate,
    MandateOutOfScope.
    """
    require_coordinator(said)
    require_next(initiative, mandate, now)
    _require_asked(initiative, mandate)
    return (MandateRenewed(mandate), *fulfils(initiative, RENEW))


def _require_asked(initiative: Initiative, mandate: Mandate) -> None:
    """Raise MandateOutOfScope for another organisation's mandate: that one has its own word in it, wherever the model
    lets it be asked.
    """
    exits = initiative.charter.model.exits
    if mandate.given_to != initiative.backbone and exits is not None and exits.offer is not None:
        raise MandateOutOfScope(
            f"the mandate was transferred to {mandate.given_to}, which has not been asked to go on with the initiative",
            path="mandate",
            remedy="offer it to its coordinator (initiative.offer_backbone)",
        )


def require_next(initiative: Initiative, mandate: Mandate, now: datetime) -> None:
    """Raise AlreadyAnswered, MandateOutOfDate or MandateOutOfScope unless the initiative may go on under this mandate,
    which was decided on in place of its newest.
    """
    newest, day = initiative.mandate, initiative.calendar.local(now).date()
    if mandate.id in (initiative.charter.mandate.id, *(taken.id for taken in initiative.mandates)):
        raise AlreadyAnswered("the initiative stands on this mandate already", path="mandate")
    if mandate.former != newest.id or len(initiative.mandates) >= MOST:
        raise MandateOutOfScope(
            f"the initiative stands on {newest.id}, and this mandate was not decided on in its place",
            path="mandate",
            remedy=f"name the one that renews or transfers {newest.id}; where there are several, one after the other",
        )
    if mandate.valid_until < day:
        raise MandateOutOfDate(f"the mandate ended on {mandate.valid_until}", path="mandate", remedy="have it renewed")
    if not mandate.covers(initiative.charter.place, initiative.charter.theme):
        raise MandateOutOfScope(
            f"the mandate does not cover {initiative.charter.theme} in {initiative.charter.place}",
            path="mandate",
            remedy=f"it covers: {', '.join(mandate.themes)} in {', '.join(mandate.places)}",
        )
