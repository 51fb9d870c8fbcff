"""Asked: what is known of those who are asked by letter, as far as it tells why nothing is heard from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from domain.correspondence.silences import Asked, Post, Why
from models.closed_addresses import WRONG_PERSON
from models.enrolment import subject_of
from models.letter_outcomes import Reason
from models.restricting import restrictions
from models.states import CallResult, LetterState
from models.stops import EVERY, By
from models.tables import Actor, ClosedAddress, Letter, Obligation, Person, PhoneCall, Stopped
from models.vault import erasures

LOST = (Reason.NO_ADDRESS, Reason.BOUNCED, Reason.ERASED, Reason.RESTRICTED, Reason.REVOKED)
"""Why letters are not sent that nothing else would bring to their readers."""

_SAID = {
    By.WRONG_PERSON.value: Why.WRONG_PERSON,
    By.DECLINED.value: Why.DECLINED,
    By.TOO_BUSY.value: Why.TOO_BUSY,
}


def asked_about(session: Session, initiative: str, obligations: Collection[str]) -> dict[str, dict[str, Asked]]:
    """What is known of those who were or could be asked about these duties, by duty and actor."""
    letters = select(Letter).where(Letter.initiative_id == initiative)
    rows = session.exec(letters.order_by(col(Letter.due_at), col(Letter.id))).all()
    people = {actor.id: person for actor, person in _people(session, initiative)}
    owed = select(Obligation).where(Obligation.initiative_id == initiative, col(Obligation.id).in_(obligations))
    by_paper = {row.actor for row in rows if row.channel == "paper" or row.reason == Reason.TO_PRINT}
    unreachable = _unreachable(session, people.values())
    stops = _stops(session, initiative, people.values())
    said, posts, opened = _said(session, initiative, people, obligations, stops), defaultdict(list), _opened(rows)
    declined = {(row.obligation_id, row.person_id): row.stopped_at for row in stops if row.by == By.DECLINED}
    kept_back: dict[tuple[str, str], datetime] = {}
    for row in rows:
        if post := _post(row):
            posts[row.obligation_id, row.actor].append(post)
        if post is Post.KEPT_BACK:
            kept_back.setdefault((row.obligation_id, row.actor), row.due_at)
    return {
        one.id: {
            actor: Asked(
                letters=tuple(posts[one.id, actor]),
                is_reachable=person.id not in unreachable or actor in by_paper,
                has_read=(seen := opened.get(actor)) is not None and seen >= one.opened_at,
                said=said.get((one.id, actor)),
                kept_back=kept_back.get((one.id, actor)),
                declined=declined.get((one.id, person.id)),
            )
            for actor, person in people.items()
        }
        for one in session.exec(owed).all()
    }


def _people(session: Session, initiative: str) -> Iterable[tuple[Actor, Person]]:
    joined = select(Actor, Person).join(Person, col(Person.id) == Actor.person_id)
    return session.exec(joined.where(Actor.initiative_id == initiative)).all()


def _opened(letters: Iterable[Letter]) -> dict[str, datetime]:
    """When each actor is last known to have looked at their page: it shows all that is asked of the seat."""
    known: dict[str, datetime] = {}
    for row in letters:
        if row.last_seen_at is not None:
            known[row.actor] = max(known.get(row.actor, row.last_seen_at), row.last_seen_at)
    return known


def _unreachable(session: Session, people: Iterable[Person]) -> set[str]:
    """Those of these people whom no mail can reach."""
    known = {person.id: person for person in people}
    refs = [person.address_ref for person in known.values() if person.address_ref]
    closed = set(session.exec(select(ClosedAddress.address_ref).where(col(ClosedAddress.address_ref).in_(refs))))
    subjects = [subject_of(one) for one in known]
    shut = erasures(session, subjects).keys() | restrictions(session, subjects).keys()
    return {
        one.id
        for one in known.values()
        if one.address_ref is None or one.address_ref in closed or subject_of(one.id) in shut
    }


def _stops(session: Session, initiative: str, people: Iterable[Person]) -> Sequence[Stopped]:
    """What these people have stopped of this initiative, or of all."""
    theirs = col(Stopped.person_id).in_([person.id for person in people])
    return session.exec(select(Stopped).where(theirs, col(Stopped.initiative_id).in_((initiative, EVERY)))).all()


def _said(
    session: Session,
    initiative: str,
    people: dict[str, Person],
    obligations: Collection[str],
    stops: Iterable[Stopped],
) -> dict[tuple[str, str], Why]:
    """What people have said of these duties: as they stopped their reminders or came to a letter that was not theirs,
    or when they were called.
    """
    by_person = {person.id: actor for actor, person in people.items()}
    found: dict[tuple[str, str], set[Why]] = defaultdict(set)
    for row in stops:
        about = obligations if row.obligation_id == EVERY else {row.obligation_id} & set(obligations)
        for obligation in about:
            found[obligation, by_person[row.person_id]].add(_SAID.get(row.by, Why.STOPPED))
    for closed in session.exec(select(ClosedAddress).where(col(ClosedAddress.person_id).in_(by_person))):
        actor = by_person[closed.person_id]
        if closed.code == WRONG_PERSON and closed.address_ref == people[actor].address_ref:
            for obligation in obligations:
                found[obligation, actor].add(Why.WRONG_PERSON)
    declined = PhoneCall.result == CallResult.DECLINED
    for call in session.exec(select(PhoneCall).where(PhoneCall.initiative_id == initiative, declined)):
        found[call.obligation_id, call.actor].add(Why.DECLINED)
    order = list(Why)
    return {key: min(several, key=order.index) for key, several in found.items()}


def _post(row: Letter) -> Post | None:
    """What a letter's end means here; None for one that was not owed any more, or is told instead of sent."""
    match row.state:
        case LetterState.SENT:
            return Post.SENT
        case LetterState.WAITING | LetterState.CLAIMED:
            return Post.COMING
        case LetterState.FAILED:
            return Post.LOST
        case LetterState.HELD:  # it waits to be printed, or may have gone out
            return Post.COMING if row.reason == Reason.TO_PRINT else Post.SENT
        case LetterState.SUPPRESSED if row.reason in LOST:
            return Post.LOST
        case LetterState.SUPPRESSED if row.reason == Reason.OVER_BUDGET:
            return Post.KEPT_BACK
        case _:
            return None


def letters_about(session: Session, initiative: str, obligations: Collection[str]) -> dict[str, list[Letter]]:
    """The letters about these duties, the oldest first, by duty."""
    about: dict[str, list[Letter]] = defaultdict(list)
    of_them: Any = col(Letter.obligation_id).in_(obligations)
    query = select(Letter).where(Letter.initiative_id == initiative, of_them)
    for row in session.exec(query.order_by(col(Letter.due_at), col(Letter.id))):
        about[row.obligation_id].append(row)
    return about
