"""Exports of a person: all that the vault and the tables hold about them, in all initiatives, with what they said.

For the person themselves: also what is shown to nobody else, because it is restricted or held.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from domain.house import STREAM as HOUSE
from domain.house import PersonExported
from domain.voting.commands import CastSecretBallot
from models import holds, house, register, restricting, stops
from models.append import STREAM
from models.enrolment import subject_of
from models.holds import HoldTold, texts_in
from models.register import PersonRecord
from models.tables import (
    Actor,
    ApiKey,
    ClosedAddress,
    Hold,
    HouseActor,
    Initiative,
    LedgerEntry,
    Letter,
    Organisation,
    PhoneCall,
    RegisterSeat,
    SignInLink,
    StaffRole,
    StaffSession,
)
from models.vault import Vault, erasures


@dataclass(frozen=True)
class Said:
    """An entry of a ledger that the person made, or that was entered for them: its number, when, of which kind, for
    which seat and by which way; what it says, and its texts by their fields (None: not theirs, secret, or gone).
    """

    seq: int
    at: datetime
    kind: str
    seat: str | None
    channel: str | None
    content: dict[str, Any]
    texts: dict[str, str | None] = field(repr=False)


@dataclass(frozen=True)
class LetterTold:
    """A letter that was due to the person: what it was about, and what became of it."""

    duty: str
    step: str
    due_at: datetime
    state: str
    reason: str | None
    sent_at: datetime | None
    channel: str | None
    opened_at: datetime | None
    last_seen_at: datetime | None


@dataclass(frozen=True)
class CallTold:
    """That the person was called, how it went and what was noted."""

    called_at: datetime
    result: str
    again_on: date | None
    note: str | None = field(repr=False)


@dataclass(frozen=True)
class InInitiative:
    """Somebody's part in an initiative, under the random id `actor` that its ledger has of them."""

    id: str
    title: str | None
    actor: str
    said: tuple[Said, ...]
    letters: tuple[LetterTold, ...]
    calls: tuple[CallTold, ...]


@dataclass(frozen=True)
class SeatTold:
    """A seat of the register that names the person, as `holder` or `deputy`."""

    id: str
    organisation: str
    title: str
    role: str
    term_from: date
    term_until: date | None


@dataclass(frozen=True)
class KeyTold:
    """An API key that acts for the person, without its secret."""

    id: str
    role: str
    label: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class Told:
    """Something that stands about the person beside all this: what kind of fact, when, and what it says."""

    what: str
    at: datetime | None
    says: dict[str, Any]


@dataclass(frozen=True)
class PersonExport:
    """All about a person. `texts` are those in the vault that nothing else here tells, by field; `others` what remains:
    stops, closed addresses, what they said for an organisation, roles, sessions and links to one, and what the ledger
    of the house tells of them.
    """

    made_at: datetime
    person: PersonRecord
    restricted_at: datetime | None
    erased_at: datetime | None
    seats: tuple[SeatTold, ...]
    initiatives: tuple[InInitiative, ...]
    keys: tuple[KeyTold, ...]
    holds: tuple[HoldTold, ...]
    texts: tuple[tuple[str, str], ...] = field(repr=False)
    others: tuple[Told, ...]


def export(session: Session, vault: Vault, person: str, now: datetime, *, by: str) -> PersonExport:
    """Gather all about a person of the register; the house tells that it was done. Raises UnknownPerson."""
    row = register.person(session, person, path="person")
    subject = subject_of(person)
    texts = _shown(session, vault, subject)
    own = {ref: texts.get(ref) for ref in register.refs_of(row) if ref}
    actors = session.exec(select(Actor).where(Actor.person_id == person).order_by(col(Actor.initiative_id))).all()
    initiatives = tuple(_part(session, vault, actor, texts) for actor in actors)
    told = own.keys() | texts_in(session, [actor.initiative_id for actor in actors])
    told |= {ref for actor in actors for ref in _notes(session, actor)}
    rest = sorted(texts.keys() - told, key=lambda ref: texts[ref])
    fields = vault.fields_of(session, rest)
    done = PersonExport(
        made_at=now,
        person=PersonRecord.of(row, *(own.get(ref or "") for ref in register.refs_of(row))),
        restricted_at=restricting.restrictions(session, [subject]).get(subject),
        erased_at=erasures(session, [subject]).get(subject),
        seats=tuple(_seats(session, person)),
        initiatives=initiatives,
        keys=tuple(_keys(session, person)),
        holds=tuple(holds.told(session, vault, _holds(session, person, now))),
        texts=tuple((fields[ref], texts[ref]) for ref in rest),
        others=tuple(_others(session, person)),
    )
    if done.erased_at is None:
        event = PersonExported(person=house.actor_of(session, person))
        house.record(session, [event], actor=house.actor_for(session, by), now=now)
    return done


def _shown(session: Session, vault: Vault, subject: str) -> dict[str, str]:
    """Their texts, but for what they voted in secret: that is shown to nobody, and an export is fetched by others."""
    texts = vault.texts_of(session, subject)
    fields = vault.fields_of(session, texts)
    return {ref: text for ref, text in texts.items() if fields[ref] not in _SECRET}


def _part(session: Session, vault: Vault, actor: Actor, texts: Mapping[str, str]) -> InInitiative:
    row = session.get(Initiative, actor.initiative_id)
    letters = select(Letter).where(Letter.actor == actor.id).order_by(col(Letter.due_at), col(Letter.id))
    calls = select(PhoneCall).where(PhoneCall.actor == actor.id).order_by(col(PhoneCall.called_at))
    return InInitiative(
        id=actor.initiative_id,
        title=vault.reveal(session, row.title_ref) if row else None,
        actor=actor.id,
        said=tuple(_said(session, actor, texts)),
        letters=tuple(
            LetterTold(
                one.kind,
                one.step,
                one.due_at,
                one.state,
                one.reason,
                one.sent_at,
                one.channel,
                one.opened_at,
                one.last_seen_at,
            )
            for one in session.exec(letters)
        ),
        calls=tuple(
            CallTold(one.called_at, one.result, one.again_on, texts.get(one.note_ref or ""))
            for one in session.exec(calls)
        ),
    )


def _said(session: Session, actor: Actor, texts: Mapping[str, str]) -> Iterable[Said]:
    """Entries whose actor or principal the person is, and those that hold a text of theirs."""
    query = select(LedgerEntry.bytes_text).where(LedgerEntry.stream == STREAM + actor.initiative_id)
    for text in session.exec(query.order_by(col(LedgerEntry.seq))):
        entry = json.loads(text)
        private: dict[str, str] = entry["private"]
        theirs = actor.id in (entry["actor"], entry.get("principal")) or not texts.keys().isdisjoint(private.values())
        if theirs:
            yield Said(
                seq=entry["seq"],
                at=datetime.fromisoformat(entry["time"]),
                kind=entry["type"],
                seat=entry["seat"],
                channel=entry.get("channel"),
                content=entry["data"],
                texts={name: texts.get(ref) for name, ref in private.items()},
            )


def _notes(session: Session, actor: Actor) -> Iterable[str]:
    found = session.exec(select(PhoneCall.note_ref).where(PhoneCall.actor == actor.id))
    return [ref for ref in found if ref]


def _seats(session: Session, person: str) -> Iterable[SeatTold]:
    named = or_(col(RegisterSeat.holder_id) == person, col(RegisterSeat.deputy_id) == person)
    query = (
        select(RegisterSeat, Organisation.name)
        .join(Organisation, col(Organisation.id) == RegisterSeat.organisation_id)
        .where(named)
    )
    for seat, organisation in session.exec(query.order_by(col(RegisterSeat.id))):
        role = "holder" if seat.holder_id == person else "deputy"
        yield SeatTold(seat.id, organisation, seat.role_title, role, seat.term_from, seat.term_until)


def _holds(session: Session, person: str, now: datetime) -> list[Hold]:
    """Those of the person, and of initiatives that keep a text of theirs; what is said of others is not theirs."""
    keeping = holds.held_of(session, person, now)
    return [one for one in holds.holds(session, now, person=person) if one.person_id == person or one.id in keeping]


def _keys(session: Session, person: str) -> Iterable[KeyTold]:
    for one in session.exec(select(ApiKey).where(ApiKey.person_id == person).order_by(col(ApiKey.created_at))):
        yield KeyTold(one.id, one.role, one.label, one.created_at, one.expires_at, one.last_used_at, one.revoked_at)


def _others(session: Session, person: str) -> Iterable[Told]:
    for stop in stops.stops_of(session, person):
        about = {"initiative": stop.initiative_id, "obligation": stop.obligation_id, "by": stop.by}
        yield Told("reminders_stopped", stop.stopped_at, about)
    for closed in session.exec(select(ClosedAddress).where(ClosedAddress.person_id == person)):
        yield Told("address_closed", closed.closed_at, {"code": closed.code})
    for one in session.exec(select(Organisation).where(or_(*(column == person for column in _SPOKE_FOR)))):
        yield Told("spoke_for_organisation", None, {"organisation": one.name})
    yield from _as_staff(session, person)
    actor = session.exec(select(HouseActor.id).where(HouseActor.person_id == person)).first()
    entries = select(LedgerEntry.bytes_text).where(LedgerEntry.stream == HOUSE).order_by(col(LedgerEntry.seq))
    for text in session.exec(entries.where(col(LedgerEntry.bytes_text).contains(f'"{actor}"'))) if actor else ():
        entry = json.loads(text)
        yield Told(entry["type"], datetime.fromisoformat(entry["time"]), entry["data"])


def _as_staff(session: Session, person: str) -> Iterable[Told]:
    for role in session.exec(select(StaffRole).where(StaffRole.person_id == person).order_by(col(StaffRole.role))):
        yield Told("staff_role", role.given_at, {"role": role.role})
    sessions = select(StaffSession).where(StaffSession.person_id == person).order_by(col(StaffSession.began_at))
    for one in session.exec(sessions):
        about = {"role": one.role, "browser": one.browser, "seen_at": _written(one.seen_at)}
        yield Told("staff_session", one.began_at, about | {"ended_at": _written(one.ended_at)})
    links = select(SignInLink).where(SignInLink.person_id == person).order_by(col(SignInLink.asked_at))
    for link in session.exec(links):
        about = {"purpose": link.purpose, "sent_at": _written(link.sent_at), "used_at": _written(link.used_at)}
        yield Told("sign_in_link", link.asked_at, about)


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


_SECRET = {f"{CastSecretBallot.KIND}.{name}" for name in CastSecretBallot.SECRET}
_SPOKE_FOR = (col(Organisation.will_by), col(Organisation.readiness_by))
