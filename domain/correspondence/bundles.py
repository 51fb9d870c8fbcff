"""Bundles: which of a person's due letters go now, as one message and in which order, and when the others may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from domain.correspondence import budget
from domain.correspondence.piece import Manner, Piece
from domain.correspondence.windows import may_go, next_moment

MOST_PARTS = 20
"""Letters in one message: what is beyond waits for the next one."""

_NO_DEADLINE = datetime.max.replace(tzinfo=UTC)
_AT_ONCE = timedelta()


@dataclass(frozen=True)
class Composition:
    """The parts of one message in their order, none where none goes now; and of the others, by id, when they may go at
    the earliest.
    """

    parts: tuple[Piece, ...]
    waiting: dict[str, datetime]


def compose(
    pieces: Sequence[Piece],
    now: datetime,
    *,
    manner: Manner = Manner(),  # noqa: B008  frozen
    last: datetime | None = None,
    gather: timedelta = _AT_ONCE,
) -> Composition:
    """What goes to a person now of all that is due and still owed, after the `last` message was composed.

    Letters that fall due together are written one after the other, so each waits `gather` for others, if it is not
    urgent. Once one goes, all those go along that may be read at this hour: they add no message.
    """
    turns = {piece.id: _turn(piece, now, manner, last, gather) for piece in pieces}
    if min((turn.at for turn in turns.values()), default=None) != now:
        return Composition((), {id_: turn.at for id_, turn in turns.items()})
    along = [piece for piece in pieces if turns[piece.id].at == now or _at_this_hour(piece, now, manner)]
    chosen = sorted(along, key=lambda piece: (not turns[piece.id].is_urgent, _rank(piece, now)))[:MOST_PARTS]
    gone = {piece.id for piece in chosen}
    waiting = {piece.id: _turn(piece, now, manner, now, _AT_ONCE).at for piece in pieces if piece.id not in gone}
    return Composition(in_order(chosen, now), waiting)


def whole_at(pieces: Sequence[Piece], now: datetime, *, manner: Manner, last: datetime | None) -> datetime:
    """When all of a message that was composed before may go once more, none of it at a wrong hour."""
    turns = [(piece, _turn(piece, now, manner, last, _AT_ONCE)) for piece in pieces]
    hours = [next_moment(piece.calendar, now, urgent=turn.is_urgent, quiet=manner.quiet) for piece, turn in turns]
    return max(*hours, min(turn.at for _, turn in turns))


def in_order(pieces: Iterable[Piece], now: datetime) -> tuple[Piece, ...]:
    """The most urgent first; what is of one initiative stands together, where its most urgent letter stands."""
    groups: dict[str, list[Piece]] = {}
    for piece in sorted(pieces, key=lambda piece: _rank(piece, now)):
        groups.setdefault(piece.initiative, []).append(piece)
    return tuple(piece for group in groups.values() for piece in group)


def outdated(pieces: Iterable[Piece]) -> frozenset[str]:
    """The ids of those letters that ask for the same thing as a newer one that is due, too: that one is enough. A first
    letter stands for all reminders after it.
    """
    newest: dict[tuple[str, str], Piece] = {}
    asking = [piece for piece in pieces if budget.counts(piece.voice)]
    for piece in asking:
        thing = (piece.initiative, piece.about)
        newest[thing] = max((piece, newest.get(thing, piece)), key=lambda one: (one.voice.is_first, one.due_at, one.id))
    return frozenset(piece.id for piece in asking if piece is not newest[piece.initiative, piece.about])


class _Turn(NamedTuple):
    """When a letter may go by itself: now, or later; and whether it passes window and budget."""

    at: datetime
    is_urgent: bool


def _turn(piece: Piece, now: datetime, manner: Manner, last: datetime | None, gather: timedelta) -> _Turn:
    calendar = piece.calendar
    soonest = next_moment(calendar, max(now, piece.due_at), urgent=True, quiet=manner.quiet)
    together = piece.due_at + (gather if calendar.day_milliseconds is None else _AT_ONCE)
    free = budget.free_at(calendar, last, manner.days) or now
    ordinary = next_moment(calendar, max(now, together, free), quiet=manner.quiet)
    is_urgent = budget.is_urgent(piece, now) or budget.presses(piece, soonest, ordinary)
    return _Turn(soonest if is_urgent else ordinary, is_urgent)


def _at_this_hour(piece: Piece, now: datetime, manner: Manner) -> bool:
    """Whether it may be read now; what is yet to settle is not said before."""
    return piece.due_at <= now and may_go(piece.calendar, now, quiet=manner.quiet)


def _rank(piece: Piece, now: datetime) -> tuple[bool, datetime, bool, datetime, str]:
    """The most urgent first: what is due soonest, and a first letter before a reminder."""
    due = piece.counted_on or piece.due or _NO_DEADLINE
    return (not budget.is_urgent(piece, now), due, not piece.voice.is_first, piece.due_at, piece.id)
