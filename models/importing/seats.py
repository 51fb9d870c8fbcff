"""Lines about seats: found by organisation, title, holder and the first day of the term."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from sqlmodel import select

from domain.refusals import Malformed
from domain.sheets.directories import folded
from models import fitting
from models.amending import amend_seat
from models.enrolment import new_id
from models.importing.desks import Desk, Said
from models.tables import RegisterSeat

Place = tuple[str, str, str]


class SeatDesk(Desk):
    """Enters and changes seats."""

    may_be_empty: ClassVar[dict[str, Any]] = {"deputy_id": None, "term_until": None}
    refers = ("holder_id", "deputy_id")

    def resolved(self, said: Said) -> dict[str, Any]:
        """The same with the organisation's id."""
        spoken = super().resolved(said)
        spoken["organisation_id"] = self.organisations.meant(spoken["organisation_id"], "organisation_id")
        return spoken

    def what(self, said: Said) -> str:
        """The organisation as the file names it, and the seat's title."""
        return f"{said['organisation_id']}: {said['role_title']}"

    def match(self, said: Said) -> str | None:
        """The seat of this organisation, title and holder whose term begins on this day.

        Raises Malformed for a term that runs into another one of the same seat.
        """
        terms = self._terms.get(_place(said["organisation_id"], said["role_title"], said["holder_id"]), [])
        for known in terms:
            if known.term_from == said["term_from"]:
                return known.id
        last = said.get("term_until") or date.max
        for known in terms:
            if known.term_from <= last and said["term_from"] <= (known.term_until or date.max):
                raise Malformed(
                    f"this person holds this seat already, by a term that begins on {known.term_from}",
                    path="term_from",
                    remedy="write that day, or let this term begin after the other one has ended",
                )
        return None

    def enter(self, said: Said) -> str:
        """Enter a seat."""
        row = RegisterSeat(**said, id=new_id("seat"))
        fitting.require_seat(self.session, row)
        self.session.add(row)
        self._rows[row.id] = row
        self._terms.setdefault(_place(row.organisation_id, row.role_title, row.holder_id), []).append(row)
        return row.id

    def amend(self, row: str, said: Said) -> list[str]:
        """Change a seat's deputy or the end of its term."""
        return amend_seat(self.session, self._rows[row], said)

    @cached_property
    def _rows(self) -> dict[str, RegisterSeat]:
        return {row.id: row for row in self.session.exec(select(RegisterSeat))}

    @cached_property
    def _terms(self) -> dict[Place, list[RegisterSeat]]:
        terms: dict[Place, list[RegisterSeat]] = {}
        for row in self._rows.values():
            terms.setdefault(_place(row.organisation_id, row.role_title, row.holder_id), []).append(row)
        return terms


def _place(organisation: str, title: str, holder: str) -> Place:
    return organisation, folded(title), holder
