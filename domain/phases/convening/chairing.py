"""Chair, deputy chair and the minutes of the convening meeting.

Where the model keeps meetings, the minutes are asked for once one has been held, and their time runs from there. Where
it keeps none, nothing is known of when people meet, and they are asked for as soon as there is a chair.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.asking import asked, fulfils, released
from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator, require_seat
from domain.events import Event
from domain.gates import Clause, Duties, Evidence
from domain.initiative import Initiative
from domain.matters.meetings import Meetings
from domain.matters.meetings.meeting import MINUTE, Meeting, MeetingState, spared
from domain.phases.convening import ruling
from domain.phases.convening.commands import NameChair, Reply, WriteMinutes
from domain.phases.convening.events import ChairNamed, MinutesWritten
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.phases.convening.state import Convening


DUTY: Final = "write_minutes"


def name(state: Convening, initiative: Initiative, said: Said, command: NameChair, now: datetime) -> tuple[Event, ...]:
    """Name two accepted seats; whoever chairs owes the minutes, once there is a meeting to tell of. Raises NotEntitled,
    Malformed, AlreadyAnswered.
    """
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
    named = ChairNamed(command.chair, command.deputy_chair)
    return (
        named,
        *fulfils(initiative, "name_chair"),
        *released(initiative, DUTY),
        *_minutes_of(state, initiative, command.chair, now),
        *ruling.asked_of(state, initiative, command.chair, now),
    )


def _minutes_of(state: Convening, initiative: Initiative, chair: str, now: datetime) -> tuple[Event, ...]:
    """What is asked of a chair who is named now; the coordinator, who was to have them written, no longer is."""
    if state.minutes or not _is_asked_at_naming(initiative):
        return ()
    instead = (event for meeting in _unminuted(initiative) for event in spared(initiative, MINUTE, meeting.id))
    return (*asked(initiative, DUTY, now, seat=chair, subject=str(state.namings + 1)), *instead)


def minutes_asked(state: Convening, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The chair is asked for the minutes of a meeting that has just been held, until there are any."""
    if state.minutes or state.chair is None or initiative.of_duty(DUTY):
        return ()
    return asked(initiative, DUTY, now, seat=state.chair, subject=str(state.namings))


def _is_asked_at_naming(initiative: Initiative) -> bool:
    if not initiative.has(Meetings.KIND):
        return True
    return bool(_unminuted(initiative) or initiative.owed(DUTY))


def _unminuted(initiative: Initiative) -> tuple[Meeting, ...]:
    """The meetings held in this round that have no minutes yet."""
    if not initiative.has(Meetings.KIND):
        return ()
    since, kept = initiative.at.opened_at, initiative.kept(Meetings).meetings.values()
    return tuple(m for m in kept if m.state is MeetingState.HELD and m.at is not None and m.at >= since)


def write_minutes(state: Convening, initiative: Initiative, said: Said, command: WriteMinutes) -> tuple[Event, ...]:
    """Take the minutes from the chair or the deputy chair. Raises NotAsked, NotEntitled, AlreadyAnswered."""
    if state.chair is None:
        raise NotAsked("no chair has been named yet", remedy="the coordinator names the chair first")
    if state.minutes:
        raise AlreadyAnswered("the minutes have been written")
    if require_seat(initiative, said).id not in (state.chair, state.deputy_chair):
        raise NotEntitled("the minutes are the chair's to write", remedy="ask the chair or the deputy chair")
    return (MinutesWritten(command.text), *fulfils(initiative, DUTY))


def foreseen(state: Convening, initiative: Initiative, seen: Evidence) -> Evidence:
    """What the gate looks at once a chair has been named: one of those who come must write the minutes."""
    if DUTY not in seen.duties or state.chair is not None or state.minutes:
        return seen
    if not _is_asked_at_naming(initiative):
        return seen
    who = tuple(seat for seat in seen.standing.entitled if seat in (*seen.standing.present, *seen.standing.silent))
    return replace(seen, duties=seen.duties | {DUTY: Duties(0, 1, who, either=who)})


def meeting_agreed(initiative: Initiative) -> tuple[Clause, ...]:
    """That a meeting is agreed on: fixed ahead, or held in this round; nothing where the model keeps no meetings."""
    if not initiative.has(Meetings.KIND):
        return ()
    if initiative.kept(Meetings).agreed(initiative.at.opened_at):
        return (Clause("meeting.agreed", 1, 1, True),)
    remedy = "agree on a meeting: poll its date, and fix it"
    return (Clause("meeting.agreed", 0, 1, False, ("coordinator",), remedy),)
