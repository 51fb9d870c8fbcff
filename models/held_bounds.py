"""Bounds of what open calls take: from one sender, at one call, in the name of one mailbox, and held at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.held_keeping import waiting
from models.tables import HeldNeed, OpenCall

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Bounds:
    """How much an open call takes: from one network address in an hour, at one call in an hour, in the name of one
    e-mail address in a day, and how many it holds at once.
    """

    from_one_sender: int = 20
    at_one_call: int = 200
    for_one_mailbox: int = 3
    held_at_once: int = 500


@dataclass(frozen=True)
class Full:
    """A bound is reached; `until` there is room again (an estimate, where nobody can know)."""

    until: datetime


def bound_reached(
    session: Session, bounds: Bounds, call: OpenCall, sender: str | None, mailbox: str | None, now: datetime
) -> Full | None:
    """The bound that lasts longest of those that are reached, if any is; `sender` and `mailbox` are hashes."""
    here = (col(HeldNeed.initiative_id) == call.initiative_id, col(HeldNeed.call) == call.call)
    asked: list[tuple[int, timedelta, tuple[ColumnElement[bool], ...]]] = [(bounds.at_one_call, _HOUR, here)]
    if sender:
        asked.append((bounds.from_one_sender, _HOUR, (col(HeldNeed.sender) == sender,)))
    if mailbox:
        asked.append((bounds.for_one_mailbox, _DAY, (col(HeldNeed.mailbox) == mailbox,)))
    until = [_until(session, *bound, now) for bound in asked]
    if waiting(session, call.initiative_id, now) >= bounds.held_at_once:
        until.append(now + _HOUR)
    return max((Full(moment) for moment in until if moment), key=lambda full: full.until, default=None)


def _until(
    session: Session, most: int, window: timedelta, of: tuple[ColumnElement[bool], ...], now: datetime
) -> datetime | None:
    """Until when no more may come, because so many came within the window."""
    newest_first = select(HeldNeed.received_at).where(*of, col(HeldNeed.received_at) > now - window)
    last_that_counts = newest_first.order_by(col(HeldNeed.received_at).desc()).offset(most - 1).limit(1)
    received = session.exec(last_that_counts).first()
    return received + window if received else None
