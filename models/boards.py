"""What boards and lists ask of the read model: plain SELECTs, by keyset."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, or_, select, tuple_
from sqlmodel import Session
from sqlmodel import select as select_rows

from domain.mandates import EVERYWHERE
from domain.obligations import ObligationState
from domain.refusals import Malformed
from models.actings import COORDINATOR
from models.states import InitiativeStatus
from models.tables import Acting, Actor, Initiative, Mandate, Obligation
from models.tables.base import rows_of
from models.times import Moment

SOME = 20
"""Themes that a refusal names."""
Cursor = tuple[datetime, str]


class Standing(NamedTuple):
    """An initiative as the board shows it, with the number of those who owe and the earliest of their deadlines."""

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
    phase_due: datetime
    owing: int = 0
    earliest_due: datetime | None = None


# On the plain tables: a page is fifty rows, and mapping them to objects took longer than finding them.
_initiative, _actor, _owed = rows_of(Initiative), rows_of(Actor), rows_of(Obligation).c
_acting, _deputy = rows_of(Acting), rows_of(Actor).alias()
_STOOD_IN_FOR = (
    select(_acting.c.initiative_id)
    .join(_deputy, _deputy.c.id == _acting.c.actor)
    .where(
        _acting.c.seat == COORDINATOR,
        or_(_deputy.c.person_id == bindparam("person"), _deputy.c.principal == bindparam("principal")),
    )
)
"""The initiatives whose coordinator a principal has been named to stand in for."""

_SHOWN = [_initiative.c[name] for name in Standing._fields if name in _initiative.c]
_OWING = (
    select(_owed.initiative_id, func.count(), func.min(_owed.due))
    .where(_owed.initiative_id.in_(bindparam("initiatives", expanding=True)), _owed.state == ObligationState.OPEN)
    .group_by(_owed.initiative_id)
)


def page(
    session: Session, filters: Mapping[str, object], principal: str | None, before: Cursor | None, limit: int
) -> list[Standing]:
    """Initiatives that match every filter (by column), of one coordinator if `principal` is given, newest first."""
    person = principal.removeprefix("person:") if principal and principal.startswith("person:") else None
    asked = dict(filters) | {"principal": principal, "person": person, "limit": limit}
    if before is not None:
        asked |= {"before_at": before[0], "before_id": before[1]}
    query = _page(tuple(filters), of_one=principal is not None, goes_on=before is not None)
    connection = session.connection()
    rows = connection.execute(query, asked).all()
    owing = {of: told for of, *told in connection.execute(_OWING, {"initiatives": [row.id for row in rows]})}
    return [Standing(*row, *owing.get(row.id, ())) for row in rows]


@cache
def _page(filters: tuple[str, ...], *, of_one: bool, goes_on: bool) -> Select[tuple[Any, ...]]:
    """Built once for each kind of question: that took as long as a third of the answer."""
    query = select(*_SHOWN).where(*(_initiative.c[name] == bindparam(name) for name in filters))
    if of_one:
        query = query.join_from(_initiative, _actor, _actor.c.id == _initiative.c.coordinator)
        query = query.where(or_(_actor.c.principal == bindparam("principal"), _initiative.c.id.in_(_STOOD_IN_FOR)))
    if goes_on:
        place = tuple_(bindparam("before_at", type_=Moment()), bindparam("before_id"))
        query = query.where(tuple_(_initiative.c.opened_at, _initiative.c.id) < place)
    return query.order_by(_initiative.c.opened_at.desc(), _initiative.c.id.desc()).limit(bindparam("limit"))


def require_theme(session: Session, theme: str) -> None:
    """Raise Malformed for a theme that no initiative has and no mandate names, with some of those that there are.
    Themes are free words, so where there is none yet every word is one.
    """
    in_use = {row.theme for row in session.connection().execute(select(_initiative.c.theme).distinct())}
    named = {one for themes in session.exec(select_rows(Mandate.themes)) for one in themes} - {EVERYWHERE}
    known = sorted(in_use | named)
    if known and theme not in known:
        more = f" and {len(known) - SOME} more" if len(known) > SOME else ""
        raise Malformed(
            f"no initiative has the theme {theme}, and no mandate names it",
            path="theme",
            remedy=f"name one of {', '.join(known[:SOME])}{more}",
        )


def cursor_of(row: Standing) -> str:
    """The cursor after a row."""
    return base64.urlsafe_b64encode(f"{row.opened_at.isoformat()}|{row.id}".encode()).decode()


def read_cursor(cursor: str | None) -> Cursor | None:
    """The place a cursor names. Raises Malformed for a text that is no cursor of ours."""
    if cursor is None:
        return None
    try:
        moment, _, initiative = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        at = datetime.fromisoformat(moment)
    except (ValueError, binascii.Error):
        at, initiative = None, ""
    if at is None or at.tzinfo is not UTC or at.year < 2000 or not initiative.isidentifier():
        raise Malformed("this is no cursor", path="cursor", remedy="use the cursor of the page before, unchanged")
    return at, initiative
