"""What became of a letter that was claimed: said by whoever sent it, written down here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, update

from models.states import LetterState
from models.tables import Letter

MOST_ATTEMPTS = 5
_BACK_OFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))


class Reason(StrEnum):
    """Why a letter was not sent, or is not known to be."""

    ANSWERED = "answered"
    RELEASED = "released"
    SUPERSEDED = "superseded"  # what it tells has changed: a later letter tells how it is now
    LAPSED = "lapsed"
    ENDED = "ended"
    HANDED_OVER = "handed_over"  # the matter lies with somebody else by now
    NO_ADDRESS = "no_address"
    ERASED = "erased"  # its reader has asked to be forgotten
    DEFERRED = "deferred"  # refused for now, too often
    REFUSED = "refused"
    UNWRITABLE = "unwritable"  # it cannot be put into words or into a message
    UNCERTAIN = "uncertain"  # it may have gone out
    STOPPED = "stopped"  # its reader wants no reminders of this
    BOUNCED = "bounced"  # a mail server has refused the address for good
    OVER_BUDGET = "over_budget"  # three letters about it have gone to the same person: now a coordinator's turn
    REVOKED = "revoked"  # its personal link has been taken back
    TO_PRINT = "to_print"  # it goes on paper, once somebody has printed and posted it
    NOT_SENT = "not_sent"  # it was held, and a person has found that it did not go out


@dataclass(frozen=True)
class ClaimedLetter:
    """A letter leased for sending; `lease_until` tells this claim from any other of the same letter.

    `is_first` letters are sent again when nobody knows whether they went out; others are held.
    """

    id: str
    lease_until: datetime
    attempts: int
    is_first: bool


@dataclass(frozen=True)
class Sent:
    """The channel took it; `reply` is what it said, without anybody's address."""

    channel: str
    reply: str | None = None


@dataclass(frozen=True)
class Deferred:
    """The channel refused this letter for now."""

    channel: str
    reply: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Refused:
    """The channel refused this letter for good."""

    channel: str
    reply: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Uncertain:
    """The channel fell silent after it had the letter, before it said whether it took it."""

    channel: str


@dataclass(frozen=True)
class Unsent:
    """Nothing left, and it is not the letter's fault: it is due as before, and this attempt does not count."""


@dataclass(frozen=True)
class Unwritable:
    """The letter cannot be put into words or into a message."""


@dataclass(frozen=True)
class Suppressed:
    """Not sent, because it need not or cannot be."""

    reason: Reason


Outcome = Sent | Deferred | Refused | Uncertain | Unsent | Unwritable | Suppressed


def record(session: Session, claimed: ClaimedLetter, outcome: Outcome, now: datetime) -> bool:
    """Write down what became of a claimed letter; may be repeated.

    False when the lease was over and another claim has the letter: then what that one says counts. A letter held as
    uncertain meanwhile takes the certain outcome.
    """
    still_mine = (
        col(Letter.id) == claimed.id,
        col(Letter.lease_until) == claimed.lease_until,
        col(Letter.state).in_((LetterState.CLAIMED, LetterState.HELD)),
    )
    columns = _columns(claimed, outcome, now)
    if columns["state"] is not LetterState.HELD:  # else an entry that tells of a held letter still holds
        columns |= {"accounted_seq": None}
    changed = session.execute(update(Letter).where(*still_mine).values(columns))
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]


def _columns(claimed: ClaimedLetter, outcome: Outcome, now: datetime) -> dict[str, Any]:
    match outcome:
        case Sent(channel, reply):
            return {
                "state": LetterState.SENT,
                "reason": None,
                "sent_at": now,
                "channel": channel,
                "reply": reply,
            }
        case Deferred(channel, reply):
            known = {"reason": Reason.DEFERRED, "channel": channel, "reply": reply}
            return known | _again_or(LetterState.FAILED, claimed, now)
        case Refused(channel, reply):
            return {"state": LetterState.FAILED, "reason": Reason.REFUSED, "channel": channel, "reply": reply}
        case Uncertain(channel):
            known = {"reason": Reason.UNCERTAIN, "channel": channel}
            return known | (
                _again_or(LetterState.HELD, claimed, now) if claimed.is_first else {"state": LetterState.HELD}
            )
        case Unsent():
            return {"state": LetterState.WAITING, "lease_until": None, "attempts": claimed.attempts - 1}
        case Unwritable():
            return {"state": LetterState.FAILED, "reason": Reason.UNWRITABLE}
        case Suppressed(reason):
            return {"state": LetterState.SUPPRESSED, "reason": reason}


def _again_or(end: LetterState, claimed: ClaimedLetter, now: datetime) -> dict[str, Any]:
    """Waiting for the next attempt, not before `lease_until`; or the end, after the last one."""
    if claimed.attempts >= MOST_ATTEMPTS:
        return {"state": end}
    return {"state": LetterState.WAITING, "lease_until": now + _BACK_OFF[claimed.attempts - 1]}
