"""Mail that came back: which letters it is about, and what it changes of them, their reader and the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, and_, col, or_, select

from models.actings import behind
from models.closed_addresses import close, is_closed
from models.letter_outcomes import Reason
from models.register import reveal_persons
from models.states import LetterState
from models.stops import By, stop
from models.tables import Actor, Bundle, Initiative, Letter, Person, PrivateValue
from models.vault import Vault


@dataclass(frozen=True)
class Coordinator:
    """Whom to tell of mail about an initiative, which has this title, empty once erased."""

    initiative: str
    title: str = field(repr=False)
    address: str = field(repr=False)
    language: str


def letters_of(session: Session, message_ids: Sequence[str]) -> list[Letter]:
    """The letters that went out as messages of these ids; only whoever got one knows its id."""
    locals_ = [one.strip("<>").partition("@")[0] for one in message_ids]
    of_bundles = select(Bundle.id).where(col(Bundle.id).in_(locals_), col(Bundle.message_id).in_(message_ids))
    alone = and_(col(Letter.id).in_(locals_), col(Letter.message_id).in_(message_ids))
    query = select(Letter).where(or_(alone, col(Letter.bundle_id).in_(of_bundles))).order_by(col(Letter.id))
    return [row for row in session.exec(query) if row.sent_at is not None or row.reason == Reason.UNCERTAIN]


def readers_of(session: Session, letters: Sequence[Letter]) -> list[Person]:
    """Those people of the register to whom these letters went; one, but for letters that are no message's together."""
    actors = {row.actor for row in letters}
    query = select(Person).join(Actor, col(Actor.person_id) == Person.id).where(col(Actor.id).in_(actors)).distinct()
    return list(session.exec(query.order_by(col(Person.id))))


def bounced(session: Session, letters: Sequence[Letter], code: str, now: datetime, *, closes: bool) -> bool:
    """These letters did not arrive; where it `closes`, their reader's address takes nothing any more. Returns whether
    an address was open until now.

    They are accounted for anew. Again changes nothing.
    """
    news = False
    for person in readers_of(session, letters) if closes else ():
        if _still_the_one(session, person, letters):
            letter = letters[0].id
            news |= close(session, person.address_ref or "", person.id, code.split()[-1], now, letter_id=letter)
    for row in letters:
        if row.state in (LetterState.SENT, LetterState.HELD):
            row.state, row.reason, row.reply, row.accounted_seq = LetterState.FAILED, Reason.BOUNCED, code, None
            session.add(row)
    return news


def would_close(session: Session, letters: Sequence[Letter]) -> list[Person]:
    """Whose addresses a hard bounce of these letters closes that are open now."""
    readers = (one for one in readers_of(session, letters) if _still_the_one(session, one, letters))
    return [one for one in readers if not is_closed(session, one.address_ref or "")]


def complained(session: Session, letters: Sequence[Letter], now: datetime) -> bool:
    """Their reader called a letter spam: no reminder comes any more. Returns whether any did until now."""
    news = [stop(session, person.id, By.COMPLAINT, now) for person in readers_of(session, letters)]
    return True in news


def coordinators_of(
    session: Session, vault: Vault, letters: Sequence[Letter], *, of_readers: bool = False
) -> list[Coordinator]:
    """Whom to tell, of each initiative that these letters are about: its coordinator, or the first of those who stand
    in for that one with an address that takes mail. Nobody where the letters' reader coordinates it, but those who
    stand behind if it is to be told `of_readers`.
    """
    told, readers = [], {one.id for one in readers_of(session, letters)}
    for id_ in dict.fromkeys(row.initiative_id for row in letters):
        initiative = session.get_one(Initiative, id_)
        line = (_person(session, one) for one in (initiative.coordinator, *behind(session, id_)))
        people = [person for person in line if person is not None]
        if not of_readers and people and people[0].id in readers:
            continue
        for person in people:
            if person.id in readers or is_closed(session, person.address_ref or ""):
                continue
            (record,) = reveal_persons(session, vault, [person])
            if record.address:
                title = vault.reveal(session, initiative.title_ref) or ""
                told.append(Coordinator(id_, title, record.address, record.language))
                break
    return told


def _person(session: Session, actor: str) -> Person | None:
    row = session.get(Actor, actor)
    return session.get(Person, row.person_id) if row and row.person_id else None


def _still_the_one(session: Session, person: Person, letters: Sequence[Letter]) -> bool:
    """Whether the register's address is the one that the letters went to, and not one that it has had since."""
    kept = session.get(PrivateValue, person.address_ref) if person.address_ref else None
    return kept is not None and all(row.sent_at is None or kept.created_at <= row.sent_at for row in letters)
