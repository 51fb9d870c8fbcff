"""Lines about people: found by address, else by name. Their texts go to the vault, all at once."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlmodel import Session

from domain.correspondence.quiet_hours import quiet_hours
from domain.refusals import Malformed
from domain.sheets.directories import folded
from models import staff_addresses
from models.amending import amend_persons
from models.enrolment import ADDRESS, NAME, PHONE, new_id, subject_of
from models.importing.desks import Desk, Said
from models.register import PersonRecord
from models.states import Rhythm
from models.tables import Person
from models.vault import Vault

_PLAIN = ("rhythm", "quiet_from", "quiet_until")
_TEXTS = ("name", "address", "phone")
_FIELDS = ("language", *_TEXTS, *_PLAIN)


class PersonDesk(Desk):
    """Enters and changes people."""

    said_twice = (
        "leave one of the two lines out; enter somebody who shares the address of another one by one, over HTTP"
    )

    def __init__(
        self, session: Session, vault: Vault, now: datetime, opened: dict[str, str], administers: bool
    ) -> None:
        super().__init__(session, vault, now, opened, administers)
        self._entered: list[PersonRecord] = []
        self._amended: dict[str, Said] = {}

    def resolved(self, said: Said) -> dict[str, Any]:
        """The same with the address in its normal form. Raises Malformed for one that no mail can reach, and for quiet
        hours in which no letter could come.
        """
        spoken = super().resolved(said)
        quiet_hours(spoken.get("quiet_from"), spoken.get("quiet_until"))
        if "rhythm" in spoken:
            spoken["rhythm"] = Rhythm(spoken["rhythm"])
        if "address" in spoken:
            try:
                checked = validate_email(spoken["address"], check_deliverability=False)
            except EmailNotValidError:
                raise Malformed(
                    "no mail can reach this address", path="address", remedy="correct it, or leave the cell empty"
                ) from None
            spoken["address"] = checked.normalized
        return spoken

    def what(self, said: Said) -> str:
        """The person's name."""
        return str(said["name"])

    def match(self, said: Said) -> str | None:
        """By address, else by name."""
        return self.people.like(said["name"], said.get("address"))

    def has_namesake(self, said: Said) -> bool:
        """Whether somebody of this name is there already."""
        return self.people.has_namesake(said["name"])

    def enter(self, said: Said) -> str:
        """Enter a person; written down with all others of the file."""
        name, address, phone = (said.get(field) for field in _TEXTS)
        plain = {field: said[field] for field in _PLAIN if field in said}
        person = PersonRecord(new_id("per"), said.get("language", "fi"), name, address, phone, **plain)
        self._entered.append(person)
        self.people.add(person.id, said["name"], person.address)
        return person.id

    def amend(self, row: str, said: Said) -> list[str]:
        """Change a person, where the line says something else than the register; capitals in addresses are alike.
        Written down with all others of the file. Raises AddressOfStaff for a file that no administrator brings.
        """
        record = self.records[row]
        if record.address is not None and folded(said.get("address", "")) == folded(record.address):
            said = {**said, "address": record.address}
        differing = [field for field in _FIELDS if field in said and said[field] != getattr(record, field)]
        if "address" in differing and not self.administers and row in self._staff:
            raise staff_addresses.refusal()
        if differing:
            self._amended[row] = said
            self.people.add(row, said["name"], said.get("address", record.address))
        return differing

    @cached_property
    def _staff(self) -> set[str]:
        return staff_addresses.of_staff(self.session, self.records)

    def finish(self) -> None:
        """Seal the texts of all new people, and those of others that differ; write them down. Raises SubjectErased."""
        amend_persons(self.session, self.vault, self._amended, self.now, self.opened, administers=self.administers)
        texts = [
            (subject_of(person.id), field, text)
            for person in self._entered
            for field, text in ((NAME, person.name), (ADDRESS, person.address), (PHONE, person.phone))
            if text is not None
        ]
        refs = dict(
            zip(((s, f) for s, f, _ in texts), self.vault.put_fresh(self.session, texts, self.now), strict=True)
        )
        for person in self._entered:
            subject = subject_of(person.id)
            self.session.add(
                Person(
                    id=person.id,
                    name_ref=refs[subject, NAME],
                    address_ref=refs.get((subject, ADDRESS)),
                    language=person.language,
                    phone_ref=refs.get((subject, PHONE)),
                    rhythm=person.rhythm,
                    quiet_from=person.quiet_from,
                    quiet_until=person.quiet_until,
                )
            )
        super().finish()
