"""The register: organisations, persons, seats with their deputies, mandates, and which initiatives took them in.

Names and addresses lie in the vault.
"""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.seats import Sector
from models.states import Rhythm
from models.tables import base as base
from models.times import Moment
from models.words import Word, WordList


class Organisation(base.InOrder, table=True):
    """An organisation or informal group (which has no business id). `municipality` is a three-digit code.

    From `closed_on` on it is no more. Of a company it is recorded when it said that it wants to take part (`will_on`)
    and that it is able to (`readiness_on`), and which person said so.
    """

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("business_id"),)

    id: str = Field(primary_key=True)
    name: str
    sector: Sector = Field(sa_type=Word(Sector))
    municipality: str | None = None
    business_id: str | None = None
    fields: list[str] = Field(sa_type=WordList)
    created_at: datetime = Field(sa_type=Moment)
    closed_on: date | None = None
    will_on: date | None = None
    will_by: str | None = Field(default=None, foreign_key="person.id")
    readiness_on: date | None = None
    readiness_by: str | None = Field(default=None, foreign_key="person.id")


class Person(base.InOrder, table=True):
    """Somebody who holds seats or coordinates. The refs are commitments into the vault (subject `person:<id>`).

    `rhythm` is how often letters come at the most. Between the wall times `quiet_from` and `quiet_until` ("20:00",
    "09:00") none comes at all; None for no hours of their own.
    """

    __tablename__ = "person"

    id: str = Field(primary_key=True)
    name_ref: str
    address_ref: str | None = None
    language: str
    phone_ref: str | None = None
    rhythm: Rhythm = Field(default=Rhythm.DAILY, sa_type=Word(Rhythm))
    quiet_from: str | None = None
    quiet_until: str | None = None


class RegisterSeat(base.InOrder, table=True):
    """An organisation's standing seat: held for a term (both days included), with a personal deputy."""

    __tablename__ = "register_seat"

    id: str = Field(primary_key=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    role_title: str
    holder_id: str = Field(foreign_key="person.id", index=True)
    deputy_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    term_from: date
    term_until: date | None = None


class Mandate(base.InOrder, table=True):
    """Who allowed whom to do what, where and when (both days included).

    `places` are municipality codes, `*` for the whole region; `themes` are words, `*` for any; `meeting_reference`
    points to the minutes that gave it, and names nobody: a mandate is copied into the ledgers of its initiatives.
    `former_id` is the mandate in whose place it was decided on: renewed for the same holder, or transferred to another.
    Each has one at most that follows it, so that they form a chain.
    """

    __tablename__ = "mandate"
    __table_args__ = (UniqueConstraint("former_id"),)

    id: str = Field(primary_key=True)
    given_by: str = Field(foreign_key="organisation.id")
    given_to: str = Field(foreign_key="organisation.id", index=True)
    acts: list[str] = Field(sa_type=WordList)
    places: list[str] = Field(sa_type=WordList)
    themes: list[str] = Field(sa_type=WordList)
    valid_from: date
    valid_until: date
    meeting_reference: str
    former_id: str | None = Field(default=None, foreign_key="mandate.id")


class MandateTaking(SQLModel, table=True):
    """A mandate that an initiative goes on under since a local day, in place of the one it was started under.

    Written before the initiative hears of it, so that it stays as it was told.
    """

    __tablename__ = "mandate_taking"

    initiative_id: str = Field(primary_key=True)
    mandate_id: str = Field(primary_key=True, foreign_key="mandate.id", index=True)
    taken_on: date


class Taking(SQLModel, table=True):
    """A seat that an initiative took in under a mandate, on a local day. What was taken in cannot be removed any more.

    Written before the initiative is begun, so that nothing it is promised can vanish meanwhile; for a seat that joins
    with a merge, as it joins: until then the initiative that it comes from has it.
    """

    __tablename__ = "taking"

    seat_id: str = Field(primary_key=True, foreign_key="register_seat.id")
    initiative_id: str = Field(primary_key=True)
    mandate_id: str = Field(foreign_key="mandate.id", index=True)
    taken_on: date
