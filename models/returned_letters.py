"""Letters that tell whoever coordinates that an address takes no mail, so that somebody calls or asks for another.

They go the way of all letters: in the window, once, and accounted for.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlmodel import Session

from domain.correspondence.returned import ReturnedFacts
from domain.letter import UNDELIVERED, Common
from models.dialects import insert_unless_there
from models.letter_outcomes import Reason
from models.register import reveal_persons
from models.states import InitiativeStatus, LetterState
from models.tables import Actor, ClosedAddress, Initiative, Letter, Person
from models.vault import Vault


def tell(session: Session, letter: Letter, to: str, now: datetime) -> None:
    """Let the actor `to` know that this letter did not arrive, as the address takes no mail; once for each letter."""
    about, step = f"{UNDELIVERED}/{letter.actor}", f"closed.{letter.id}"
    said = "\n".join((letter.initiative_id, about, to, step))
    insert_unless_there(
        session,
        Letter,
        id=hashlib.sha256(said.encode()).hexdigest()[:32],
        initiative_id=letter.initiative_id,
        obligation_id=about,
        actor=to,
        kind=UNDELIVERED,
        step=step,
        due_at=now,
        state=LetterState.WAITING,
        attempts=0,
    )


def needless(session: Session, letter: Letter, initiative: Initiative) -> Reason | None:
    """Why it need not be said any more: the address is open again, there is another one, or all is over."""
    if initiative.status is InitiativeStatus.ENDED:
        return Reason.ENDED
    return Reason.SUPERSEDED if _closed(session, letter) is None else None


def returned_facts(session: Session, vault: Vault, letter: Letter, common: Common) -> ReturnedFacts:
    """The facts. Raises LookupError where the address is open again meanwhile."""
    found = _closed(session, letter)
    if found is None:
        raise LookupError(f"letter {letter.id} tells of an address that is open")
    person, closed = found
    (record,) = reveal_persons(session, vault, [person])
    return ReturnedFacts(**vars(common), whose=record.name, person=person.id, code=closed.code)


def _closed(session: Session, letter: Letter) -> tuple[Person, ClosedAddress] | None:
    """Whose address it tells of, and how that was closed."""
    actor = session.get(Actor, letter.obligation_id.partition("/")[2])
    person = session.get(Person, actor.person_id) if actor and actor.person_id else None
    closed = session.get(ClosedAddress, person.address_ref) if person and person.address_ref else None
    return (person, closed) if person and closed else None
