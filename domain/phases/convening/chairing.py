"""Chair, deputy chair and the minutes of the convening meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked, fulfils, released
from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator, require_seat
from domain.events import Event
from domain.gates import Clause, Duties, Evidence
from domain.initiative import Initiative
from domain.matters.meetings import Meetings
from domain.phases.convening.commands import NameChair, Reply, WriteMinutes
from domain.phases.convening.events import ChairNamed, MinutesWritten
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.phases.convening.state import Convening


def name(state: Convening, initiative: Initiative, said: Said, command: NameChair, now: datetime) -> tuple[Event, ...]:
    """Name two accepted seats; whoever chairs owes the minutes. Raises NotEntitled, Malformed, AlreadyAnswered."""
    require_coordinator(said)
    if state.minutes and state.chair is not None:
        raise AlreadyAnswered("the minutes have been written; the chairs stand")
    for path, seat in (("chair", command.chair), ("deputy_chair", command.deputy_chair)):
        named_seat(initiative, seat, path)
        if state.replies.get(seat) is not Reply.YES:
            raise NotEntitled(
                "this seat has not accepted its invitation", path=path, remedy="name a seat that takes part"
            )
    if command.chair == command.deputy_chair:
        raise Malformed("chair and deputy chair are two seats", path="deputy_chair", remedy="name another seat")
    subject = str(state.namings + 1)
    minutes = () if state.minutes else asked(initiative, "write_minutes", now, seat=command.chair, subject=subject)
    named = ChairNamed(command.chair, command.deputy_chair)
    return (named, *fulfils(initiative, "name_chair"), *released(initiative, "write_minutes"), *minutes)


def write_minutes(state: Convening, initiative: Initiative, said: Said, command: WriteMinutes) -> tuple[Event, ...]:
    """Take the minutes from the chair or the deputy chair. Raises NotAsked, NotEntitled, AlreadyAnswered."""
    if state.chair is None:
        raise NotAsked("no chair has been named yet", remedy="the coordinator names the chair first")
    if state.minutes:
        raise AlreadyAnswered("the minutes have been written")
    if require_seat(initiative, said).id not in (state.chair, state.deputy_chair):
        raise NotEntitled("the minutes are the chair's to write", remedy="ask the chair or the deputy chair")
    return (MinutesWritten(command.text), *fulfils(initiative, "write_minutes"))


def foreseen(state: Convening, seen: Evidence) -> Evidence:
    """What the gate looks at once a chair has been named: one of those who come must write the minutes."""
    if "write_minutes" not in seen.duties or state.chair is not None or state.minutes:
        return seen
    who = tuple(seat for seat in seen.standing.entitled if seat in (*seen.standing.present, *seen.standing.silent))
    return replace(seen, duties=seen.duties | {"write_minutes": Duties(0, 1, who, either=who)})


def meeting_agreed(state: Convening, initiative: Initiative) -> tuple[Clause, ...]:
    """That a meeting is agreed on; nothing where the model keeps no meetings. Minutes tell that there was one."""
    if not initiative.has(Meetings.KIND):
        return ()
    if state.minutes or initiative.kept(Meetings).agreed(initiative.at.opened_at):
        return (Clause("meeting.agreed", 1, 1, True),)
    owed = initiative.owed("write_minutes")
    chair = (owed.seat,) if owed is not None and owed.seat is not None else ()
    remedy = "agree on a meeting: poll its date, and fix it"
    return (Clause("meeting.agreed", 0, 1, False, ("coordinator", *chair), remedy, either=bool(chair)),)
