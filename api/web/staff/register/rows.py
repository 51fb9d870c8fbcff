"""Rows of the register in words: on its lists, and in its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from api.register_keeping import seen_by
from api.services import Services
from api.web.staff.door import Staff
from api.web.staff.register.kinds import ORGANISATIONS, PERSONS
from domain.sheets.columns import Kind
from models import register, register_search
from models.register import AnyRow, PersonRecord
from models.tables import Mandate, Organisation, Person

AT_ONCE = 50


@dataclass(frozen=True)
class RowShown:
    """A row of a list: what it is called, and its other columns as the name of each and what stands in it."""

    id: str
    title: str
    cells: tuple[tuple[str, str], ...]


async def listed(here: Services, who: Staff, kind: Kind, words: str, after: str) -> tuple[list[RowShown], str | None]:
    """A page of a list, and after which id the next one begins; None behind the last."""

    def read(session: Session) -> list[RowShown]:
        wanted: dict[str, Any] = {"words": words, "after": after, "limit": AT_ONCE + 1}
        match kind:
            case Kind.PERSONS:
                records = register_search.persons(session, here.vault, **wanted)
                return [_person(seen_by(who.principal, one)) for one in records]
            case Kind.ORGANISATIONS:
                return [_organisation(one) for one in register_search.organisations(session, **wanted)]
            case Kind.SEATS:
                return _seats(here, session, register_search.seats(session, **wanted))
            case Kind.MANDATES:
                return [_mandate(*one) for one in register_search.mandates(session, **wanted)]

    found = await here.database.read(read)
    return found[:AT_ONCE], found[AT_ONCE - 1].id if len(found) > AT_ONCE else None


def _person(one: PersonRecord) -> RowShown:
    return RowShown(
        one.id, one.name or "", (("address", one.address or ""), ("phone", one.phone or ""), ("language", one.language))
    )


def _organisation(one: Organisation) -> RowShown:
    cells = (("sector", one.sector), ("municipality", one.municipality or ""), ("business_id", one.business_id or ""))
    return RowShown(one.id, one.name, (*cells, ("closed_on", _day(one.closed_on))))


def _seats(here: Services, session: Session, rows: list[register_search.SeatOf]) -> list[RowShown]:
    ids = {person for seat, _ in rows for person in (seat.holder_id, seat.deputy_id) if person}
    people = register_search.persons_of(session, ids)
    names = {one.id: one.name or "" for one in register.reveal_persons(session, here.vault, people)}
    return [
        RowShown(
            seat.id,
            f"{organisation.name}, {seat.role_title}",
            (
                ("holder_id", names.get(seat.holder_id, "")),
                ("deputy_id", names.get(seat.deputy_id or "", "")),
                ("term", _span(seat.term_from, seat.term_until)),
            ),
        )
        for seat, organisation in rows
    ]


def _mandate(one: Mandate, holder: Organisation) -> RowShown:
    cells = (("given_to", holder.name), ("places", " ".join(one.places)), ("themes", " ".join(one.themes)))
    return RowShown(one.id, one.meeting_reference, (*cells, ("term", _span(one.valid_from, one.valid_until))))


@dataclass(frozen=True)
class RowOpened:
    """A row as its form shows it: what stands in each field, and of fields that name another row its id, too."""

    row: AnyRow
    values: Mapping[str, str]
    named: Mapping[str, tuple[str, str | None]]


async def opened(here: Services, who: Staff, row: AnyRow) -> RowOpened:
    """A row with the names of those whom it names."""

    def read(session: Session) -> RowOpened:
        if isinstance(row, Person):
            (record,) = register.reveal_persons(session, here.vault, [row])
            return RowOpened(
                row, {name: _text(value) for name, value in vars(seen_by(who.principal, record)).items()}, {}
            )
        raw = row.model_dump()
        named = {name: (_name(here, session, name, raw[name]), raw[name]) for name in _naming(raw) if raw[name]}
        return RowOpened(row, {name: _text(value) for name, value in raw.items()} | _texts(named), named)

    return await here.database.read(read)


def _naming(raw: Mapping[str, Any]) -> list[str]:
    return [name for name in raw if name in (*PERSONS, *ORGANISATIONS, "former_id")]


def _texts(named: Mapping[str, tuple[str, str | None]]) -> dict[str, str]:
    return {name: text for name, (text, _) in named.items()}


def _name(here: Services, session: Session, field: str, row: str) -> str:
    """What somebody would write for it: the name, or the id of somebody whose name is gone."""
    if field in ORGANISATIONS:
        return register.organisation(session, row).name
    if field == "former_id":
        return register.mandate(session, row).meeting_reference
    (record,) = register.reveal_persons(session, here.vault, [register.person(session, row)])
    if record.name and record.address:
        return f"{record.name} <{record.address}>"
    return record.name or row


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case list():
            return " ".join(value)
        case StrEnum():
            return value.value
    return str(value)


def _span(first: date, last: date | None) -> str:
    return f"{_day(first)} – {_day(last)}".rstrip()


def _day(when: date | None) -> str:
    """As days are written in Finnish and Swedish, and may be typed in files."""
    return f"{when.day}.{when.month}.{when.year}" if when else ""
