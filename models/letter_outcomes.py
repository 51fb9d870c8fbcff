"""What became of a message that was claimed: said by whoever sent it, written down here for each of its letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlmodel import Session, col, delete, update

from domain.correspondence import accounts
from domain.correspondence.rates import MOST_ATTEMPTS, back_off
from models.states import LetterState
from models.tables import Bundle, Letter


class Reason(StrEnum):
    """Why a letter was not sent, or is not known to be."""

    ANSWERED = "answered"
    RELEASED = "released"
    SUPERSEDED = "superseded"  # what it tells has changed: a later letter tells how it is now
    LAPSED = "lapsed"
    ENDED = "ended"
    NO_DEPUTY = "no_deputy"  # meant for a deputy whom there is none of: the coordinator calls instead
    HANDED_OVER = "handed_over"  # the matter lies with somebody else by now
    NO_ADDRESS = "no_address"
    ERASED = "erased"  # its reader has asked to be forgotten
    RESTRICTED = "restricted"  # its reader has asked that their data be kept, and nothing else
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
    PERSONAL = (
        accounts.PERSONAL
    )  # stopped, restricted or erased: which of them no ledger tells, and no row once one is erased


OF_THE_READER = (Reason.STOPPED, Reason.RESTRICTED, Reason.ERASED, Reason.PERSONAL)
"""What somebody has asked for themselves: it may be forgotten with them, so that no ledger tells it."""


@dataclass(frozen=True)
class ClaimedBundle:
    """A message leased for sending, with the ids of its `letters` in their order; `lease_until` tells this claim from
    any other of the same bundle.

    `is_first`: it holds the first letter of a matter, and is sent again when nobody knows whether it went out; others
    are held. `again`: it may have gone out before. `stoppable`: it says something that its reader can stop, at the
    address of whose token this is the hash.
    """

    id: str
    lease_until: datetime
    attempts: int
    letters: tuple[str, ...]
    message_id: str
    is_first: bool
    again: bool = False
    stoppable: bool = False
    unsubscribe_sha256: str | None = None


@dataclass(frozen=True)
class Sent:
    """The channel took it; `reply` is what it said, without anybody's address."""

    channel: str
    reply: str | None = None


@dataclass(frozen=True)
class Deferred:
    """The channel refused this message for now."""

    channel: str
    reply: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Refused:
    """The channel refused this message for good."""

    channel: str
    reply: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Uncertain:
    """The channel fell silent after it had the message, before it said whether it took it."""

    channel: str


@dataclass(frozen=True)
class Unsent:
    """Nothing left, and it is not the letters' fault: they are due as before, from `until` on if that is said, and this
    attempt does not count.
    """

    until: datetime | None = None


@dataclass(frozen=True)
class Faltered:
    """Something that nobody has foreseen went wrong before it was handed over: nothing left, and it is tried again, a
    few times.
    """


@dataclass(frozen=True)
class Unwritable:
    """The letter cannot be put into words or into a message."""


@dataclass(frozen=True)
class Suppressed:
    """Not sent, because it need not or cannot be."""

    reason: Reason


Outcome = Sent | Deferred | Refused | Uncertain | Unsent | Faltered | Unwritable | Suppressed


def record(session: Session, claimed: ClaimedBundle, outcome: Outcome, now: datetime) -> int:
    """Write down what became of a claimed message, and of each of its letters; of how many. May be repeated.

    Of none when the lease was over and another claim has it: then what that one says counts. What was held as uncertain
    meanwhile takes the certain outcome. A message that has certainly not left is as if it had never been composed: its
    letters are free to go with others.
    """
    of_bundle, of_letters = _columns(claimed, outcome, now)
    mine = (
        col(Bundle.id) == claimed.id,
        col(Bundle.lease_until) == claimed.lease_until,
        col(Bundle.state).in_((LetterState.CLAIMED, LetterState.HELD)),
    )
    change = delete(Bundle).where(*mine) if of_bundle is None else update(Bundle).where(*mine).values(of_bundle)
    if not _changed(session, change):
        return 0
    its, spent = _its_letters(claimed), 0
    if isinstance(outcome, Deferred | Faltered) and not claimed.again:
        said = {name: of_letters[name] for name in ("reason", "channel", "reply") if name in of_letters}
        failed = {"state": LetterState.FAILED, "accounted_seq": None, "reason": Reason.UNWRITABLE} | said
        spent = _changed(session, update(Letter).where(*its, col(Letter.attempts) >= MOST_ATTEMPTS).values(failed))
    return spent + _changed(session, update(Letter).where(*its).values(of_letters))


def _changed(session: Session, statement: Executable) -> int:
    """How many rows a statement has changed."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount


def set_aside(session: Session, claimed: ClaimedBundle, letter: str, outcome: Unwritable | Suppressed) -> None:
    """End one letter of a claimed message, which goes without it."""
    _, columns = _columns(claimed, outcome, claimed.lease_until)
    no_more_mine = {"lease_until": None}  # else it would be told as sent with the others
    session.execute(
        update(Letter).where(*_its_letters(claimed), col(Letter.id) == letter).values(columns | no_more_mine)
    )


def _its_letters(claimed: ClaimedBundle) -> tuple[Any, ...]:
    """Those that it took along when it was claimed so: what was settled since a former claim has another lease."""
    return (
        col(Letter.bundle_id) == claimed.id,
        col(Letter.lease_until) == claimed.lease_until,
        col(Letter.state).in_((LetterState.CLAIMED, LetterState.HELD)),
    )


Columns = dict[str, Any]
_FREE: Columns = {"bundle_id": None, "message_id": None, "accounted_seq": None}
"""Of a letter that is bound to no message."""


def _columns(claimed: ClaimedBundle, outcome: Outcome, now: datetime) -> tuple[Columns | None, Columns]:
    """What changes in the bundle's row (None: it goes away), and in those of its letters."""
    match outcome:
        case Sent(channel, reply):
            sent = {"state": LetterState.SENT, "sent_at": now, "channel": channel, "reply": reply}
            return sent, sent | {"reason": None, "accounted_seq": None}
        case Deferred(channel, reply) if claimed.again:
            return _maybe_again(claimed, now, channel, reply)
        case Deferred(channel, reply):
            said = {"channel": channel, "reply": reply}
            waits = {"state": LetterState.WAITING, "lease_until": now + back_off(claimed.attempts, claimed.letters[0])}
            return (
                {"state": LetterState.FAILED, **said},
                {"reason": Reason.DEFERRED, **said, **waits, **_FREE},
            )
        case Refused(channel, reply):
            return _both({"state": LetterState.FAILED, "channel": channel, "reply": reply}, Reason.REFUSED)
        case Uncertain(channel):
            return _maybe_again(claimed, now, channel, None)
        case Faltered() if claimed.again:
            return _maybe_again(claimed, now, None, None)
        case Faltered():
            later = now + back_off(claimed.attempts, claimed.letters[0])
            return None, {"state": LetterState.WAITING, "lease_until": later, **_FREE}
        case Unsent(until):
            return _unsent(claimed, until, now)
        case Unwritable() | Suppressed() if claimed.again:
            return _both({"state": LetterState.HELD}, Reason.UNCERTAIN)
        case Unwritable():
            return _both({"state": LetterState.FAILED}, Reason.UNWRITABLE)
        case Suppressed(reason):
            return _both({"state": LetterState.SUPPRESSED}, reason)


def _both(columns: Columns, reason: Reason) -> tuple[Columns, Columns]:
    """An entry that tells of a held letter still holds while it is held."""
    anew = {} if columns["state"] is LetterState.HELD else {"accounted_seq": None}
    return columns, columns | {"reason": reason} | anew


def _maybe_again(
    claimed: ClaimedBundle, now: datetime, channel: str | None, reply: str | None
) -> tuple[Columns, Columns]:
    """It may have gone out: it waits for the next attempt, as the same message; or is held, for a person to decide."""
    said: Columns = {"channel": channel, "reply": reply}
    if not claimed.is_first or claimed.attempts >= MOST_ATTEMPTS:
        return _both({"state": LetterState.HELD, **said}, Reason.UNCERTAIN)
    later = now + back_off(claimed.attempts, claimed.letters[0])
    return _both({"state": LetterState.WAITING, "lease_until": later, **said}, Reason.UNCERTAIN)


def _unsent(claimed: ClaimedBundle, until: datetime | None, now: datetime) -> tuple[Columns | None, Columns]:
    attempts = {"attempts": col(Letter.attempts) - 1}
    if not claimed.again:
        free = {**_FREE, "lease_until": until}
        return None, {"state": LetterState.WAITING, **free, **attempts}
    bundle, letters = _both({"state": LetterState.WAITING, "lease_until": until or now}, Reason.UNCERTAIN)
    return bundle | {"attempts": col(Bundle.attempts) - 1}, letters | attempts
