"""What is said about the register: rows as they are entered, and changes of them. Read strictly."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, EmailStr, Field

from api.strict import Strict
from api.words import Day, Id, Name, Place, Reference, Scope, Where, Word
from domain.registering import is_phone
from domain.seats import Sector
from models.states import Rhythm

Kind = Literal["organisations", "persons", "seats", "mandates"]
Words = Annotated[list[Word], Field(max_length=200)]
Scopes = Annotated[list[Scope], Field(max_length=200)]
Places = Annotated[list[Where], Field(max_length=200)]
BusinessId = Annotated[str, Field(pattern=r"^[0-9]{7}-[0-9]$", examples=["9123450-6"])]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Language = Literal["fi", "fi-selko", "sv", "en"]


def _dialled(text: str) -> str:
    if not is_phone(text):
        raise ValueError("expected a phone number like 040 123 4567 or +358 40 123 4567")
    return text


Phone = Annotated[str, Field(max_length=40), AfterValidator(_dialled)]
"""A phone number, kept as it is written."""


class NewOrganisation(Strict):
    """An organisation, or an informal group (which has no business id).

    Of a company: when it said that it wants to take part (will) and that it is able to (readiness), and which person
    of the register said so. Before both are recorded no initiative can take its seats in.
    """

    name: Name = Field(examples=["Esimerkkikylän kyläyhdistys ry"])
    sector: Sector
    municipality: Place | None = Field(default=None, examples=["297"])
    business_id: BusinessId | None = None
    fields: Words = Field(default=[])
    closed_on: Day | None = Field(default=None, description="from this day on it is no more")
    will_on: Day | None = None
    will_by: Id | None = None
    readiness_on: Day | None = None
    readiness_by: Id | None = None


class NewPerson(Strict):
    """A person who holds seats; without an address letters are printed or read over the phone. The phone number is for
    the coordinator who calls somebody from whom nothing has been heard.
    """

    name: Name = Field(examples=["Kyläyhdistyksen edustaja"])
    address: EmailStr | None = Field(default=None, examples=["kyla@example.org"])
    phone: Phone | None = Field(default=None, examples=["040 123 4567"])
    language: Language = "fi"
    rhythm: Rhythm = Field(default=Rhythm.DAILY, description="how often letters come at the most")
    quiet_from: Clock | None = Field(
        default=None, description="from this time of day on no letter comes", examples=["18:00"]
    )
    quiet_until: Clock | None = Field(default=None, description="until this time of day", examples=["10:00"])


class NewSeat(Strict):
    """An organisation's standing seat, held for a term (both days included), with a personal deputy."""

    organisation_id: Id
    role_title: Name = Field(examples=["Kyläyhdistyksen edustaja"])
    holder_id: Id
    deputy_id: Id | None = None
    term_from: Day
    term_until: Day | None = None


class NewMandate(Strict):
    """Who allowed whom to do what, where and on which theme; `*` in a scope means all.

    A mandate is copied into the ledger of each initiative, where nothing can be erased: acts and themes are single
    words, and the reference names a meeting, never a person.
    """

    given_by: Id
    given_to: Id
    acts: Scopes = Field(default=["*"])
    places: Places
    themes: Scopes
    valid_from: Day
    valid_until: Day
    meeting_reference: Reference = Field(
        examples=["Järjestöneuvosto 3/2025, 12 §"],
        description="the minutes that gave it, by number or date; no names: it is copied into the ledger",
    )
    former_id: Id | None = Field(
        default=None,
        description="the mandate in whose place it was decided on: renewed, or transferred to another holder",
    )


def _unsaid() -> Any:
    """Stands for a field that a change leaves as it is; never read."""
    return None


class Changes(Strict):
    """What is not said stays as it is; `null` empties what may be empty."""

    def said(self) -> dict[str, Any]:
        """The fields that were said."""
        return self.model_dump(exclude_unset=True)


class OrganisationChanges(Changes):
    """Changes of an organisation: a new name, its closing, a company's will and readiness."""

    name: Name = Field(default_factory=_unsaid)
    sector: Sector = Field(default_factory=_unsaid)
    municipality: Place | None = None
    business_id: BusinessId | None = None
    fields: Words = Field(default_factory=_unsaid)
    closed_on: Day | None = None
    will_on: Day | None = None
    will_by: Id | None = None
    readiness_on: Day | None = None
    readiness_by: Id | None = None


class PersonChanges(Changes):
    """Changes of a person: name, address and phone number are sealed anew, and the former ones deleted."""

    name: Name = Field(default_factory=_unsaid)
    address: EmailStr | None = None
    phone: Phone | None = None
    language: Language = Field(default_factory=_unsaid)
    rhythm: Rhythm = Field(default_factory=_unsaid)
    quiet_from: Clock | None = None
    quiet_until: Clock | None = None


class SeatChanges(Changes):
    """Changes of a seat. When its holder leaves, its term ends (`term_until`), and a new seat is entered."""

    role_title: Name = Field(default_factory=_unsaid)
    deputy_id: Id | None = None
    term_from: Day = Field(default_factory=_unsaid)
    term_until: Day | None = None


class MandateChanges(Changes):
    """Changes of a mandate. One that an initiative stands on can only be ended, by an earlier `valid_until`."""

    acts: Scopes = Field(default_factory=_unsaid)
    places: Places = Field(default_factory=_unsaid)
    themes: Scopes = Field(default_factory=_unsaid)
    valid_from: Day = Field(default_factory=_unsaid)
    valid_until: Day = Field(default_factory=_unsaid)
    meeting_reference: Reference = Field(default_factory=_unsaid)
