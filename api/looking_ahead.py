"""Looking ahead: what a command would do to every clock, told before anybody says it."""

from __future__ import annotations

from typing import Any

from api.bodies import Body, texts_of
from api.doors import Principal
from api.services import Services
from domain.actors import Channel, Speaker
from domain.commands import Command, Said, read_command
from domain.previewing import Preview, preview
from domain.sealed import Sealed
from domain.wire import plain


async def looked_ahead(
    services: Services, asking: Principal, initiative: str, command: type[Command], body: Body
) -> Preview:
    """The preview of a command by one who may say it. Nothing is written, no text is kept. Raises a Refusal."""
    folded, now = await services.folds.of(initiative), services.clock()
    coordinator = folded.initiative.coordinator
    speaker = Speaker(coordinator, asking.role, body.channel or Channel.API, body.for_seat)
    return preview(folded.initiative, Said(_typed(command, body), speaker, now), now)


def _typed(command: type[Command], body: Body) -> Command:
    said: dict[str, Any] = body.model_dump(mode="json", exclude_none=True, exclude={*Body.model_fields})
    for name in texts_of(command):
        if name in said:
            said[name] = plain(Sealed("", len(said[name]), body.language or "fi"))
    return read_command({"kind": command.KIND, **said})
