"""Histories by what is asked: of an initiative with its letters and what the house tells of it, of a seat, a duty, a
person, a span of time; in sentences, without names unless they are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlmodel import Session

from api.problems import NotFound
from api.scopes import require
from api.services import Services
from api.stories import Language
from api.strict import Strict
from api.words import Id, Instant
from domain.actors import RULE, Channel
from domain.correspondence.accounts import STREAM as LETTERS
from domain.house import OPERATOR
from domain.house import STREAM as HOUSE
from letters.chronicle import Chronicle, Who
from models import timeline_people, timelines
from models.append import STREAM
from models.register import seat_names
from models.scopes import Scope
from models.tables import LedgerEntry, Person
from models.timelines import Part, quoted

_SHARED = (LETTERS, STREAM)


class Wanted(Strict):
    """Which entries to tell; each filter that is given must match."""

    seat: Annotated[Id | None, Field(description="about this seat only")] = None
    obligation: Annotated[str | None, Field(max_length=200, description="about this obligation only")] = None
    person: Annotated[Id | None, Field(description="by, to or about this person of the register only")] = None
    since: Annotated[Instant | None, Field(description="recorded at this instant or later")] = None
    until: Annotated[Instant | None, Field(description="recorded before this instant: as it stood then")] = None
    names: Annotated[bool, Field(description="with names of people; needs register:read")] = False
    language: Language = Language.FI
    family: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]],
        Field(
            max_length=60,
            default_factory=list,
            description="kinds of these families only: `need.submitted` is of the family `need`",
        ),
    ]
    newest_first: Annotated[bool, Field(description="the newest entries first")] = False
    cursor: Annotated[str | None, Field(max_length=400)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 100


@dataclass(frozen=True)
class Happening:
    """One entry: its stream, number and leaf hash there, what kind of fact it is and when it was recorded.

    `actor` is the random id of whoever made it so, `who` says as what, and `name` who that is, if names were asked for
    and it is not erased; who acted in the house is shown to auditors and administrators only. `told` says in a sentence
    what happened. `obligation` and `letter` lead to the rules by which a duty was opened and a letter sent.
    """

    stream: str
    seq: int
    leaf_hash: str
    type: str
    time: datetime
    actor: str | None
    who: str
    name: str | None
    seat: str | None
    obligation: str | None
    letter: str | None
    told: str


@dataclass(frozen=True)
class Timeline:
    """A page of a history in order of time; `cursor` asks for the next one, None after the last."""

    entries: tuple[Happening, ...]
    cursor: str | None


def require_scopes(has: frozenset[Scope], wanted: Wanted, *, in_house: bool = False) -> None:
    """Raise NotEntitled for names, and for all initiatives of a person, without the scope that shows them elsewhere."""
    if wanted.names:
        require(has, frozenset({Scope.REGISTER_READ}))
    if wanted.person and in_house:
        require(has, frozenset({Scope.INITIATIVES_READ}))


async def of_initiative(services: Services, initiative: str, wanted: Wanted, *, oversees: bool) -> Timeline:
    """What happened in an initiative, what became of its letters, and what the house tells of it. Who acted there is
    told to who `oversees` it only, neither by name nor to one who asks about person after person. Raises NotFound for
    a person who takes no part.
    """

    def read(session: Session) -> Timeline:
        of_person, in_house = _people(session, wanted, initiative)
        asked = (*_mentions(wanted), *((tuple(of_person),) if wanted.person else ()))
        parts = [Part((STREAM + initiative, LETTERS + initiative), asked)]
        is_sought = not wanted.person or (in_house and oversees)
        if is_sought and wanted.obligation is None and wanted.seat is None:
            parts.append(Part((HOUSE,), (tuple(in_house),) if wanted.person else (), about=initiative))
        return _page(services, session, parts, wanted, oversees=oversees)

    return await services.database.read(read)


async def of_house(services: Services, wanted: Wanted) -> Timeline:
    """What the house tells; of a person, what all initiatives and letters tell as well. Raises NotFound."""

    def read(session: Session) -> Timeline:
        asked = _mentions(wanted)
        if wanted.person is None:
            return _page(services, session, [Part((HOUSE,), asked)], wanted)
        actors, in_house = timeline_people.as_whom(session, wanted.person)
        _require_person(session, wanted.person)
        parts = [Part((HOUSE,), (in_house, *asked))] if in_house else []
        if actors:
            streams = [stream + initiative for stream in _SHARED for initiative in actors]
            parts.append(Part(streams, (tuple(actors.values()), *asked)))
        return _page(services, session, parts, wanted) if parts else Timeline((), None)

    return await services.database.read(read)


def _people(session: Session, wanted: Wanted, initiative: str) -> tuple[Sequence[str], Sequence[str]]:
    """As whom the person asked about takes part in the initiative, and in the house."""
    if wanted.person is None:
        return (), ()
    actors, in_house = timeline_people.as_whom(session, wanted.person)
    if initiative not in actors:
        raise NotFound("this person takes no part here", path="person", remedy="list the persons of the register")
    return (actors[initiative],), in_house


def _require_person(session: Session, person: str) -> None:
    if session.get(Person, person) is None:
        raise NotFound("there is no such person", path="person", remedy="list the persons of the register")


def _mentions(wanted: Wanted) -> tuple[tuple[str, ...], ...]:
    """The texts that must stand in an entry: a seat is also named in the ids of its duties."""
    seat = ((wanted.seat,),) if wanted.seat else ()
    return seat + (((quoted(wanted.obligation),),) if wanted.obligation else ())


def _page(
    services: Services, session: Session, parts: Sequence[Part], wanted: Wanted, *, oversees: bool = True
) -> Timeline:
    after = timelines.read_cursor(wanted.cursor)
    rows = timelines.entries(
        session,
        parts,
        since=wanted.since,
        until=wanted.until,
        after=after,
        limit=wanted.limit + 1,
        families=wanted.family,
        newest_first=wanted.newest_first,
    )
    shown = [(row, json.loads(row.bytes_text)) for row in rows[: wanted.limit]]
    tell = _Telling.of(services, session, [said for _, said in shown], wanted, oversees=oversees)
    more = timelines.cursor_of(shown[-1][0]) if len(rows) > wanted.limit else None
    return Timeline(tuple(tell.happening(row, said) for row, said in shown), more)


@dataclass(frozen=True)
class _Telling:
    """Tells entries of one page, for which it was read which persons their actors are. Who acted in the house is told
    to who `oversees` it only.
    """

    chronicle: Chronicle
    persons: dict[str, str | None]
    names: dict[str, str | None]
    oversees: bool

    @classmethod
    def of(
        cls,
        services: Services,
        session: Session,
        entries: Sequence[dict[str, Any]],
        wanted: Wanted,
        *,
        oversees: bool,
    ) -> _Telling:
        persons = timeline_people.persons(session, {said["actor"] for said in entries})
        shown = {person for person in persons.values() if person} if wanted.names else set()
        seats = seat_names(session, {seat for said in entries if (seat := _seat(said))})
        named = timeline_people.names(session, services.vault, shown) if shown else {}
        return cls(Chronicle(wanted.language, seats), persons, named, oversees)

    def happening(self, row: LedgerEntry, said: dict[str, Any]) -> Happening:
        """One entry, told."""
        person, seat = self.persons.get(said["actor"]), _seat(said)
        hidden = row.stream == HOUSE and not self.oversees
        return Happening(
            stream=row.stream,
            seq=row.seq,
            leaf_hash=row.leaf_hash,
            type=row.type,
            time=row.time,
            actor=None if hidden else said["actor"],
            who=self.chronicle.who(_who(said, is_known=said["actor"] in self.persons)),
            name=self.names.get(person) if person and not hidden else None,
            seat=seat,
            obligation=said["data"].get("obligation"),
            letter=said["data"].get("letter"),
            told=self.chronicle.what(row.type, seat),
        )


def _seat(said: dict[str, Any]) -> str | None:
    """Whose seat an entry is about: the one that it was said for, else the one that it names."""
    named = said["seat"] or said["data"].get("seat")
    return named if isinstance(named, str) else None


def _who(said: dict[str, Any], *, is_known: bool) -> Who:
    """As what the actor of an entry made it so."""
    actor, in_house = said["actor"], said["stream"] == HOUSE
    if actor in (RULE, OPERATOR):
        return Who(actor)
    if actor.startswith("key:"):
        return Who.PROGRAM
    if in_house:
        return Who.PERSON if is_known else Who.FORGOTTEN
    if said["seat"]:
        return Who.ENTERED if said.get("channel") in (Channel.PHONE, Channel.PAPER) else Who.SEAT
    return Who.COORDINATOR
