"""The pile of letters that wait for somebody to print and post them, and which of them need not go any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col

from models.charters import charter_of
from models.letter_cases import Case, Kept, cases
from models.letter_outcomes import Reason
from models.states import LetterState
from models.tables import Initiative, Letter, Person


@dataclass(frozen=True)
class ToPrint:
    """A letter that waits for somebody to print and post it, and its reader."""

    case: Case
    reader: Person

    @property
    def letter(self) -> Letter:
        """The letter itself."""
        return self.case.letter

    @property
    def initiative(self) -> Initiative:
        """Whose it is."""
        return self.case.initiative

    def still_asked(self, session: Session) -> bool:
        """False where it need not go, by the rules that letters by mail are held to right before they leave: what it
        asks is settled, lies with somebody else or is stopped, or its initiative has ended.
        """
        return self.case.needless(session, charter_of(session, self.initiative.id)) is None


def to_print(session: Session) -> Sequence[ToPrint]:
    """What is to be printed, the longest due first."""
    waiting = (Letter.state == LetterState.HELD, Letter.reason == Reason.TO_PRINT, col(Person.id).is_not(None))
    return [ToPrint(one, one.reader) for one in cases(session, *waiting, kept=Kept.NOT) if one.reader is not None]
