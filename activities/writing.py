"""Writing a message that was claimed: what it says now, and which of its letters cannot be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from domain.letter import Envelope
from letters.bundling import Part
from letters.rendering import render_bundle
from models.letter_bundles import goes_until
from models.letter_facts import Correspondence
from models.letter_outcomes import ClaimedBundle, Reason, Suppressed, Unwritable

log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Written:
    """A message, None where none of its letters can be written, and until when it may be handed over; and those that
    are set `aside`, by id.
    """

    message: EmailMessage | None
    until: datetime
    aside: dict[str, Unwritable | Suppressed] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The domain that it goes to, in small letters."""
        domain: str = self.message["To"].addresses[0].domain.lower() if self.message else ""
        return domain


@dataclass(frozen=True)
class Scribe:
    """Writes messages from the address `sender`."""

    correspondence: Correspondence
    sender: str

    def written(self, session: Session, claimed: ClaimedBundle, now: datetime) -> Written | None:
        """The message as it is to go now; None where something in it is not to be said any more.

        A letter that cannot be written is set aside, and the others go without it.
        """
        if (until := goes_until(session, claimed, now)) is None:
            return None
        unsubscribe = self._unsubscribe(claimed) if claimed.stoppable else None
        envelope = Envelope(claimed.message_id, unsubscribe)
        aside: dict[str, Unwritable | Suppressed] = {}
        facts: dict[str, Part] = {}
        for letter in claimed.letters:
            found = _tried(lambda one=letter: self.correspondence.facts(session, one, now))  # type: ignore[misc]
            match found:
                case None:
                    aside[letter] = Suppressed(Reason.NO_ADDRESS)
                case Unwritable():
                    aside[letter] = found
                case _:
                    facts[letter] = found
        message = _tried(lambda: self._message([*facts.values()], envelope, now)) if facts else None
        if isinstance(message, Unwritable):  # one of them alone cannot be written, or is in the way of the others
            poison = {one for one, said in facts.items() if self._is_poison(said, envelope, now)}
            aside |= dict.fromkeys(poison, Unwritable())
            rest = [said for one, said in facts.items() if one not in poison]
            message = _tried(lambda: self._message(rest, envelope, now)) if rest and poison else None
        return Written(message if isinstance(message, EmailMessage) else None, until, aside)

    def _unsubscribe(self, claimed: ClaimedBundle) -> str:
        return self.correspondence.unsubscribe(claimed.id, claimed.unsubscribe_sha256)

    def _is_poison(self, facts: Part, envelope: Envelope, now: datetime) -> bool:
        return isinstance(_tried(lambda: self._message([facts], envelope, now)), Unwritable)

    def _message(self, parts: list[Part], envelope: Envelope, now: datetime) -> EmailMessage:
        return render_bundle(parts, envelope, sender=self.sender, date=now)


def _tried(writing: Callable[[], T]) -> T | Unwritable:
    """What is written; whatever is the matter with one letter must not keep the others."""
    try:
        return writing()
    except (DBAPIError, PoolTimeout):  # it is the database
        raise
    except Exception as error:
        log.error("letter cannot be written", because=type(error).__name__)
        return Unwritable()
