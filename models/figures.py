"""The figures that watching asks of the database: how many there are of what, and since when a letter waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models import log_watch
from models.letter_accounts import ENDED
from models.letter_claims import next_due
from models.log_watch import LogStanding
from models.pauses import paused
from models.states import InitiativeStatus, LetterState
from models.tables import Initiative, Letter

WATCHED = (LetterState.WAITING, LetterState.CLAIMED, LetterState.FAILED, LetterState.HELD)
"""The states of letters that somebody may have to look after."""


@dataclass(frozen=True)
class Standing:
    """Initiatives that have not ended by phase and status; letters that wait, failed or are held, by state; when
    the next letter may go out: in the past, when one could have left already; how many have ended without an entry; and
    whether somebody has paused the sending; and the log.
    """

    initiatives: dict[tuple[str, InitiativeStatus], int]
    letters: dict[LetterState, int]
    next_letter: datetime | None
    unaccounted: int
    letters_paused: bool
    log: LogStanding


def standing(session: Session) -> Standing:
    """How things stand now. Nine statements, each on an index, that do not grow with what is done and over."""
    open_ones = (
        select(Initiative.phase, Initiative.status, func.count())
        .where(col(Initiative.status).in_((InitiativeStatus.OPEN, InitiativeStatus.PAUSED, InitiativeStatus.HELD)))
        .group_by(col(Initiative.phase), col(Initiative.status))
    )
    by_state = select(Letter.state, func.count()).where(col(Letter.state).in_(WATCHED)).group_by(col(Letter.state))
    return Standing(
        initiatives={(phase, InitiativeStatus(status)): number for phase, status, number in session.exec(open_ones)},
        letters={LetterState(state): number for state, number in session.exec(by_state)},
        next_letter=next_due(session),
        unaccounted=session.exec(select(func.count()).select_from(Letter).where(*ENDED)).one(),
        letters_paused=paused(session) is not None,
        log=log_watch.standing(session),
    )
