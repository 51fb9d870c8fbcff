"""Desks: what all kinds of rows have in common when lines of a file come in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from sqlmodel import Session, select

from domain.sheets.directories import Organisations, Persons
from models.register import PersonRecord, reveal_persons
from models.tables import Organisation, Person
from models.vault import Vault

Said = Mapping[str, Any]
_AT_ONCE = 400


class Desk(ABC):
    """One kind of row, inside a transaction: which row a line is about, and how it is entered or changed.

    Rows once read are held, so that rules which look one up ask the database once for all of them. Until `finish`
    nothing is written or locked, so that a desk may also stand in a transaction that only reads. `opened` are texts by
    commitment that need not be opened again, and receives those that are. `administers`: whoever brings the file does.
    """

    may_be_empty: ClassVar[Mapping[str, Any]] = {}
    """What an empty cell empties, and how; in all other columns an empty cell says nothing."""
    refers: ClassVar[tuple[str, ...]] = ()
    """The fields that name a person."""
    said_twice: ClassVar[str] = "leave one of the two lines out"
    """What to do about two lines that are about the same row."""

    def __init__(
        self, session: Session, vault: Vault, now: datetime, opened: dict[str, str], administers: bool
    ) -> None:
        self.session = session
        self.vault = vault
        self.now = now
        self.opened = opened
        self.administers = administers

    def resolved(self, said: Said) -> dict[str, Any]:
        """What a line says, with the ids of those it names. Raises NotListed, Ambiguous."""
        spoken = {field: value for field, value in said.items() if value is not None or field in self.may_be_empty}
        for field, value in spoken.items():
            if value is None:
                spoken[field] = self.may_be_empty[field]
            elif field in self.refers:
                spoken[field] = self.people.meant(value, field)
            elif isinstance(value, tuple):
                spoken[field] = list(value)
        return spoken

    @abstractmethod
    def what(self, said: Said) -> str:
        """What the line is about, in words of the file."""

    @abstractmethod
    def match(self, said: Said) -> str | None:
        """The id of the row that a line is about; None for a new one. Raises Ambiguous."""

    @abstractmethod
    def enter(self, said: Said) -> str:
        """Enter a new row, and return its id. Raises a Refusal for one that does not fit."""

    @abstractmethod
    def amend(self, row: str, said: Said) -> list[str]:
        """Change a row, and return which fields differ now. Raises a Refusal for a change that does not fit."""

    def has_namesake(self, said: Said) -> bool:
        """Whether a new line may be about somebody who is there under another address."""
        return False

    def finish(self) -> None:
        """Write down what was entered."""
        self.session.flush()

    @cached_property
    def organisation_rows(self) -> dict[str, Organisation]:
        """Every organisation of the register by id."""
        return {row.id: row for row in self.session.exec(select(Organisation))}

    @cached_property
    def organisations(self) -> Organisations:
        """Whom cells may mean by an organisation."""
        directory = Organisations()
        for row in self.organisation_rows.values():
            directory.add(row.id, row.name, row.municipality, row.business_id)
        return directory

    @cached_property
    def person_rows(self) -> dict[str, Person]:
        """Every person of the register by id."""
        return {row.id: row for row in self.session.exec(select(Person))}

    @cached_property
    def records(self) -> dict[str, PersonRecord]:
        """Their texts: of all, since each is sealed by a key and a salt of its own, so that none can be looked up."""
        rows = list(self.person_rows.values())
        parts = (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
        return {
            record.id: record
            for part in parts
            for record in reveal_persons(self.session, self.vault, part, self.opened)
        }

    @cached_property
    def people(self) -> Persons:
        """Whom cells may mean by a person: those whose texts are not erased."""
        directory = Persons()
        for record in self.records.values():
            if record.name is not None:
                directory.add(record.id, record.name, record.address)
        return directory
