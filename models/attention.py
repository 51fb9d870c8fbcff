"""The board as staff read it: what is late first, then what is due soon; what rests and what has ended last.

Each stretch of the board is a walk along an index (`status`, `next_due`, `id`), so that a page of fifty costs the same
among a hundred thousand initiatives as among fifty.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, literal, or_, select, tuple_, union
from sqlmodel import Session

from domain.refusals import Malformed
from models.actings import COORDINATOR
from models.boards import principal_of
from models.states import InitiativeStatus
from models.tables import Acting, Actor, Initiative
from models.tables.base import rows_of
from models.times import Moment

COUNTED: Final = 1_000
"""As far as the initiatives of a stretch are counted; beyond it there are more than so many."""

_initiative, _own, _actor, _acting = (
    rows_of(Initiative).c,
    *(rows_of(one).alias() for one in (Initiative, Actor, Acting)),
)
_ME: BindParameter[str | None] = bindparam("principal")
COORDINATED = union(
    select(_own.c.id).join(_actor, _actor.c.id == _own.c.coordinator).where(_actor.c.principal == _ME),
    select(_acting.c.initiative_id)
    .join(_actor, _actor.c.id == _acting.c.actor)
    .where(_acting.c.seat == COORDINATOR, or_(_actor.c.principal == _ME, _actor.c.person_id == bindparam("person"))),
)
"""The initiatives that a principal, whom `principal_of` binds, coordinates or has been named to stand in for. Asked
from the actors on: a coordinator has dozens of them among many thousands.
"""


class Stretch(StrEnum):
    """A part of the board, in the order in which they are read."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"
    PAUSED = "paused"
    HELD = "held"
    ENDED = "ended"

    @property
    def is_dated(self) -> bool:
        """Whether it is in the order of deadlines; others are newest first."""
        return self in (Stretch.LATE, Stretch.SOON, Stretch.LATER)


@dataclass(frozen=True)
class Asked:
    """Which initiatives are wanted: each filter that is given must match. `of` is the principal who coordinates them,
    `ids` are those among which they must be. Soon is what is due before `soon`, which is later than `now`.
    """

    now: datetime
    soon: datetime
    of: str | None = None
    place: str | None = None
    phase: str | None = None
    theme: str | None = None
    ids: Collection[str] | None = None


class Place(NamedTuple):
    """A place on the board: the last initiative that was shown, by its stretch and what it is in order of."""

    stretch: Stretch
    at: datetime
    id: str


class Row(NamedTuple):
    """An initiative of the board as its own row tells it."""

    id: str
    title_ref: str
    model_id: str
    place: str
    theme: str
    phase: str
    round: int
    status: InitiativeStatus
    outcome: str | None
    opened_at: datetime
    phase_opened_at: datetime
    phase_due: datetime
    next_due: datetime | None
    ended_at: datetime | None


_SHOWN = [_initiative[name] for name in Row._fields]


def page(session: Session, asked: Asked, after: Place | None, limit: int) -> list[tuple[Stretch, Row]]:
    """So many initiatives from a place on, each with the stretch that it lies in."""
    found: list[tuple[Stretch, Row]] = []
    for stretch in Stretch:
        if after is not None and list(Stretch).index(stretch) < list(Stretch).index(after.stretch):
            continue
        query = _walk(asked, stretch, after if after and after.stretch is stretch else None)
        rows = session.execute(query.limit(limit - len(found)), principal_of(asked.of)).all()
        found += [(stretch, Row(*row)) for row in rows]
        if len(found) == limit:
            break
    return found


def counts(session: Session, asked: Asked) -> dict[Stretch, int]:
    """How many initiatives lie in each stretch, `COUNTED` at the most."""
    numbers = [
        select(func.count())
        .select_from(select(_initiative.id).where(*_conditions(asked, stretch)).limit(COUNTED).subquery())
        .scalar_subquery()
        for stretch in Stretch
    ]
    return dict(zip(Stretch, session.execute(select(*numbers), principal_of(asked.of)).one(), strict=True))


def in_use(session: Session, column: str) -> list[str]:
    """The words that a column (`place`, `theme`) holds, in order: each is one seek in the column's index."""
    every = _initiative[column]
    found = select(func.min(every).label("word")).cte("found", recursive=True)
    after = select(func.min(every)).where(every > found.c.word).correlate(found).scalar_subquery()
    found = found.union_all(select(after).where(found.c.word.is_not(None)))
    return list(session.execute(select(found.c.word).where(found.c.word.is_not(None))).scalars())


def narrowed(session: Session, asked: Asked) -> Asked:
    """The same with the ids of the initiatives that the principal coordinates, if they are not very many: found by
    these, they need no walk past all the others.
    """
    if asked.of is None:
        return asked
    ids = session.execute(select(COORDINATED.subquery()).limit(COUNTED + 1), principal_of(asked.of)).scalars().all()
    return replace(asked, of=None, ids=ids) if len(ids) <= COUNTED else asked


def titles(session: Session, asked: Asked, limit: int) -> list[tuple[str, str, str, str]]:
    """Of the newest of what is asked for: id, where its title lies in the vault, place and theme."""
    shown = select(_initiative.id, _initiative.title_ref, _initiative.place, _initiative.theme)
    query = shown.where(*_filters(asked)).order_by(_initiative.opened_at.desc(), _initiative.id.desc())
    rows = session.execute(query.limit(limit), principal_of(asked.of))
    return [(row.id, row.title_ref, row.place, row.theme) for row in rows]


def _walk(asked: Asked, stretch: Stretch, after: Place | None) -> Select[Any]:
    query = select(*_SHOWN).where(*_conditions(asked, stretch))
    column = _initiative.next_due if stretch.is_dated else _initiative.opened_at
    order = (column, _initiative.id) if stretch.is_dated else (column.desc(), _initiative.id.desc())
    if after is not None:
        here, there = tuple_(column, _initiative.id), tuple_(literal(after.at, Moment()), literal(after.id))
        query = query.where(here > there if stretch.is_dated else here < there)
    return query.order_by(*order)


def _conditions(asked: Asked, stretch: Stretch) -> Iterator[ColumnElement[bool]]:
    status = stretch.value if stretch in (Stretch.PAUSED, Stretch.HELD, Stretch.ENDED) else InitiativeStatus.OPEN
    yield _initiative.status == InitiativeStatus(status)
    match stretch:
        case Stretch.LATE:
            yield _initiative.next_due <= asked.now
        case Stretch.SOON:
            yield _initiative.next_due > asked.now
            yield _initiative.next_due <= asked.soon
        case Stretch.LATER:
            yield _initiative.next_due > asked.soon
        case Stretch.UNDATED:
            yield _initiative.next_due.is_(None)
    yield from _filters(asked)


def _filters(asked: Asked) -> Iterator[ColumnElement[bool]]:
    for name in ("place", "phase", "theme"):
        if (wanted := getattr(asked, name)) is not None:
            yield _initiative[name] == wanted
    if asked.ids is not None:
        yield _initiative.id.in_(asked.ids)
    if asked.of is not None:
        yield _initiative.id.in_(COORDINATED)


def cursor_of(stretch: Stretch, row: Row) -> str:
    """The cursor after an initiative."""
    at = row.next_due if stretch.is_dated else row.opened_at
    return base64.urlsafe_b64encode("|".join((stretch, (at or row.opened_at).isoformat(), row.id)).encode()).decode()


def read_cursor(cursor: str | None) -> Place | None:
    """The place that a cursor names. Raises Malformed for a text that is no cursor of ours."""
    if not cursor:
        return None
    try:
        stretch, moment, initiative = base64.urlsafe_b64decode(cursor.encode()).decode().split("|")
        place = Place(Stretch(stretch), datetime.fromisoformat(moment), initiative)
    except (ValueError, binascii.Error):
        place = None
    if place is None or place.at.tzinfo is not UTC:
        raise Malformed("this is no cursor", path="after", remedy="go to the first page")
    return place
