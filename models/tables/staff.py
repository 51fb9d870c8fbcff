"""Staff: roles of people, links by which they sign in, their sessions, and forms that came after a session's end."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.actors import Role
from models.states import Browser, LinkFor
from models.tables import base as base
from models.times import Moment
from models.words import Word


class StaffRole(SQLModel, table=True):
    """A role that a person has now, given by a principal (`person:<id>`, `key:<id>`) or on the machine (`operator`).
    Who had which when is told by the stream of the house.
    """

    __tablename__ = "staff_role"

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    role: Role = Field(primary_key=True, sa_type=Word(Role))
    given_by: str
    given_at: datetime = Field(sa_type=Moment)


class SignInLink(SQLModel, table=True):
    """A link that signs in once, and the asking for it. It has no person where nobody of staff has the address that was
    typed, and where it is for the first administrator, who is entered with it.

    `browser_sha256` is of a cookie of the browser that asked. A letter that is being sent is claimed until
    `claimed_until`.
    """

    __tablename__ = "sign_in_link"
    __table_args__ = (
        UniqueConstraint("token_sha256"),
        Index(None, "sent_at", "asked_at"),
    )

    id: str = Field(primary_key=True)
    token_sha256: str
    purpose: LinkFor = Field(sa_type=Word(LinkFor))
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    language: str
    leads_to: str | None = None
    browser_sha256: str | None = None
    asked_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    claimed_until: datetime | None = Field(default=None, sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)


class StaffSession(SQLModel, table=True):
    """A sign-in of a person, acting in one of their roles. Only the hash of its secret is kept, and the `id` is none.

    `seen_at` is when it was used last, to the minute. One that is over is remembered for a while, for the sake of what
    is typed too late; one that was `ended_at` opens nothing either.
    """

    __tablename__ = "staff_session"
    __table_args__ = (UniqueConstraint("secret_sha256"),)

    id: str = Field(primary_key=True)
    secret_sha256: str
    person_id: str = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=Word(Role))
    browser: Browser = Field(sa_type=Word(Browser))
    began_at: datetime = Field(sa_type=Moment, index=True)
    seen_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class KeptForm(SQLModel, table=True):
    """A form that a person sent after their session's end: where to, and the reference to what was typed, in the vault
    of that person.
    """

    __tablename__ = "kept_form"
    __table_args__ = (Index(None, "person_id", "kept_at"),)

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    address: str
    typed_ref: str
    kept_at: datetime = Field(sa_type=Moment, index=True)
