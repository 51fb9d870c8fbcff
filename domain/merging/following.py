"""What each event about merging changes of what is known of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.events import Event
from domain.merging.events import InitiativeMerged, MergeAccepted, MergeOffered, MergeTakenIn, SeatsJoined
from domain.merging.offers import MergedInto, MergeOffer, Merging, TookIn


def after(merging: Merging, event: Event, at: datetime) -> Merging:
    """What is known once this event has happened."""
    match event:
        case MergeOffered(number, into, taker, reason, deputies):
            return replace(merging, offers=number, offer=MergeOffer(number, into, taker, reason, deputies=deputies))
        case MergeAccepted() if merging.offer is not None:
            return replace(merging, offer=replace(merging.offer, agreed_at=at))
        case InitiativeMerged(_, into, seq):
            return replace(merging, offer=None, into=MergedInto(into, seq))
        case MergeTakenIn(initiative, seq=seq, needs=needs, seats=seats):
            return replace(merging, took_in=(*merging.took_in, TookIn(initiative, seq, needs, seats)))
        case SeatsJoined(seats=seats):
            return replace(merging, joined=(*merging.joined, *seats))
        case _:
            return replace(merging, offer=None)
