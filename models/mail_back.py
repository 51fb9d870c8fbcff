"""Mail that came back: which letters it is about, and what it changes of them, their reader and the address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlmodel import Session, and_, col, or_, select

from domain.correspondence.accounts import code_of
from domain.correspondence.piece import Quiet
from domain.correspondence.windows import may_go
from models import returned_letters
from models.actings import behind
from models.charters import calendar_of, charter_of
from models.closed_addresses import close, is_closed
from models.letter_outcomes import ClaimedBundle, Reason
from models.register import reveal_persons
from models.states import LetterState
from models.stops import By, stop
from models.tables import Actor, Bundle, Initiative, Letter, Person, PrivateValue
from models.vault import Vault


@dataclass(frozen=True)
class Coordinator:
    """Whom to hand mail on to about an initiative, which has this title, empty once erased; `awake`: this is neither
    night where they are nor an hour of their own at which they want no letters.
    """

    initiative: str
    title: str = field(repr=False)
    address: str = field(repr=False)
    language: str
    awake: bool = True


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
    """These letters did not arrive; where it `closes`, their reader's address takes nothing any more, and whoever
    coordinates is told by letter. Returns whether an address was open until now.

    They are accounted for anew. Again changes nothing.
    """
    news = closes and _closed(session, letters, code, now)
    for row in letters:
        if row.state in (LetterState.SENT, LetterState.HELD):
            row.state, row.reason, row.reply, row.accounted_seq = LetterState.FAILED, Reason.BOUNCED, code, None
            session.add(row)
    return news


def refused(session: Session, claimed: ClaimedBundle, reply: str | None, now: datetime) -> bool:
    """A mail server has refused this message as it was handed over. Where it said that there is no such mailbox, or a
    closed one, that is a bounce like any other; returns whether an address was open until now.

    What is less plain ("5.0.0") may be about the letter, or about us.
    """
    code = code_of(reply)
    if code is None or not code.endswith(_NO_MAILBOX):
        return False
    letters = [session.get_one(Letter, id_) for id_ in claimed.letters]
    bundle = session.get(Bundle, claimed.id)
    return _closed(session, letters, code, now, since=bundle.composed_at if bundle else None)


_NO_MAILBOX = (*(f" 5.1.{n}" for n in (1, 2, 3, 6, 10)), " 5.2.1")
"""RFC 3463 and RFC 7505: no such mailbox or domain, no address, moved without a new one, takes no mail; disabled."""


def _closed(
    session: Session, letters: Sequence[Letter], code: str, now: datetime, since: datetime | None = None
) -> bool:
    """Close the addresses that these letters went to, and tell of it; whether any was open."""
    news = False
    for person in readers_of(session, letters):
        letter, ref = letters[0].id, person.address_ref or ""
        is_theirs = _still_the_one(session, person, letters, since)
        if is_theirs and close(session, ref, person.id, code.split()[-1], now, letter_id=letter):
            news = True
            _tell(session, letters, now)
    return news


def _tell(session: Session, letters: Sequence[Letter], now: datetime) -> None:
    """Tell whoever coordinates, of each initiative that these letters are about; one of them each."""
    by_initiative = {row.initiative_id: row for row in reversed(letters)}
    for id_, actor, _ in _who_coordinate(session, letters, of_readers=True):
        returned_letters.tell(session, by_initiative[id_], actor, now)


def complained(session: Session, letters: Sequence[Letter], now: datetime) -> bool:
    """Their reader called a letter spam: no reminder comes any more. Returns whether any did until now."""
    news = [stop(session, person.id, By.COMPLAINT, now) for person in readers_of(session, letters)]
    return True in news


def coordinators_of(session: Session, vault: Vault, letters: Sequence[Letter], now: datetime) -> list[Coordinator]:
    """Whom to hand a reply on to, of each initiative that these letters are about: its coordinator, or the first of
    those who stand in for that one with an address that takes mail. Nobody where the letters' reader coordinates it.
    """
    told = []
    for id_, _, person in _who_coordinate(session, letters, of_readers=False):
        (record,) = reveal_persons(session, vault, [person])
        title = vault.reveal(session, session.get_one(Initiative, id_).title_ref) or ""
        calendar, quiet = calendar_of(charter_of(session, id_)), Quiet.of(person.quiet_from, person.quiet_until)
        awake = may_go(calendar, now, urgent=True, quiet=quiet)
        told.append(Coordinator(id_, title, record.address or "", record.language, awake))
    return [one for one in told if one.address]


def _who_coordinate(
    session: Session, letters: Sequence[Letter], *, of_readers: bool
) -> Iterator[tuple[str, str, Person]]:
    """Of each initiative, the first of those who coordinate it, or stand in, whose address takes mail, as an actor and
    a person. Where the letters' reader coordinates it nobody, but those who stand behind if it is told `of_readers`.
    """
    readers = {one.id for one in readers_of(session, letters)}
    for id_ in dict.fromkeys(row.initiative_id for row in letters):
        initiative = session.get_one(Initiative, id_)
        line = [(one, _person(session, one)) for one in (initiative.coordinator, *behind(session, id_))]
        people = [(actor, person) for actor, person in line if person is not None]
        if not of_readers and people and people[0][1].id in readers:
            continue
        open_ones = ((actor, one) for actor, one in people if one.id not in readers and _takes_mail(session, one))
        yield from ((id_, actor, person) for actor, person in islice(open_ones, 1))


def _takes_mail(session: Session, person: Person) -> bool:
    return person.address_ref is not None and not is_closed(session, person.address_ref)


def _person(session: Session, actor: str) -> Person | None:
    row = session.get(Actor, actor)
    return session.get(Person, row.person_id) if row and row.person_id else None


def _still_the_one(session: Session, person: Person, letters: Sequence[Letter], since: datetime | None = None) -> bool:
    """Whether the register's address is the one that the letters went to, and not one that it has had since."""
    kept = session.get(PrivateValue, person.address_ref) if person.address_ref else None
    went = [at for at in (since, *(row.sent_at for row in letters)) if at is not None]
    return kept is not None and all(kept.created_at <= at for at in went)
