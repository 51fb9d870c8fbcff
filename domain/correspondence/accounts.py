"""Accounts of letters: what the streams `letters:<initiative>` say of each that was due, and the balance of all.

An entry says how a letter ended; where there are several about one letter, the last one holds. No entry names anybody
or quotes what was written: of a mail server's answer only the codes stand there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.events import Event
from domain.kinds import Kinded

STREAM = "letters:"

PERSONAL = "personal"
"""The one reason that an entry gives where a letter's reader has stopped reminders, or asked that their data be
restricted or erased. An entry stays for ever, and these are theirs to take back.
"""

_CODES = re.compile(r"([2-5]\d\d)(?:[ -]([245]\.\d{1,3}\.\d{1,3}))?(?!\S)", re.ASCII)


class End(StrEnum):
    """How a letter that was due may end; exactly one of them."""

    SENT = "sent"
    SUPPRESSED = "suppressed"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    HELD = "held"


class Said(StrEnum):
    """What a person may say of a held letter."""

    SENT = "sent"
    NOT_SENT = "not_sent"

    @property
    def end(self) -> End:
        """How the letter has ended by that."""
        return End.SENT if self is Said.SENT else End.FAILED


class LetterEvent(Event, Kinded):
    """A fact of a letter. They are a family of their own: no initiative's state follows from them."""


@dataclass(frozen=True, kw_only=True)
class LetterEnded(LetterEvent):
    """A letter to the actor `to` has ended: about this obligation (or exit), as this step of it, due at this instant.

    `code` is what the channel answered, as mail servers number it (`250`, `550 5.1.1`); `bundle` the message that it
    was part of.
    """

    letter: str
    obligation: str
    to: str
    duty: str
    step: str
    due_at: datetime
    reason: str | None = None
    channel: str | None = None
    sent_at: datetime | None = None
    code: str | None = None
    bundle: str | None = None


class LetterSent(LetterEnded, kind="letter.sent"):
    """The channel took it."""


class LetterSuppressed(LetterEnded, kind="letter.suppressed"):
    """It was not sent, because it need not or could not be."""


class LetterFailed(LetterEnded, kind="letter.failed"):
    """It should have been sent and could not be."""


class LetterSuperseded(LetterEnded, kind="letter.superseded"):
    """What it told has changed, and a later letter tells how it is now."""


class LetterHeld(LetterEnded, kind="letter.held"):
    """A person is to say what became of it."""


@dataclass(frozen=True, kw_only=True)
class LetterSettled(LetterEnded, kind="letter.settled"):
    """A person has said what became of a letter that was held, for this `reason`."""

    said: Said


ENTRIES: dict[End, type[LetterEnded]] = {
    End.SENT: LetterSent,
    End.SUPPRESSED: LetterSuppressed,
    End.FAILED: LetterFailed,
    End.SUPERSEDED: LetterSuperseded,
    End.HELD: LetterHeld,
}


def code_of(reply: str | None) -> str | None:
    """The codes with which a channel's answer begins; None for one without."""
    found = _CODES.match(reply or "")
    return " ".join(filter(None, found.groups())) if found else None


@dataclass(frozen=True)
class Balance:
    """What became of the letters that were due. `waiting` are those that have yet to end, `accounted` those whose end
    the ledger tells as it is, `unaccounted` those that have ended and wait for the accountant, which is nobody at rest.
    """

    due: int = 0
    sent: int = 0
    suppressed: int = 0
    failed: int = 0
    superseded: int = 0
    held: int = 0
    waiting: int = 0
    accounted: int = 0
    unaccounted: int = 0

    @property
    def ended(self) -> int:
        """How many have ended."""
        return self.sent + self.suppressed + self.failed + self.superseded + self.held

    @property
    def closes(self) -> bool:
        """Whether nothing is missing: each that was due has ended or waits, and each end stands in the ledger or waits
        for the accountant.
        """
        return self.due == self.ended + self.waiting and self.ended == self.accounted + self.unaccounted
