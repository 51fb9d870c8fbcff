"""Changing rows of the register. What initiatives were promised stays as it was: it ends, or is replaced by new."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from domain.correspondence.quiet_hours import quiet_hours
from domain.refusals import Refusal
from models import fitting, staff_addresses, takings
from models.enrolment import ADDRESS, NAME, PHONE, subject_of
from models.register import Row, refs_of
from models.tables import Mandate, Organisation, Person, RegisterSeat
from models.vault import SubjectErased, Vault

Changes = Mapping[str, Any]
_SEALED = {"name": NAME, "address": ADDRESS, "phone": PHONE}
_PLAIN = ("language", "rhythm", "quiet_from", "quiet_until")


class InUse(Refusal):
    """Something refers to this row, so that it cannot be removed, or changed in substance."""

    title = "This is referred to"


def amend_organisation(session: Session, row: Organisation, changes: Changes, now: datetime) -> list[str]:
    """Change an organisation and return which fields differ now. Raises what entering one raises."""
    if not _differing(row, changes):
        return []
    wanted = _with(row, changes)
    fitting.require_organisation(session, wanted, now)
    with session.no_autoflush:
        fitting.require_only_one(session, wanted)
    return _settle(session, row, changes)


def amend_person(
    session: Session, vault: Vault, row: Person, changes: Changes, now: datetime, *, administers: bool = False
) -> list[str]:
    """Change a person. A new text is sealed anew, and the old one deleted. Raises SubjectErased; AddressOfStaff for the
    address of somebody of staff, unless an administrator changes it, and AddressShared where others of staff have that
    one; Malformed for quiet hours in which no letter could come.
    """
    return amend_persons(session, vault, {row.id: changes}, now, administers=administers)[row.id]


def amend_persons(
    session: Session,
    vault: Vault,
    wanted: Mapping[str, Changes],
    now: datetime,
    opened: dict[str, str] | None = None,
    *,
    administers: bool = False,
) -> dict[str, list[str]]:
    """The same for many people by id, in a few statements for all; `opened` are texts that were opened before.

    Raises SubjectErased, also for one who has been removed; AddressOfStaff, AddressShared.
    """
    rows = _locked(session, wanted)
    texts = vault.reveal_many(session, [ref for row in rows for ref in refs_of(row) if ref], opened)
    changed: dict[str, list[str]] = {}
    former: list[tuple[Person, str]] = []
    for row in rows:
        changes = wanted[row.id]
        changed[row.id] = [name for name in _PLAIN if name in changes and changes[name] != getattr(row, name)]
        for name, ref in zip(_SEALED, refs_of(row), strict=True):
            if name in changes and changes[name] != texts.get(ref or ""):
                changed[row.id].append(name)
                former.append((row, name))
    moved = [row.id for row, name in former if name == "address"]
    of_staff = staff_addresses.change(session, moved, administers=administers)
    _seal_anew(session, vault, former, wanted, now)
    for row in rows:
        for name in _PLAIN:
            setattr(row, name, wanted[row.id].get(name, getattr(row, name)))
        quiet_hours(row.quiet_from, row.quiet_until)
    if of_staff:
        staff_addresses.require_own(session, vault, of_staff)
    return changed


def _locked(session: Session, persons: Collection[str]) -> list[Person]:
    """As they stand now, kept from others: of two changes at once the second takes away what the first has sealed."""
    query = select(Person).where(col(Person.id).in_(persons)).order_by(col(Person.id)).with_for_update()
    rows = list(session.exec(query.execution_options(populate_existing=True)))
    if len(rows) < len(persons):
        raise SubjectErased("somebody was removed meanwhile", path="person", remedy="read the register again")
    return rows


def _seal_anew(
    session: Session, vault: Vault, differing: list[tuple[Person, str]], wanted: Mapping[str, Changes], now: datetime
) -> None:
    """Keep the new texts of these people's fields, and delete those that they had."""
    gone = [ref for row, name in differing if (ref := getattr(row, f"{name}_ref"))]
    said = [(row, name, wanted[row.id][name]) for row, name in differing if wanted[row.id][name] is not None]
    fresh = vault.put_more(session, [(subject_of(row.id), _SEALED[name], text) for row, name, text in said], now)
    for row, name in differing:
        setattr(row, f"{name}_ref", None)
    for (row, name, _), ref in zip(said, fresh, strict=True):
        setattr(row, f"{name}_ref", ref)
    vault.drop(session, gone)


def amend_seat(session: Session, row: RegisterSeat, changes: Changes) -> list[str]:
    """Change a seat's title, deputy or term. Raises what entering one raises; InUse for the first day of the term once
    an initiative has taken the seat in.
    """
    differing = _differing(row, changes)
    if not differing:
        return []
    fitting.require_seat(session, _with(row, changes))
    if "term_from" in differing and (taken := takings.of_seat(session, row.id)):
        raise InUse(
            f"{_initiatives(taken)} took this seat in by the term that began on {row.term_from}",
            path="term_from",
            remedy="end this seat by its term_until, and enter a new one",
        )
    return _settle(session, row, changes)


def amend_mandate(session: Session, row: Mandate, changes: Changes) -> list[str]:
    """Change a mandate that no ledger refers to, or end one earlier. Raises what entering one raises; InUse for any
    other change of one that an initiative stands on, and for an end before the last start under it.
    """
    if not _differing(row, changes):
        return []
    session.refresh(row, with_for_update=True)  # a start that reads it now is waited for, and seen below
    foresee_mandate(session, row, changes)
    return _settle(session, row, changes)


def foresee_mandate(session: Session, row: Mandate, changes: Changes) -> list[str]:
    """Which fields `amend_mandate` would change, as far as one may know without locking it. Raises what that raises."""
    differing = _differing(row, changes)
    if "former_id" in differing:
        raise InUse(
            "which mandate it follows was said when it was entered",
            path="former_id",
            remedy="remove it and enter it anew, if no initiative stands on it",
        )
    if differing:
        fitting.require_mandate(session, _with(row, changes))
        if taken := takings.of_mandate(session, row.id):
            _require_ending(row, changes, differing, taken)
    return differing


def _require_ending(row: Mandate, changes: Changes, differing: list[str], taken: tuple[int, date]) -> None:
    until, last = changes.get("valid_until", row.valid_until), taken[1]
    path = next((name for name in differing if name != "valid_until"), "valid_until")
    if path != "valid_until" or until > row.valid_until:
        raise InUse(
            f"the ledgers of {_initiatives(taken)} hold this mandate as it is",
            path=path,
            remedy="enter what was decided since as a new mandate; this one can only end, by an earlier valid_until",
        )
    if until < last:
        raise InUse(
            f"an initiative came to stand on this mandate on {last}",
            path="valid_until",
            remedy=f"end it on {last} at the earliest",
        )


def _initiatives(taken: tuple[int, date]) -> str:
    return "one initiative" if taken[0] == 1 else f"{taken[0]} initiatives"


def _with(row: Row, changes: Changes) -> Row:
    """The row as it would be, outside the session."""
    return type(row)(**{**row.model_dump(), **changes})


def _differing(row: Row, changes: Changes) -> list[str]:
    return [name for name, value in changes.items() if getattr(row, name) != value]


def _settle(session: Session, row: Row, changes: Changes) -> list[str]:
    differing = _differing(row, changes)
    for name in differing:
        setattr(row, name, changes[name])
    session.add(row)
    return differing
