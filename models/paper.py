"""Paper: who gets their letters by post, which go into one envelope, and whose links open once they were posted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from domain.actors import Channel
from domain.refusals import Refusal
from models.keys import KeyRing, token_sha256
from models.letter_matters import Matter
from models.letter_outcomes import Reason
from models.states import LetterState
from models.tables import Letter, Person


class NotOnPaper(Refusal):
    """The letter does not go by post."""

    title = "This letter does not go by post"


def goes_by_paper(person: Person) -> bool:
    """Whether letters to this person of the register are printed and posted: they have no e-mail address.

    Whether they have been erased, and so get no letters at all, is asked before.
    """
    return person.address_ref is None


def of_one_message(session: Session, letter: Letter) -> Sequence[Letter]:
    """The letters of an initiative that go into one envelope, which is posted whole, the longest due first. Raises
    NotOnPaper.
    """
    _require_on_paper(letter)
    if letter.bundle_id is None:
        return [letter]
    parts = (Letter.bundle_id == letter.bundle_id, Letter.initiative_id == letter.initiative_id)
    rows = session.exec(select(Letter).where(*parts).order_by(col(Letter.due_at), col(Letter.id)))
    return [row for row in rows if waits(row) is waits(letter) and (waits(row) or row.channel == Channel.PAPER)]


def waits(letter: Letter) -> bool:
    """Whether it is still to be printed and posted."""
    return letter.state is LetterState.HELD and letter.reason == Reason.TO_PRINT


def open_links(session: Session, keys: KeyRing, letters: Sequence[Letter]) -> None:
    """The links in letters that were posted open from now on; those of others do already, or never will."""
    for letter in letters:
        posted = letter.state is LetterState.SENT and letter.channel == Channel.PAPER
        if posted and Matter.of(session, letter.id).opens_a_door:
            letter.token_sha256 = token_sha256(keys.link_token(letter.id, letter.token_sha256))
            session.add(letter)


def _require_on_paper(letter: Letter) -> None:
    """The link in a letter that goes by mail is its reader's."""
    if not waits(letter) and letter.channel != Channel.PAPER:
        raise NotOnPaper(
            "this letter is not to be printed", path="letter", remedy="print those of 'talkoot letters to-print'"
        )
