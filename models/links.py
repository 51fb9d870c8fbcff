"""Personal links: whose each is, for how long it opens, and how it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, case, exists, func, literal
from sqlalchemy import select as select_columns
from sqlmodel import Session, and_, col, or_, select, update

from domain.events import Because
from domain.letter import HANDED_OVER, INVITATION, TOLD, ToldOf
from domain.obligations import ObligationState
from models.prepared import Prepared
from models.tables import Initiative, Letter, Obligation
from models.tables.base import rows_of
from models.times import Moment

GRACE = timedelta(days=30)
"""How long a link outlives what its letter asked, and its initiative, so that people can read what became of both."""

_ONE_LOOK = timedelta(minutes=1)
"""A second look within it is none: so that clicking about does not write every time."""

_ITS_OBLIGATION = and_(
    col(Obligation.initiative_id) == col(Letter.initiative_id), col(Obligation.id) == col(Letter.obligation_id)
)

# Built once, on the plain tables, and one statement: it runs with every request that comes by a link.
_letter, _owed, _initiative = rows_of(Letter), rows_of(Obligation), rows_of(Initiative)
_his, _since, _handing = _letter.alias(), _owed.alias(), _letter.alias()
_LIES_WITH = case((_since.c.principal == _letter.c.actor, _letter.c.actor), else_=_since.c.owed_by)
"""Whoever is away still speaks for the seat: the one who stands in does so beside."""

_INVITATION = "answer_invitation"
_HANDED_ON = and_(
    _since.c.kind != _INVITATION,
    exists().where(
        _handing.c.initiative_id == _since.c.initiative_id,
        _handing.c.obligation_id == _since.c.id,
        _handing.c.step == HANDED_OVER,
    ),
)
"""A duty that somebody handed on by itself: it alone lies with the deputy, and the seat as before. With an invitation
the seat goes along.
"""

_NEWEST = (
    select_columns(_LIES_WITH)
    .select_from(
        _since.join(_his, and_(_since.c.initiative_id == _his.c.initiative_id, _since.c.id == _his.c.obligation_id))
    )
    .where(
        _his.c.initiative_id == _letter.c.initiative_id,
        _his.c.actor == _letter.c.actor,
        or_(
            _his.c.step == INVITATION,
            _his.c.step == HANDED_OVER,
            *(_his.c.step.like(f"{cause}.%") for cause in Because),
        ),
        _since.c.seat == _owed.c.seat,
        or_(_since.c.owed_by == _letter.c.actor, ~_HANDED_ON),
    )
    .order_by(_since.c.opened_at.desc(), _since.c.owed_by == _his.c.actor)
    .limit(1)
    .correlate(_letter, _owed)
    .scalar_subquery()
)
"""With whom the newest duty of a seat lies that was once the reader's. Whoever was only reminded as a deputy has had
none, and may answer for the seat.
"""
_its = and_(_owed.c.initiative_id == _letter.c.initiative_id, _owed.c.id == _letter.c.obligation_id)
_BY_TOKEN = Prepared(
    select_columns(_letter.c.id, _letter.c.initiative_id, _letter.c.obligation_id, _letter.c.actor)
    .add_columns(_owed.c.seat, _owed.c.state, _owed.c.due, _owed.c.settled_at, _initiative.c.ended_at, _letter.c.due_at)
    .add_columns(_NEWEST.label("newest"))
    .select_from(_letter.outerjoin(_owed, _its).join(_initiative, _initiative.c.id == _letter.c.initiative_id))
    .where(_letter.c.token_sha256 == bindparam("token"), _letter.c.revoked_at.is_(None))
)


@dataclass(frozen=True)
class Link:
    """Whose personal link it is: that of an actor, for one seat of one initiative, by one letter (id).

    `passed_on`: what the seat owes lies with somebody else by now, who got a link of their own. This one speaks for
    the seat no more; it is told apart from an unknown one so that its reader can be told so.
    """

    letter: str
    initiative: str
    obligation: str
    seat: str
    actor: str
    passed_on: bool = False


def by_token(session: Session, token_sha256: str, now: datetime) -> Link | None:
    """Whose link this is. None for unknown and revoked ones, and when there is nothing left to open: what the letter
    asked was settled 30 days ago or more and its reader owes nothing else for the seat, or the initiative ended then.
    A link is unknown until its letter goes out or it is handed out by hand.
    """
    row = _BY_TOKEN.first(session, {"token": token_sha256})
    told = ToldOf.of(row.obligation_id) if row is not None else None
    seat = told.seat if told else row.seat if row is not None else None
    if row is None or seat is None or (row.ended_at is not None and row.ended_at <= now - GRACE):
        return None
    link = Link(row.id, row.initiative_id, row.obligation_id, seat, row.actor)
    is_recent = row.state is ObligationState.OPEN or (row.settled_at or row.due or row.due_at) > now - GRACE
    if not is_recent and not _owes(session, link):
        return None
    newest = _lies_with(session, link) if told else row.newest
    return replace(link, passed_on=newest is not None and newest != link.actor)


def revoke(
    session: Session, now: datetime, *, letter: str | None = None, initiative: str = "", seat: str = ""
) -> Sequence[str]:
    """Take back the link of one letter, or all that a seat of an initiative has had so far; the ids of the letters.

    Later letters bring new links. Links revoked before are left as they are.
    """
    query = select(Letter).outerjoin(Obligation, _ITS_OBLIGATION).where(col(Letter.revoked_at).is_(None))
    if letter is not None:
        query = query.where(Letter.id == letter)
    else:
        told = col(Letter.obligation_id).endswith(f"/{TOLD}/{seat}", autoescape=True)
        query = query.where(Letter.initiative_id == initiative, or_(Obligation.seat == seat, told))
    rows = session.exec(query.order_by(col(Letter.id))).all()
    for row in rows:
        row.revoked_at = now
    return [row.id for row in rows]


def is_news(session: Session, token_sha256: str, now: datetime) -> bool:
    """Whether nobody is known to have looked, this very minute, at what this link opens."""
    return session.exec(select(Letter.id).where(*_unseen(token_sha256, now))).first() is not None


def see(session: Session, token_sha256: str, now: datetime) -> None:
    """Its reader looks at what this link opens; when they did first stays known."""
    first = func.coalesce(col(Letter.opened_at), literal(now, Moment()))
    session.execute(
        update(Letter).where(*_unseen(token_sha256, now)).values(opened_at=first, last_seen_at=now),
        execution_options={"synchronize_session": False},
    )


def _unseen(token_sha256: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    a_while = col(Letter.last_seen_at) <= now - _ONE_LOOK
    return col(Letter.token_sha256) == token_sha256, or_(col(Letter.last_seen_at).is_(None), a_while)


def _lies_with(session: Session, link: Link) -> str | None:
    """With whom the newest duty of the seat lies; a letter that tells of an exit has none of its own."""
    handed_on = select(Letter.id).where(
        Letter.initiative_id == Obligation.initiative_id,
        Letter.obligation_id == Obligation.id,
        Letter.step == HANDED_OVER,
    )
    as_before = or_(Obligation.owed_by == link.actor, Obligation.kind == _INVITATION, ~handed_on.exists())
    owed = session.exec(
        select(Obligation)
        .where(Obligation.initiative_id == link.initiative, Obligation.seat == link.seat, as_before)
        .order_by(col(Obligation.opened_at).desc(), col(Obligation.owed_by) == link.actor)
        .limit(1)
    ).first()
    return None if owed is None or owed.principal == link.actor else owed.owed_by


def _owes(session: Session, link: Link) -> bool:
    """Whether the letter's reader owes anything for the seat now."""
    return (
        session.exec(
            select(Obligation.id).where(
                Obligation.initiative_id == link.initiative,
                Obligation.seat == link.seat,
                Obligation.owed_by == link.actor,
                Obligation.state == ObligationState.OPEN,
            )
        ).first()
        is not None
    )
