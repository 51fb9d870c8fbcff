"""What a correction would change before anybody makes it: decided by the same rules on the same ledger, and dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError
from sqlmodel import Session

from api.bodies import Correctable, body_of, texts_of
from api.looking_ahead import UNWRITTEN
from api.problems import NotFound
from api.services import Services
from api.strict import Strict
from api.words import Id, Line, Number
from domain.actors import Channel, Role, Speaker
from domain.commands import Command, Correction, Said, WithdrawAnswer, read_command
from domain.correcting.deciding import correct
from domain.correcting.events import ClauseChange, EntrySuperseded
from domain.folding import fold
from domain.foreseeing import led_on
from domain.ledger.entries import decode
from domain.refusals import Malformed
from domain.sealed import Sealed
from domain.wire import plain
from models.append import STREAM, entries_after
from models.foreseen_letters import Happening, Mail, foresee, written_down

_UNWRITTEN = Sealed(UNWRITTEN, 1, "fi")


class Preview(Strict):
    """Which entry would be corrected: by an `answer` in the form of that `command`, or, without one, withdrawn. What a
    seat said is corrected `for_seat`, by what it told through that `channel`.
    """

    entry: Number
    for_seat: Id | None = Field(default=None, description="the seat that said it, and says it otherwise now")
    channel: Literal[Channel.PHONE, Channel.PAPER] | None = Field(
        default=None, description="how the seat told of the correction"
    )
    command: Line | None = Field(default=None, examples=["piloting.report_observation"])
    answer: dict[str, Any] | None = Field(default=None, examples=[{"indicator": "i1", "value": {"number": "41"}}])


@dataclass(frozen=True)
class ImpactView:
    """What the correction of an entry would change. Nothing of it has happened.

    `clauses` are those of gates that would read otherwise, each with the entry of the exit that left that gate (none:
    the gate of the present phase); `builds` are later entries that name what the answer made; `exits` those whose gate
    was met and would not be: a decision on them would be asked of the coordinator. `happens` are the kinds of entries
    that would be written, `mail` the letters that this would bring.
    """

    entry: int
    clauses: tuple[ClauseChange, ...]
    builds: tuple[int, ...]
    exits: tuple[int, ...]
    happens: tuple[str, ...]
    mail: Mail


async def preview(services: Services, initiative: str, wanted: Preview, *, names: bool) -> ImpactView:
    """The impact of a correction by the coordinator, with the `names` of those who would get letters, or without.
    Raises the Refusal that it would meet.
    """
    answer = _answer(wanted)

    def weighed(session: Session) -> ImpactView:
        entries = [decode(entry.text) for entry in entries_after(session, STREAM + initiative, 0)]
        if not entries:
            raise NotFound("there is no such initiative", path="initiative")
        now = max(services.clock(), entries[-1].at)
        speaker = Speaker("", Role.COORDINATOR, wanted.channel or Channel.API, wanted.for_seat)
        said = Said(answer or WithdrawAnswer(wanted.entry), speaker, now)
        decided = correct(entries, Correction(wanted.entry, said, answer, _UNWRITTEN), now)
        superseding = decided.said[0]
        assert isinstance(superseding, EntrySuperseded)
        impact, kinds = superseding.impact, tuple(event.KIND for event in decided.events)
        following = fold([*entries, *written_down(decided.events, len(entries), now)])
        opened = tuple(events for events in led_on(following, (), now) if events)
        happening = Happening(initiative, len(entries), (decided.events, *opened), now)
        mail = foresee(session, services.vault, services.keys, happening, names=names)
        return ImpactView(wanted.entry, impact.clauses, impact.builds, impact.exits, kinds, mail)

    return await services.database.tried(weighed)


def _answer(wanted: Preview) -> Command | None:
    """The answer in its typed form, its texts unwritten. Raises Malformed, RequestValidationError at `answer`."""
    if wanted.command is None:
        if wanted.answer is not None:
            raise Malformed("is missing", path="command", remedy="name the command that the answer is in the form of")
        return None
    if wanted.command not in Command.kinds:
        raise Malformed("there is no such command", path="command", remedy="write it as piloting.report_observation")
    command = Command.kinds[wanted.command]
    try:
        body = body_of(command).model_validate(wanted.answer or {})
    except ValidationError as error:
        faults = [{**fault, "loc": ("body", "answer", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(faults) from None
    said: dict[str, Any] = body.model_dump(mode="json", exclude_none=True, exclude={*Correctable.model_fields})
    unwritten = {name: plain(_UNWRITTEN) for name in texts_of(command) if name in said}
    return read_command({"kind": wanted.command, **said, **unwritten})
