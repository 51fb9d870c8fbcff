"""Whether a row fits into the register: by itself (`domain.registering`), and with the rows that it names."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from domain import registering
from domain.candidates import require_open
from domain.refusals import Malformed, Refusal
from models.register import mandate, organisation, person
from models.tables import Mandate, Organisation, RegisterSeat

_AHEAD = timedelta(hours=14)


class AlreadyRegistered(Refusal):
    """An organisation with this business id is in the register already."""

    title = "This organisation is in the register already"


def latest_day(now: datetime) -> date:
    """The last day that has begun anywhere on earth."""
    return (now + _AHEAD).date()


def require_organisation(session: Session, row: Organisation, now: datetime) -> None:
    """Raise Malformed or UnknownPerson for an organisation that does not fit; `row` need not be in the session."""
    registering.require_organisation(row.sector, row.business_id)
    for word, on, by in (
        ("will", row.will_on, row.will_by),
        ("readiness", row.readiness_on, row.readiness_by),
    ):
        registering.require_statement(word, row.sector, on, by, latest_day(now))
        if by is not None:
            person(session, by, path=f"{word}_by")


def require_only_one(session: Session, row: Organisation) -> None:
    """Raise AlreadyRegistered where another organisation has its business id."""
    others = select(Organisation.id).where(
        col(Organisation.business_id) == row.business_id, col(Organisation.id) != row.id
    )
    if row.business_id is not None and session.exec(others).first() is not None:
        raise AlreadyRegistered(
            "an organisation with this business id is in the register",
            path="business_id",
            remedy="use that organisation",
        )


def require_seat(session: Session, row: RegisterSeat) -> None:
    """Raise UnknownOrganisation, UnknownPerson, OrganisationClosed or Malformed for a seat that does not fit."""
    its = organisation(session, row.organisation_id, path="organisation_id")
    person(session, row.holder_id, path="holder_id")
    if row.deputy_id is not None:
        person(session, row.deputy_id, path="deputy_id")
    registering.require_seat(row.holder_id, row.deputy_id, row.term_from, row.term_until)
    require_open(its.id, its.closed_on, row.term_from, "term_from")


def require_mandate(session: Session, row: Mandate) -> None:
    """Raise UnknownOrganisation, OrganisationClosed or Malformed for a mandate that does not fit."""
    for path, named in (("given_by", row.given_by), ("given_to", row.given_to)):
        its = organisation(session, named, path=path)
        require_open(its.id, its.closed_on, row.valid_from, path)
    if row.former_id is not None:
        _require_following(session, row, row.former_id)
    registering.require_mandate(
        row.acts, row.places, row.themes, row.valid_from, row.valid_until, row.meeting_reference
    )


def _require_following(session: Session, row: Mandate, former_id: str) -> None:
    """Raise UnknownMandate or Malformed unless the mandate can stand in the former one's place. The former is locked:
    of two that are entered at once for its place the second is refused.
    """
    former = mandate(session, former_id, path="former_id", for_update=True)
    if former.given_by != row.given_by:
        raise Malformed(
            "only its giver renews or transfers a mandate",
            path="given_by",
            remedy=f"name {former.given_by}, or enter a mandate of its own, without former_id",
        )
    if row.valid_from < former.valid_from:
        raise Malformed(
            f"it begins before the former one, on {former.valid_from}", path="valid_from", remedy="give a later day"
        )
    others = select(Mandate.id).where(col(Mandate.former_id) == former_id, col(Mandate.id) != row.id)
    with session.no_autoflush:
        follows = session.exec(others).first()
    if follows is not None:
        raise Malformed(
            f"{follows} stands in its place already", path="former_id", remedy=f"renew or transfer {follows} instead"
        )
