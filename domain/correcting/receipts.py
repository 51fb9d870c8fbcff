"""A corrected receipt: no application was submitted after the funder had decided on it."""

from __future__ import annotations

from domain.correcting.naming import Named
from domain.events import Event
from domain.initiative import Initiative
from domain.matters.application.events import ApplicationDecided, ApplicationSubmitted
from domain.refusals import Malformed


def require_before_decisions(initiative: Initiative, found: Named, event: Event) -> None:
    """Raise Malformed if the receipt that is put right is of a later local day than a decision that stands."""
    if not isinstance(event, ApplicationSubmitted):
        return
    received = initiative.calendar.local(event.at).date()
    decided = [entry for entry in found.later if isinstance(entry.event, ApplicationDecided)]
    before = next((entry for entry in decided if vars(entry.event)["day"] < received), None)
    if before is not None:
        raise Malformed(
            f"by entry {before.seq} the funder had decided before that",
            path="at",
            remedy="look at the receipt, or correct the decision first",
        )
