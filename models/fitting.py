"""Whether a row fits into the register: by itself (`domain.registering`), and with the rows that it names."""

from __future__ import annotations

from collections.abc import Mapping
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


def require_mandate(session: Session, row: Mandate, known: Mapping[str, Mandate] | None = None) -> None:
    """Raise UnknownOrganisation, UnknownMandate, OrganisationClosed or Malformed for a mandate that does not fit, also
    with the mandate that it follows. `known` are all mandates by id, where some are not written down yet.
    """
    for path, named in (("given_by", row.given_by), ("given_to", row.given_to)):
        its = organisation(session, named, path=path)
        require_open(its.id, its.closed_on, row.valid_from, path)
    if row.former_id is not None:
        known = known if known is not None else _around(session, row.former_id)
        _require_following(row, known[row.former_id], known)
    registering.require_mandate(
        row.acts, row.places, row.themes, row.valid_from, row.valid_until, row.meeting_reference
    )


def _around(session: Session, former_id: str) -> dict[str, Mandate]:
    """A mandate, and the one that follows it, if there is one."""
    former = mandate(session, former_id, path="former_id")
    with session.no_autoflush:
        follows = session.exec(select(Mandate).where(col(Mandate.former_id) == former_id)).all()
    return {one.id: one for one in (former, *follows)}


def _require_following(row: Mandate, former: Mandate, known: Mapping[str, Mandate]) -> None:
    if former.given_by != row.given_by:
        raise Malformed(
            "only its giver renews or transfers a mandate",
            path="given_by",
            remedy=f"name {former.given_by}, or enter a mandate of its own, which follows none",
        )
    if row.valid_from < former.valid_from:
        raise Malformed(
            f"it begins before the former one, on {former.valid_from}", path="valid_from", remedy="give a later day"
        )
    follows = next((one.id for one in known.values() if one.former_id == former.id and one.id != row.id), None)
    if follows is not None:
        raise Malformed(
            f"{follows} stands in its place already", path="former_id", remedy=f"renew or transfer {follows} instead"
        )
