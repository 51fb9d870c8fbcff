"""Looking ahead: what a command would do to every clock, and who would get which letter, before anybody says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from api.bodies import Body, texts_of
from api.doors import Principal
from api.folds import Folded
from api.services import Services
from domain.actors import Channel, Speaker
from domain.commands import Command, Said, read_command
from domain.foreseeing import led_on
from domain.previewing import Preview, preview
from domain.refusals import StateMovedOn
from domain.sealed import Sealed
from domain.wire import plain
from models.actors import actor_of
from models.foreseen_letters import Happening, HeadMoved, Mail, foresee
from models.lookups import looked_up

UNWRITTEN: Final = "0" * 64
"""Stands for the commitment to a text that nobody has written down."""

_MOST_TRIES: Final = 5


@dataclass(frozen=True)
class LookAhead(Preview):
    """What a command would lead to, and the `mail` that it would bring. Nothing of it has happened."""

    mail: Mail


async def looked_ahead(
    services: Services, asking: Principal, initiative: str, command: type[Command], body: Body
) -> LookAhead:
    """What a command by one who may say it would do. Nothing is kept. Raises a Refusal."""
    for _ in range(_MOST_TRIES):
        folded = await services.folds.of(initiative)
        look = _Look(services, asking, folded, command, body)
        try:
            return await services.database.tried(look)
        except HeadMoved:
            continue
    raise StateMovedOn("much is being said in this initiative right now", remedy="look again in a moment")


@dataclass(frozen=True)
class _Look:
    """One try, in a transaction of its own that is taken back."""

    services: Services
    asking: Principal
    folded: Folded
    command: type[Command]
    body: Body

    def __call__(self, session: Session) -> LookAhead:
        initiative, now = self.folded.initiative, self.services.clock()
        said = Said(self._typed(session, now), self._speaker(session), now)
        shown, events = preview(initiative, said, now)
        appends = tuple(led_on(initiative, events, now))
        happening = Happening(initiative.id, self.folded.seq, appends, now, shown.rests_until)
        return LookAhead(**vars(shown), mail=foresee(session, self.services.vault, happening))

    def _speaker(self, session: Session) -> Speaker:
        actor = actor_of(session, self.folded.initiative.id, principal=self.asking.id, person=self.asking.person)
        return Speaker(actor, self.asking.role, self.body.channel or Channel.API, self.body.for_seat)

    def _typed(self, session: Session, now: datetime) -> Command:
        body, command = self.body, self.command
        said: dict[str, Any] = body.model_dump(mode="json", exclude_none=True, exclude={*Body.model_fields})
        said |= looked_up(session, self.folded.initiative.id, command, said, now)
        for name in texts_of(command):
            if name in said:
                said[name] = plain(Sealed(UNWRITTEN, len(said[name]), body.language or "fi"))
        return read_command({"kind": command.KIND, **said})
