"""Lines about organisations: found by business id, else by name and municipality."""

from __future__ import annotations

from typing import Any, ClassVar

from models import fitting
from models.amending import amend_organisation
from models.enrolment import new_id
from models.importing.desks import Desk, Said
from models.tables import Organisation


class OrganisationDesk(Desk):
    """Enters and changes organisations."""

    may_be_empty: ClassVar[dict[str, Any]] = {
        "municipality": None,
        "fields": [],
        **dict.fromkeys(("closed_on", "will_on", "will_by", "readiness_on", "readiness_by")),
    }
    refers = ("will_by", "readiness_by")

    def what(self, said: Said) -> str:
        """Its name."""
        return str(said["name"])

    def match(self, said: Said) -> str | None:
        """By business id, else by name, unless municipalities tell two of one name apart."""
        return self.organisations.like(said["name"], said.get("municipality"), said.get("business_id"))

    def enter(self, said: Said) -> str:
        """Enter an organisation."""
        row = Organisation(**{"fields": [], **said}, id=new_id("org"), created_at=self.now)
        fitting.require_organisation(self.session, row, self.now)
        self.session.add(row)
        self._know(row)
        return row.id

    def amend(self, row: str, said: Said) -> list[str]:
        """Change an organisation."""
        known = self.organisation_rows[row]
        differing = amend_organisation(self.session, known, said, self.now)
        self._know(known)
        return differing

    def _know(self, row: Organisation) -> None:
        self.organisation_rows[row.id] = row
        self.organisations.add(row.id, row.name, row.municipality, row.business_id)
