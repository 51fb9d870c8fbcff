"""Meanings: whom somebody names by hand, by name, address or business id, as in files for the register."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from domain.refusals import Malformed
from domain.sheets.directories import Ambiguous, NotListed, folded
from models.importing.seats import SeatDesk
from models.tables import Mandate
from models.vault import Vault


class Meanings:
    """Finds rows by what people call them. The directory of people is opened at the first look for one: each name lies
    sealed by itself.
    """

    def __init__(self, session: Session, vault: Vault, now: datetime) -> None:
        self._session = session
        self._desk = SeatDesk(session, vault, now, {}, False)  # it knows both directories

    def person(self, text: str, path: str) -> str:
        """The id of the person meant. Raises NotListed, Ambiguous."""
        return self._desk.people.meant(text, path)

    def organisation(self, text: str, path: str) -> str:
        """The id of the organisation meant. Raises NotListed, Ambiguous."""
        return self._desk.organisations.meant(text, path)

    def mandate(self, text: str, giver: str, path: str) -> str:
        """The id of the giver's mandate of this meeting. Raises NotListed, Ambiguous."""
        rows = self._session.exec(select(Mandate).where(Mandate.given_by == giver)).all()
        found = [row.id for row in rows if text == row.id or folded(row.meeting_reference) == folded(text)]
        if len(found) != 1:
            refusal: type[Malformed] = Ambiguous if found else NotListed
            raise refusal(f"{len(found)} mandates of the giver are meant", path=path, remedy="write another meeting")
        return found[0]
