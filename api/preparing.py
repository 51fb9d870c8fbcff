"""The first step of an answer: who asks is let in, the request stamped, its texts sealed, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.bodies import Body, Correctable, texts_of
from api.doors import Caller, Principal, require_voice
from api.entitlement import require_say
from api.problems import NotFound
from api.services import Services
from api.stamps import Stamp
from domain.actors import Channel, Role, Speaker
from domain.commands import Command, Corrects, Interaction
from domain.ledger.entries import Entry
from domain.refusals import InitiativeEnded, Malformed, NotEntitled
from domain.sealed import Sealed, secret_text
from domain.wire import plain
from models.actors import actor_of, subject_of
from models.addressed import Addressed, addressed
from models.lookups import looked_up
from models.states import InitiativeStatus

WHY = "why"
"""The field of a body that holds the reason of a correction."""


@dataclass(frozen=True)
class Prepared:
    """A request that may go to the workflow, or the entry that it has led to before."""

    stamp: Stamp
    interaction: Interaction
    known: Entry | None = None


LooksUp = Callable[[Session, datetime], dict[str, Any]]
"""What the register adds to a command, in plain form, in place of what the body names."""


@dataclass(frozen=True)
class Saying:
    """A request to say something to an initiative: by whom, what, and under which Idempotency-Key."""

    services: Services
    who: Caller
    initiative: str
    command: type[Command]
    body: Body
    key: str | None
    looks_up: LooksUp | None = None

    @property
    def is_lasting(self) -> bool:
        """Whether what is prepared must be on the disk before the workflow hears of it, as texts must be that an entry
        names, and an actor that speaks for the first time. That someone with a link was heard need not be: see ADR 10.
        """
        return not self.who.has_a_link or bool(self._texts()) or getattr(self.body, WHY, None) is not None

    def prepare(self, session: Session, now: datetime) -> Prepared:
        """Claim its stamp and seal its texts, pending. Raises a Refusal, KeyHeld or KeyReused."""
        asking = self.who(session, now)
        self._require_speaker(asking)
        scope = f"{asking.id} {self.command.KIND} {self.initiative}"
        stamp = Stamp.of(self.key, scope, self.body, (*texts_of(self.command), WHY), self.command.SECRET)
        to = addressed(session, self.initiative, stamp.command_key, stamp.digest)
        if to is None:
            raise NotFound("there is no such initiative", path="initiative", remedy="list the initiatives you may see")
        is_new = to.known is None  # else it was said when it might be, by whoever has this key
        if is_new:
            require_say(session, asking, self.initiative, to.coordinator, self.command)
        stamp = stamp.under(to.command_key)
        claim = stamp.claim(session, now, is_known=to.known is not None)
        if to.known is None:  # else it was taken when it might still be said
            require_voice(asking)
            _require_open(to)
        speaker = self._speaker(session, asking)
        said = {} if to.known else self._sealed(session, speaker, stamp, now)
        if self.looks_up is not None and not to.known:
            if asking.role is Role.PARTICIPANT:  # the register is the coordinator's, also to name something in
                raise NotEntitled("this is the coordinator's to do", remedy="ask the coordinator")
            said |= self.looks_up(session, now)
        corrects = None if to.known else self._corrects(session, speaker, stamp, now)
        command = {"kind": self.command.KIND, **said}
        interaction = Interaction(stamp.command_key, speaker, claim.received_at, command, corrects)
        return Prepared(stamp, interaction, to.known)

    def _require_speaker(self, asking: Principal) -> None:
        """Raise NotEntitled unless the one who asks may speak to this initiative in this way."""
        if asking.role is Role.AUDITOR:
            raise NotEntitled(
                "auditors read and change nothing", remedy="ask the coordinator, or come with a coordinator's key"
            )
        if asking.role is Role.PARTICIPANT:
            if asking.initiative != self.initiative:
                raise NotFound("there is no such initiative")
            if self.body.for_seat is not None or self.body.channel is not None:
                raise NotEntitled("a personal link speaks for its own seat", path="for_seat", remedy="leave it out")
        elif (self.body.for_seat is None) != (self.body.channel is None):
            raise Malformed(
                "what is entered for a seat says how it was heard",
                path="channel",
                remedy="give both for_seat and channel (phone or paper), or neither",
            )

    def _speaker(self, session: Session, asking: Principal) -> Speaker:
        if asking.role is Role.PARTICIPANT:
            return Speaker(asking.actor or "", asking.role, Channel.LINK, asking.seat)
        actor = actor_of(session, self.initiative, principal=asking.id, person=asking.person)
        entered_by = actor if self.body.for_seat else None
        return Speaker(actor, asking.role, self.body.channel or asking.channel, self.body.for_seat, entered_by)

    def _sealed(self, session: Session, speaker: Speaker, stamp: Stamp, now: datetime) -> dict[str, Any]:
        """The command's fields in plain form, each text replaced by what the vault holds of it, pending."""
        command, vault = self.command, self.services.vault
        said: dict[str, Any] = self.body.model_dump(mode="json", exclude_none=True, exclude={*Correctable.model_fields})
        said |= looked_up(session, self.initiative, command, said, now)
        texts = self._texts()
        subject = subject_of(session, self.initiative, None if command.JOINT else speaker) if texts else ""
        for name in texts:
            text, language, field = said[name], self.body.language or "fi", f"{command.KIND}.{name}"
            if name in command.SECRET:  # neither its length nor its language may tell what it says
                text, language = secret_text(command.SECRET[name], text), "fi"
            commitment = vault.put_pending(session, subject, field, text, stamp.command_key, now)
            said[name] = plain(Sealed(commitment, len(text), language))
        return said

    def _corrects(self, session: Session, speaker: Speaker, stamp: Stamp, now: datetime) -> Corrects | None:
        """Which entry the answer corrects, if it does, and the reason sealed. Raises Malformed for a reason alone."""
        if not isinstance(self.body, Correctable):
            return None
        entry, why = self.body.corrects, self.body.why
        if entry is None:
            if why is not None:
                raise Malformed("nothing is corrected", path=WHY, remedy="name the entry in corrects, or leave it out")
            return None
        if why is None:
            return Corrects(entry)
        subject = subject_of(session, self.initiative, speaker)
        ref = self.services.vault.put_pending(session, subject, "correction.reason", why, stamp.command_key, now)
        return Corrects(entry, Sealed(ref, len(why), self.body.language or "fi"))

    def _texts(self) -> list[str]:
        """The command's texts that were given, by name."""
        return [name for name in texts_of(self.command) if getattr(self.body, name) is not None]


def _require_open(to: Addressed) -> None:
    if to.status is InitiativeStatus.ENDED:
        raise InitiativeEnded("the initiative has ended", remedy="read its history")
