"""What in the register gives somebody power: mandates, seats, how organisations count, and addresses, as links and
sign-ins are sent there. Names and titles are in no entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.house.base import HouseEvent
from domain.seats import Sector


@dataclass(frozen=True, kw_only=True)
class MandateStands(HouseEvent):
    """A mandate as it stands from now on: given by one organisation to another, with its scopes and days (both
    included), and where it is written down; `former` is the one in whose place it was decided on.
    """

    mandate: str
    given_by: str
    given_to: str
    acts: tuple[str, ...]
    places: tuple[str, ...]
    themes: tuple[str, ...]
    valid_from: date
    valid_until: date
    meeting_reference: str
    former: str | None = None


class MandateEntered(MandateStands, kind="mandate.entered"):
    """It was entered."""


class MandateChanged(MandateStands, kind="mandate.changed"):
    """It was corrected, or ended earlier."""


@dataclass(frozen=True, kw_only=True)
class MandateRemoved(HouseEvent, kind="mandate.removed"):
    """A mandate that nothing stood on is no more."""

    mandate: str


@dataclass(frozen=True, kw_only=True)
class SeatStands(HouseEvent):
    """A seat as it stands from now on: whose it is, who holds it and stands in, and for which days (both included)."""

    seat: str
    organisation: str
    holder: str
    deputy: str | None = None
    term_from: date
    term_until: date | None = None


class SeatEntered(SeatStands, kind="seat.entered"):
    """It was entered."""


class SeatChanged(SeatStands, kind="seat.changed"):
    """Its deputy or term was changed."""


@dataclass(frozen=True, kw_only=True)
class SeatRemoved(HouseEvent, kind="seat.removed"):
    """A seat that nothing had taken in is no more."""

    seat: str


@dataclass(frozen=True, kw_only=True)
class OrganisationStands(HouseEvent):
    """What an organisation counts as from now on: its sector and place (a municipality's code), whether it has closed,
    and since when a company has said that it is willing and able to take part.
    """

    organisation: str
    sector: Sector
    municipality: str | None = None
    closed_on: date | None = None
    will_on: date | None = None
    readiness_on: date | None = None


class OrganisationEntered(OrganisationStands, kind="organisation.entered"):
    """It was entered."""


class OrganisationChanged(OrganisationStands, kind="organisation.changed"):
    """It counts otherwise than before."""


@dataclass(frozen=True, kw_only=True)
class OrganisationRemoved(HouseEvent, kind="organisation.removed"):
    """An organisation that nothing referred to is no more."""

    organisation: str


@dataclass(frozen=True, kw_only=True)
class AddressChanged(HouseEvent, kind="person.readdressed"):
    """Links and sign-ins of this person go to another address from now on, or to none."""

    person: str
