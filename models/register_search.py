"""Searching the register: rows by words of their plain columns, by place and sector, and what a start can choose from.

Names of people lie in the vault, so no statement can look for them: they are opened and looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from domain.seats import Sector
from domain.sheets.directories import folded
from models.register import PersonRecord, reveal_persons
from models.tables import Mandate, Organisation, Person, RegisterSeat
from models.vault import Vault

_AT_ONCE, _MOST_LOOKED_AT = 400, 20_000
SeatOf = tuple[RegisterSeat, Organisation]


def municipalities(session: Session) -> list[tuple[str, str]]:
    """The municipalities of the register, as code and name, by name."""
    query = select(Organisation.municipality, Organisation.name).where(
        Organisation.sector == Sector.MUNICIPALITY, col(Organisation.municipality).is_not(None)
    )
    return [(code, name) for code, name in session.exec(query.order_by(Organisation.name)) if code is not None]


def mandates_on(session: Session, day: date) -> list[tuple[Mandate, Organisation]]:
    """The mandates that are valid on a day, each with whoever holds it, by what gave it."""
    query = select(Mandate, Organisation).join(Organisation, col(Organisation.id) == Mandate.given_to)
    query = query.where(Mandate.valid_from <= day, Mandate.valid_until >= day)
    return list(session.exec(query.order_by(Mandate.meeting_reference, Mandate.id)))


def seats(
    session: Session,
    *,
    words: str = "",
    place: str = "",
    sector: str = "",
    day: date | None = None,
    after: str = "",
    limit: int = 50,
) -> list[SeatOf]:
    """Seats by organisation, title and holder's organisation: of an organisation that still is, in a term that covers
    the `day`, where one is named; at most `limit`.
    """
    query = _seats().where(*_like(words, Organisation.name, RegisterSeat.role_title), RegisterSeat.id > after)
    if place:
        query = query.where(Organisation.municipality == place)
    if sector:
        query = query.where(Organisation.sector == sector)
    if day is not None:
        query = query.where(_open(Organisation.closed_on, day), _in_term(day))
    order = (Organisation.name, RegisterSeat.id) if day is not None else (RegisterSeat.id,)
    return list(session.exec(query.order_by(*order).limit(limit)))


def seats_of(session: Session, ids: Collection[str]) -> list[SeatOf]:
    """Those of these seats that are there, with their organisations, by name."""
    query = _seats().where(col(RegisterSeat.id).in_(ids))
    return list(session.exec(query.order_by(Organisation.name, RegisterSeat.id))) if ids else []


def organisations(session: Session, *, words: str = "", after: str = "", limit: int = 50) -> list[Organisation]:
    """Organisations by words of their name or by business id, in the order of ids."""
    query = select(Organisation).where(
        *_like(words, Organisation.name, Organisation.business_id), Organisation.id > after
    )
    return list(session.exec(query.order_by(Organisation.id).limit(limit)))


def mandates(
    session: Session, *, words: str = "", after: str = "", limit: int = 50
) -> list[tuple[Mandate, Organisation]]:
    """Mandates with whoever holds them, by words of the meeting or of the holder's name, in the order of ids."""
    query = select(Mandate, Organisation).join(Organisation, col(Organisation.id) == Mandate.given_to)
    query = query.where(*_like(words, Organisation.name, Mandate.meeting_reference), Mandate.id > after)
    return list(session.exec(query.order_by(Mandate.id).limit(limit)))


def persons_of(session: Session, ids: Collection[str]) -> Sequence[Person]:
    """Those of these people that are there."""
    return session.exec(select(Person).where(col(Person.id).in_(ids))).all() if ids else ()


def _seats() -> Any:
    return select(RegisterSeat, Organisation).join(Organisation, col(Organisation.id) == RegisterSeat.organisation_id)


def _like(words: str, *columns: Any) -> list[ColumnElement[bool]]:
    """Each of the words stands in one of the columns. SQLite knows small and capital letters of English alone, so that
    a word is also looked for as it may be written.
    """
    return [or_(*(col(one).icontains(form, autoescape=True) for one in columns for form in _forms(word)))
            for word in words.split()]  # fmt: skip


def _forms(word: str) -> set[str]:
    return {word, word.lower(), word.upper(), word.capitalize()}


def _open(closed_on: Any, day: date) -> ColumnElement[bool]:
    return or_(col(closed_on).is_(None), col(closed_on) > day)


def _in_term(day: date) -> ColumnElement[bool]:
    ends = or_(col(RegisterSeat.term_until).is_(None), col(RegisterSeat.term_until) >= day)
    return and_(col(RegisterSeat.term_from) <= day, ends)


def persons(session: Session, vault: Vault, *, words: str = "", after: str = "", limit: int = 50) -> list[PersonRecord]:
    """People in the order of ids, with their texts; those whose name or address holds each of the words. Texts are
    sealed one by one, so they are opened until enough are found, of at most so many as a register has.
    """
    found: list[PersonRecord] = []
    wanted = [folded(word) for word in words.split()]
    for _ in range(_MOST_LOOKED_AT // _AT_ONCE):
        query = select(Person).where(col(Person.id) > after).order_by(col(Person.id))
        rows = session.exec(query.limit(_AT_ONCE if wanted else limit)).all()
        records = reveal_persons(session, vault, rows)
        found += [one for one in records if all(word in folded(f"{one.name} {one.address}") for word in wanted)]
        if len(found) >= limit or len(rows) < _AT_ONCE:
            break
        after = rows[-1].id
    return found[:limit]
