"""Entering into the register: organisations, persons, seats and mandates."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from domain.mandates import LONGEST_REFERENCE, PLACE, WORD, is_reference, is_scope
from domain.refusals import Malformed, Refusal
from domain.seats import Sector
from models.dialects import insert_unless_there
from models.register import organisation, person
from models.tables import Mandate, Organisation, Person, RegisterSeat
from models.vault import Vault


class AlreadyRegistered(Refusal):
    """An organisation with this business id is in the register already."""

    title = "This organisation is in the register already"


def create_organisation(
    session: Session,
    *,
    name: str,
    sector: Sector,
    now: datetime,
    municipality: str | None = None,
    business_id: str | None = None,
    fields: Sequence[str] = (),
) -> Organisation:
    """Enter an organisation. Raises AlreadyRegistered for a business id that is there, Malformed for an informal group
    with one.
    """
    if sector is Sector.INFORMAL and business_id is not None:
        raise Malformed(
            "an informal group has no business id", path="business_id", remedy="leave it out, or enter an association"
        )
    row = Organisation(
        id=_new_id("org"),
        name=name,
        sector=sector,
        municipality=municipality,
        business_id=business_id,
        fields=list(fields),
        created_at=now,
    )
    if not insert_unless_there(session, Organisation, **row.model_dump()):
        raise AlreadyRegistered(
            "an organisation with this business id is in the register",
            path="business_id",
            remedy="use that organisation",
        )
    return organisation(session, row.id)


def create_person(
    session: Session, vault: Vault, *, name: str, language: str, now: datetime, address: str | None = None
) -> Person:
    """Enter a person; name and e-mail address go to the vault under `person:<id>`, the row holds references."""
    person_id = _new_id("per")
    subject = subject_of(person_id)
    row = Person(
        id=person_id,
        name_ref=vault.put(session, subject, "person.name", name, now),
        address_ref=None if address is None else vault.put(session, subject, "person.address", address, now),
        language=language,
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
    """Enter an organisation's seat. Raises UnknownOrganisation, UnknownPerson; Malformed for a term that ends before
    it begins, or a deputy who is the holder.
    """
    organisation(session, organisation_id, path="organisation_id")
    person(session, holder_id, path="holder_id")
    if deputy_id is not None:
        person(session, deputy_id, path="deputy_id")
    if deputy_id == holder_id:
        raise Malformed("nobody is their own deputy", path="deputy_id", remedy="name another person, or none")
    if term_until is not None:
        _in_order(term_from, term_until, "term_until")
    row = RegisterSeat(
        id=_new_id("seat"),
        organisation_id=organisation_id,
        role_title=role_title,
        holder_id=holder_id,
        deputy_id=deputy_id,
        term_from=term_from,
        term_until=term_until,
    )
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
) -> Mandate:
    """Enter a mandate. Raises UnknownOrganisation; Malformed for one that ends before it begins, or says in its scopes
    or reference what has no place in a ledger: it is copied there, for ever.
    """
    organisation(session, given_by, path="given_by")
    organisation(session, given_to, path="given_to")
    _in_order(valid_from, valid_until, "valid_until")
    for path, scope, pattern in (("acts", acts, WORD), ("places", places, PLACE), ("themes", themes, WORD)):
        _require_scope(scope, pattern, path)
    _require_reference(meeting_reference)
    row = Mandate(
        id=_new_id("man"),
        given_by=given_by,
        given_to=given_to,
        acts=list(acts),
        places=list(places),
        themes=list(themes),
        valid_from=valid_from,
        valid_until=valid_until,
        meeting_reference=meeting_reference,
    )
    session.add(row)
    return row


def subject_of(person_id: str) -> str:
    """The vault's subject of a person."""
    return f"person:{person_id}"


def _new_id(kind: str) -> str:
    return f"{kind}_{secrets.token_hex(8)}"


def _require_scope(scope: Sequence[str], pattern: str, path: str) -> None:
    for index, text in enumerate(scope):
        if not is_scope(text, pattern):
            remedy = "a municipality code, or *" if pattern == PLACE else "small letters a-z, digits and _, or *"
            raise Malformed("this is no word of a scope", path=f"{path}.{index}", remedy=remedy)


def _require_reference(text: str) -> None:
    if not is_reference(text):
        raise Malformed(
            f"a reference has letters, digits and . , : / § ( ) - on one line of at most {LONGEST_REFERENCE}, "
            "and at least one digit",
            path="meeting_reference",
            remedy="name the meeting by its number or date and section, and nobody: it is kept for ever",
        )


def _in_order(first: date, last: date, path: str) -> None:
    if last < first:
        raise Malformed(f"{last} lies before {first}", path=path, remedy="give the later day as the end")
