"""Paper: who gets their letters by post, which are to be printed, and which have been posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, and_, col, or_, select

from domain.obligations import ObligationState
from domain.refusals import Refusal
from models.keys import KeyRing, token_sha256
from models.letter_matters import Matter
from models.letter_outcomes import Reason
from models.states import LetterState
from models.tables import Actor, Bundle, Initiative, Letter, Obligation, Person

CHANNEL: Final = "paper"


class NotOnPaper(Refusal):
    """The letter does not go by post."""

    title = "This letter does not go by post"


@dataclass(frozen=True)
class ToPrint:
    """A letter that waits for somebody to print and post it, and its reader. `still_asked` is false where it has been
    answered since, or is asked no more: then it need not go.
    """

    letter: Letter
    initiative: Initiative
    reader: Person
    still_asked: bool


def goes_by_paper(person: Person) -> bool:
    """Whether letters to this person of the register are printed and posted: they have no e-mail address.

    Whether they have been erased, and so get no letters at all, is asked before.
    """
    return person.address_ref is None


def to_print(session: Session) -> Sequence[ToPrint]:
    """What is to be printed, the longest due first."""
    its_obligation = and_(
        col(Obligation.initiative_id) == Letter.initiative_id, col(Obligation.id) == Letter.obligation_id
    )
    rows = session.exec(
        select(Letter, Initiative, Person, Obligation.state)
        .join(Initiative, col(Initiative.id) == Letter.initiative_id)
        .join(Actor, col(Actor.id) == Letter.actor)
        .join(Person, col(Person.id) == Actor.person_id)
        .outerjoin(Obligation, its_obligation)
        .where(Letter.state == LetterState.HELD, Letter.reason == Reason.TO_PRINT)
        .order_by(col(Letter.due_at), col(Letter.id))
    )
    asked = (None, ObligationState.OPEN)
    return [ToPrint(letter, initiative, reader, state in asked) for letter, initiative, reader, state in rows]


def require_on_paper(letter: Letter) -> None:
    """Raise NotOnPaper for a letter that neither waits for a printer nor has been posted: its link is its reader's."""
    if not _waits(letter) and letter.channel != CHANNEL:
        raise NotOnPaper(
            "this letter is not to be printed", path="letter", remedy="print those of 'talkoot letters to-print'"
        )


def posted(session: Session, keys: KeyRing, letter_id: str, now: datetime) -> Letter:
    """Somebody has printed and posted a letter: it is sent, and from now on its link opens. Again changes nothing.

    Raises NotOnPaper.
    """
    letter = session.get_one(Letter, letter_id, with_for_update=True)
    require_on_paper(letter)
    if not _waits(letter):
        return letter
    letter.state, letter.reason, letter.channel = LetterState.SENT, None, CHANNEL
    letter.sent_at, letter.accounted_seq = now, None
    if Matter.of(session, letter.id).opens_a_door:
        letter.token_sha256 = token_sha256(keys.link_token(letter.id))
    session.add(letter)
    session.flush()
    _close_bundle(session, letter, now)
    return letter


def _waits(letter: Letter) -> bool:
    return letter.state is LetterState.HELD and letter.reason == Reason.TO_PRINT


def _close_bundle(session: Session, letter: Letter, now: datetime) -> None:
    """A message has gone once all that belongs to it has."""
    bundle = session.get(Bundle, letter.bundle_id) if letter.bundle_id else None
    waiting = or_(col(Letter.state) == LetterState.HELD, col(Letter.state) == LetterState.CLAIMED)
    left = select(Letter.id).where(Letter.bundle_id == letter.bundle_id, waiting)
    if bundle is not None and session.exec(left).first() is None:
        bundle.state, bundle.sent_at, bundle.channel = LetterState.SENT, now, CHANNEL
        session.add(bundle)
