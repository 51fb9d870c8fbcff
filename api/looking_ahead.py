"""Looking ahead: what a command would do to every clock, and who would get which letter, before anybody says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

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
T = TypeVar("T")


@dataclass(frozen=True)
class LookAhead(Preview):
    """What a command would lead to, and the `mail` that it would bring. Nothing of it has happened."""

    mail: Mail


async def at_the_head(services: Services, initiative: str, look: Callable[[Session, Folded], T]) -> T:
    """What `look` finds in the initiative as it stands, in a transaction that is taken back. Raises a Refusal."""
    return await at_the_heads(services, (initiative,), look)


async def at_the_heads(services: Services, initiatives: Sequence[str], look: Callable[..., T]) -> T:
    """The same, of several initiatives, each of which `look` takes folded behind the session."""
    for _ in range(_MOST_TRIES):
        folded = [await services.folds.of(initiative) for initiative in initiatives]
        try:
            return await services.database.tried(lambda session, folded=folded: look(session, *folded))  # type: ignore[misc]
        except HeadMoved:
            continue
    raise StateMovedOn("much is being said in this initiative right now", remedy="look again in a moment")


async def looked_ahead(
    services: Services, asking: Principal, initiative: str, command: type[Command], body: Body
) -> LookAhead:
    """What a command by one who may say it would do. Nothing is kept. Raises a Refusal."""

    def look(session: Session, folded: Folded) -> LookAhead:
        standing, now = folded.initiative, services.clock()
        said = as_said(session, standing.id, asking, command, body, now)
        shown, events = preview(standing, said, now)
        happening = Happening(standing.id, folded.seq, tuple(led_on(standing, events, now)), now, shown.rests_until)
        return LookAhead(**vars(shown), mail=foresee(session, services.vault, services.keys, happening))

    return await at_the_head(services, initiative, look)


def as_said(
    session: Session, initiative: str, asking: Principal, command: type[Command], body: Body, now: datetime
) -> Said:
    """The command as it would be said now, its texts unwritten."""
    actor = actor_of(session, initiative, principal=asking.id, person=asking.person)
    speaker = Speaker(actor, asking.role, body.channel or Channel.API, body.for_seat)
    said: dict[str, Any] = body.model_dump(mode="json", exclude_none=True, exclude={*Body.model_fields})
    said |= looked_up(session, initiative, command, said, now)
    for name in texts_of(command):
        if name in said:
            said[name] = plain(Sealed(UNWRITTEN, len(said[name]), body.language or "fi"))
    return Said(read_command({"kind": command.KIND, **said}), speaker, now)
