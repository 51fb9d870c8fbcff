"""Entering into the register: organisations, persons, seats and mandates."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from domain.correspondence.quiet_hours import quiet_hours
from domain.seats import Sector
from models import fitting
from models.dialects import insert_unless_there
from models.register import mandate, organisation
from models.states import Rhythm
from models.tables import Mandate, Organisation, Person, RegisterSeat
from models.vault import Vault

NAME, ADDRESS, PHONE = "person.name", "person.address", "person.phone"
"""The fields of a person in the vault."""


def create_organisation(
    session: Session,
    *,
    name: str,
    sector: Sector,
    now: datetime,
    municipality: str | None = None,
    business_id: str | None = None,
    fields: Sequence[str] = (),
    **more: Any,
) -> Organisation:
    """Enter an organisation; `more` are `closed_on` and, of a company, its will and readiness with day and person.

    Raises AlreadyRegistered for a business id that is there, UnknownPerson, and Malformed for what does not fit.
    """
    row = Organisation(
        id=new_id("org"),
        name=name,
        sector=sector,
        municipality=municipality,
        business_id=business_id,
        fields=list(fields),
        created_at=now,
        **more,
    )
    fitting.require_organisation(session, row, now)
    if not insert_unless_there(session, Organisation, **row.model_dump()):
        fitting.require_only_one(session, row)
    return organisation(session, row.id)


def create_person(
    session: Session,
    vault: Vault,
    *,
    name: str,
    language: str,
    now: datetime,
    address: str | None = None,
    phone: str | None = None,
    rhythm: Rhythm = Rhythm.DAILY,
    quiet_from: str | None = None,
    quiet_until: str | None = None,
) -> Person:
    """Enter a person; name, e-mail address and phone number go to the vault under `person:<id>`, the row holds
    references. Raises Malformed for quiet hours in which no letter could come.
    """
    quiet_hours(quiet_from, quiet_until)
    person_id = new_id("per")
    subject = subject_of(person_id)
    row = Person(
        id=person_id,
        name_ref=vault.put(session, subject, NAME, name, now),
        address_ref=None if address is None else vault.put(session, subject, ADDRESS, address, now),
        language=language,
        phone_ref=None if phone is None else vault.put(session, subject, PHONE, phone, now),
        rhythm=rhythm,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
    )
    session.add(row)
    return row


def create_seat(
    session: Session,
    *,
    organisation_id: str,
    role_title: str,
    holder_id: str,
    term_from: date,
    deputy_id: str | None = None,
    term_until: date | None = None,
) -> RegisterSeat:
    """Enter an organisation's seat. Raises UnknownOrganisation, UnknownPerson, OrganisationClosed; Malformed for a term
    that ends before it begins, or a deputy who is the holder.
    """
    row = RegisterSeat(
        id=new_id("seat"),
        organisation_id=organisation_id,
        role_title=role_title,
        holder_id=holder_id,
        deputy_id=deputy_id,
        term_from=term_from,
        term_until=term_until,
    )
    fitting.require_seat(session, row)
    session.add(row)
    return row


def create_mandate(
    session: Session,
    *,
    given_by: str,
    given_to: str,
    acts: Sequence[str],
    places: Sequence[str],
    themes: Sequence[str],
    valid_from: date,
    valid_until: date,
    meeting_reference: str,
    former_id: str | None = None,
) -> Mandate:
    """Enter a mandate; one that renews or transfers another names that as `former_id`.

    Raises UnknownOrganisation, UnknownMandate, OrganisationClosed; Malformed for one that ends before it begins, or
    says in its scopes or reference what has no place in a ledger: it is copied there, for ever.
    """
    if former_id is not None:  # of two that are entered at once in its place the second is refused
        mandate(session, former_id, path="former_id", for_update=True)
    row = Mandate(
        id=new_id("man"),
        given_by=given_by,
        given_to=given_to,
        acts=list(acts),
        places=list(places),
        themes=list(themes),
        valid_from=valid_from,
        valid_until=valid_until,
        meeting_reference=meeting_reference,
        former_id=former_id,
    )
    fitting.require_mandate(session, row)
    session.add(row)
    return row


def subject_of(person_id: str) -> str:
    """The vault's subject of a person."""
    return f"person:{person_id}"


def new_id(kind: str) -> str:
    """A fresh id of a row: `org_…`, `per_…`, `seat_…`, `man_…`."""
    return f"{kind}_{secrets.token_hex(8)}"
