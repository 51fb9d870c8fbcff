"""Reading the register: organisations, persons, seats, mandates; typed refusals for those that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from sqlmodel import Session, SQLModel, col, select

from domain.refusals import Malformed, UnknownSeat
from domain.seats import Sector
from models.states import Rhythm
from models.tables import Mandate, Organisation, Person, RegisterSeat
from models.vault import Vault

Row = TypeVar("Row", Organisation, Person, RegisterSeat, Mandate)
T = TypeVar("T", bound=SQLModel)
AnyRow = Organisation | Person | RegisterSeat | Mandate

_LIST_FIRST = "look the id up in the register, or enter it there first"


class UnknownOrganisation(Malformed):
    """No organisation of this id is in the register."""

    title = "There is no such organisation"


class UnknownPerson(Malformed):
    """No person of this id is in the register."""

    title = "There is no such person"


class UnknownMandate(Malformed):
    """No mandate of this id is in the register."""

    title = "There is no such mandate"


class UnknownPlace(Malformed):
    """No municipality of the register has this code."""

    title = "There is no such municipality"


@dataclass(frozen=True)
class PersonRecord:
    """A person with the texts from the vault; they are None once erased. Letters come in a `rhythm`, and none from the
    wall time `quiet_from` until `quiet_until`.
    """

    id: str
    language: str
    name: str | None = field(repr=False)
    address: str | None = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    rhythm: Rhythm = Rhythm.DAILY
    quiet_from: str | None = None
    quiet_until: str | None = None

    @classmethod
    def of(cls, row: Person, *texts: str | None) -> Self:
        """A row of the register, with these texts: name, address, phone number."""
        name, address, phone = texts
        return cls(row.id, row.language, name, address, phone, row.rhythm, row.quiet_from, row.quiet_until)


def organisation(session: Session, organisation_id: str, *, path: str = "") -> Organisation:
    """One organisation. Raises UnknownOrganisation, naming `path` in the input."""
    if row := session.get(Organisation, organisation_id):
        return row
    raise UnknownOrganisation(f"no organisation {organisation_id} in the register", path=path, remedy=_LIST_FIRST)


def person(session: Session, person_id: str, *, path: str = "") -> Person:
    """One person, with references instead of texts. Raises UnknownPerson."""
    if row := session.get(Person, person_id):
        return row
    raise UnknownPerson(f"no person {person_id} in the register", path=path, remedy=_LIST_FIRST)


def seat(session: Session, seat_id: str, *, path: str = "") -> RegisterSeat:
    """One seat of the register. Raises UnknownSeat."""
    if row := session.get(RegisterSeat, seat_id):
        return row
    raise UnknownSeat(f"no seat {seat_id} in the register", path=path, remedy=_LIST_FIRST)


def mandate(
    session: Session, mandate_id: str, *, path: str = "", kept: bool = False, for_update: bool = False
) -> Mandate:
    """One mandate; `kept` as it is until this transaction ends, or `for_update` kept from others. Raises
    UnknownMandate.
    """
    if row := session.get(Mandate, mandate_id, with_for_update=for_update or ({"read": True} if kept else None)):
        return row
    raise UnknownMandate(f"no mandate {mandate_id} in the register", path=path, remedy=_LIST_FIRST)


def require_municipality(session: Session, code: str, *, path: str = "") -> None:
    """Raise UnknownPlace, naming `path` in the input, unless an organisation of the register is the municipality of
    this code.
    """
    query = select(Organisation.municipality).where(Organisation.sector == Sector.MUNICIPALITY).distinct()
    known = sorted(place for place in session.exec(query) if place is not None)
    if code not in known:
        enter = "enter it in the register first, as an organisation of the sector municipality"
        remedy = f"name one of {', '.join(known)}, or {enter}" if known else enter
        raise UnknownPlace(f"no municipality of the register has the code {code}", path=path, remedy=remedy)


def seats(session: Session, seat_ids: Iterable[str]) -> list[tuple[RegisterSeat, Organisation]]:
    """These seats with their organisations, in the order asked for. Raises UnknownSeat for the first one missing."""
    wanted = list(seat_ids)
    rows = session.exec(
        select(RegisterSeat, Organisation)
        .join(Organisation, col(Organisation.id) == RegisterSeat.organisation_id)
        .where(col(RegisterSeat.id).in_(wanted))
    )
    found = {row.id: (row, its_organisation) for row, its_organisation in rows}
    for index, seat_id in enumerate(wanted):
        if seat_id not in found:
            raise UnknownSeat(f"no seat {seat_id} in the register", path=f"seats.{index}", remedy=_LIST_FIRST)
    return [found[seat_id] for seat_id in wanted]


def seat_names(session: Session, seat_ids: Iterable[str]) -> dict[str, str]:
    """Whose these seats are, and in which role, as far as the register knows them."""
    rows = session.exec(
        select(RegisterSeat.id, Organisation.name, RegisterSeat.role_title)
        .join(Organisation, col(Organisation.id) == RegisterSeat.organisation_id)
        .where(col(RegisterSeat.id).in_(list(seat_ids)))
    )
    return {seat: f"{organisation} ({role})" for seat, organisation, role in rows}


def reveal_persons(
    session: Session, vault: Vault, rows: Sequence[Person], opened: dict[str, str] | None = None
) -> list[PersonRecord]:
    """These persons with their texts, read in one statement; those `opened` before are not opened again."""
    texts = vault.reveal_many(session, [ref for row in rows for ref in refs_of(row) if ref], opened)
    return [PersonRecord.of(row, *(texts.get(ref or "") for ref in refs_of(row))) for row in rows]


def refs_of(row: Person) -> tuple[str, str | None, str | None]:
    """Where the texts of a person lie in the vault: name, address, phone number."""
    return row.name_ref, row.address_ref, row.phone_ref


TABLES: dict[str, type[Any]] = {
    "organisations": Organisation,
    "persons": Person,
    "seats": RegisterSeat,
    "mandates": Mandate,
}


def for_update(session: Session, table: type[T], row_id: str) -> T | None:
    """A row that nobody else changes, or comes to refer to, until this transaction ends; None for an unknown id."""
    return session.get(table, row_id, with_for_update=True)


def page(session: Session, table: type[Row], *, after: str = "", limit: int = 50) -> list[Row]:
    """The rows of a register table by id, those after the given id, at most `limit` (1–200)."""
    ordered = select(table).where(col(table.id) > after).order_by(col(table.id))
    return list(session.exec(ordered.limit(max(1, min(limit, 200)))))
