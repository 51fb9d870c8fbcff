"""Candidates: seats of the register that an initiative wants to take in, and what must be recorded of each before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.refusals import CompanyNotReady, OrganisationClosed, SeatOutOfTerm
from domain.seats import Sector

_NEXT_SEAT = "take in the seat of this term, or leave the seat out"


@dataclass(frozen=True)
class Candidate:
    """A seat of the register with what is recorded of its organisation, on local days.

    The term includes both its days; from `closed_on` on the organisation is no more. `will_on` and `readiness_on` are
    the days on which a company said that it wants to take part, and that it is able to.
    """

    seat: str
    organisation: str
    sector: Sector
    term_from: date
    term_until: date | None = None
    closed_on: date | None = None
    will_on: date | None = None
    readiness_on: date | None = None

    def require(self, day: date, path: str) -> None:
        """Raise SeatOutOfTerm, OrganisationClosed or CompanyNotReady unless it may be invited on this day."""
        if day < self.term_from:
            raise SeatOutOfTerm(
                f"the term of {self.seat} begins on {self.term_from}, and today is {day}", path=path, remedy=_NEXT_SEAT
            )
        if self.term_until is not None and self.term_until < day:
            raise SeatOutOfTerm(
                f"the term of {self.seat} ended on {self.term_until}, and today is {day}", path=path, remedy=_NEXT_SEAT
            )
        require_open(self.organisation, self.closed_on, day, path)
        self._require_ready(day, path)

    def _require_ready(self, day: date, path: str) -> None:
        said = {"will": self.will_on, "readiness": self.readiness_on}
        missing = [word for word, on in said.items() if on is None or on > day]
        if self.sector is Sector.COMPANY and missing:
            raise CompanyNotReady(
                f"a company is invited once its will and its readiness are recorded; of {self.organisation} "
                f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not",
                path=path,
                remedy=f"ask the company, enter in the register when it said so and who ({_fields(missing)}), "
                "or leave the seat out",
            )


def require_open(organisation: str, closed_on: date | None, day: date, path: str) -> None:
    """Raise OrganisationClosed for one that has closed by this day."""
    if closed_on is not None and closed_on <= day:
        raise OrganisationClosed(
            f"{organisation} closed on {closed_on}", path=path, remedy="name the organisation that goes on in its place"
        )


def _fields(words: list[str]) -> str:
    return ", ".join(f"{word}_on, {word}_by" for word in words)
