"""Lines about mandates: found by who gave it to whom, in which meeting."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sqlmodel import select

from domain.sheets.directories import Ambiguous, NotListed, folded
from models import fitting
from models.amending import amend_mandate, foresee_mandate
from models.enrolment import new_id
from models.importing.desks import Desk, Said
from models.tables import Mandate

Decision = tuple[str, str, str]


class MandateDesk(Desk):
    """Enters and changes mandates."""

    def resolved(self, said: Said) -> dict[str, Any]:
        """The same with the organisations' ids."""
        spoken = super().resolved(said)
        for field in ("given_by", "given_to"):
            spoken[field] = self.organisations.meant(spoken[field], field)
        if spoken.get("former_id") is not None:
            spoken["former_id"] = self._former(spoken["given_by"], spoken["former_id"])
        return spoken

    def what(self, said: Said) -> str:
        """The minutes that gave it."""
        return str(said["meeting_reference"])

    def match(self, said: Said) -> str | None:
        """The mandate given by this meeting, by and to these organisations."""
        return self._given.get(_decision(said["given_by"], said["given_to"], said["meeting_reference"]))

    def _former(self, giver: str, meeting: str) -> str:
        """The giver's mandate of an earlier meeting. Raises NotListed, Ambiguous."""
        of_meeting = [row for (by, _, of), row in self._given.items() if (by, of) == (giver, folded(meeting))]
        if not of_meeting:
            raise NotListed(
                "its giver gave no mandate in this meeting", path="former_id", remedy="enter the former mandate first"
            )
        if len(of_meeting) > 1:
            raise Ambiguous(
                "its giver gave several mandates in this meeting",
                path="former_id",
                remedy="enter this one over the API, with the id of the former as former_id",
            )
        return of_meeting[0]

    def enter(self, said: Said) -> str:
        """Enter a mandate."""
        row = Mandate(**{"acts": ["*"], **said}, id=new_id("man"))
        fitting.require_mandate(self.session, row, self._rows)
        self.session.add(row)
        self._rows[row.id] = row
        self._given[_decision(row.given_by, row.given_to, row.meeting_reference)] = row.id
        return row.id

    def amend(self, row: str, said: Said) -> list[str]:
        """Correct a mandate that no initiative stands on, or end one earlier; locked and written down at the end."""
        differing = foresee_mandate(self.session, self._rows[row], said)
        if differing:
            self._amended[row] = said
        return differing

    def finish(self) -> None:
        """Change what differs. Raises InUse where an initiative was started on one of these mandates meanwhile."""
        for row, said in self._amended.items():
            amend_mandate(self.session, self._rows[row], said)
        super().finish()

    @cached_property
    def _amended(self) -> dict[str, Said]:
        return {}

    @cached_property
    def _rows(self) -> dict[str, Mandate]:
        return {row.id: row for row in self.session.exec(select(Mandate))}

    @cached_property
    def _given(self) -> dict[Decision, str]:
        return {_decision(row.given_by, row.given_to, row.meeting_reference): row.id for row in self._rows.values()}


def _decision(by: str, to: str, meeting: str) -> Decision:
    return by, to, folded(meeting)
