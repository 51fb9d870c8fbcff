"""The states that rows may be in; each enum owns its groups, so that no caller compares words."""

from __future__ import annotations

from enum import StrEnum


class InitiativeStatus(StrEnum):
    """Whether an initiative goes on."""

    OPEN = "open"
    PAUSED = "paused"
    ENDED = "ended"
    HELD = "held"  # the phase rests, and is looked at again on its day

    @property
    def rests(self) -> bool:
        """Whether nobody is reminded now."""
        return self in {InitiativeStatus.PAUSED, InitiativeStatus.HELD}


class LetterState(StrEnum):
    """What became of a letter that was due."""

    WAITING = "waiting"
    CLAIMED = "claimed"  # leased by a dispatcher that is sending it
    SENT = "sent"
    SUPPRESSED = "suppressed"  # not sent, for the reason given
    FAILED = "failed"
    SUPERSEDED = "superseded"  # what it told has changed: a later letter tells how it is now
    HELD = "held"  # uncertain whether it went out: a person decides

    @property
    def is_final(self) -> bool:
        """True once nothing more happens to the letter by itself."""
        return self not in {LetterState.WAITING, LetterState.CLAIMED}


class Rhythm(StrEnum):
    """How often somebody gets letters at the most; what is urgent by rule does not wait for it."""

    DAILY = "daily"
    WEEKLY = "weekly"


class StampState(StrEnum):
    """What became of a request that came with an idempotency key."""

    LIVE = "live"  # a request holds the key until its lease is over
    FREE = "free"  # the request ended without a known result: it may be tried again
    DONE = "done"  # accepted: it has started an initiative


class ChangeState(StrEnum):
    """What became of an initiative in a change of the model of many."""

    TRIED = "tried"  # its dry run is told, and is what is approved
    IMPOSSIBLE = "impossible"  # it cannot go on by the other model
    MOVED_ON = "moved_on"  # it is not as in its dry run any more
    MADE = "made"

    @property
    def may_be_tried(self) -> bool:
        """Whether another dry run may tell something else."""
        return self in {ChangeState.IMPOSSIBLE, ChangeState.MOVED_ON}


class KeyRole(StrEnum):
    """What a program holding an API key may do."""

    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMIN = "admin"
    MAIL = "mail"  # brings mail that came back, and nothing else

    @property
    def reads(self) -> bool:
        """Whether the program may ask for anything at all."""
        return self is not KeyRole.MAIL


class HeldState(StrEnum):
    """What became of what was sent to an open call."""

    HELD = "held"
    TAKEN_IN = "taken_in"  # a need like any other
    DISCARDED = "discarded"
    EXPIRED = "expired"  # nobody confirmed it or took it in
    REMOVED = "removed"  # by whoever sent it


class CallResult(StrEnum):
    """How a call went to somebody of whom nothing was heard. What they answered is entered as an answer, not here."""

    NO_ANSWER = "no_answer"
    WILL_ANSWER = "will_answer"  # said that they will, by themselves
    DECLINED = "declined"  # said that they will not
    WRONG_NUMBER = "wrong_number"
    CALL_BACK = "call_back"  # asked to be called again on a day


class LinkFor(StrEnum):
    """What a sign-in link was made for."""

    LETTER = "letter"  # asked for on the page, and sent
    PRINTED = "printed"  # made on the machine itself
    FIRST = "first"  # the same, for the first administrator, who is entered with it


class Browser(StrEnum):
    """What a session's browser says that it is: a word by which its owner knows it again, and no more."""

    FIREFOX = "firefox"
    CHROME = "chrome"
    SAFARI = "safari"
    EDGE = "edge"
    OTHER = "other"
