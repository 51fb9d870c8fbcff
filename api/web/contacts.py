"""Contacts: whom the reader of a page can turn to."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from sqlmodel import Session

from domain.initiative import Initiative
from models.register import organisation, reveal_persons
from models.tables import Actor, Person
from models.vault import Vault


@dataclass(frozen=True)
class Contact:
    """The coordinator of an initiative, for the organisation `backbone`; replies to its letters go to `address`.

    `name` and `address` are None for a program that acts for nobody, and once erased.
    """

    backbone: str
    name: str | None = field(repr=False)
    address: str | None = field(repr=False)

    @property
    def mailto(self) -> str:
        """The address as a link; empty where there is none."""
        return f"mailto:{quote(self.address, safe='@')}" if self.address else ""


def coordinator_of(session: Session, vault: Vault, initiative: Initiative) -> Contact:
    """The coordinator of an initiative."""
    backbone = organisation(session, initiative.backbone).name
    actor = session.get(Actor, initiative.coordinator)
    person = session.get(Person, actor.person_id) if actor and actor.person_id else None
    if person is None:
        return Contact(backbone, None, None)
    (record,) = reveal_persons(session, vault, [person])
    return Contact(backbone, record.name, record.address)
