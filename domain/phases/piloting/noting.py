"""Noting: whether a pilot can start, what works early, and what goes wrong, told by those who are in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.asking import asked, fulfils
from domain.commands import Said
from domain.entitlement import require_active, require_coordinator, require_seat
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.piloting.commands import CheckStart, ReportIncident, TellEarlyWin
from domain.phases.piloting.events import EarlyWinTold, IncidentReported, StartChecked
from domain.refusals import Malformed, NotAsked, NotEntitled, OutOfTurn

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

DUTY: Final = "check_start"


def start_asked(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """Ask the coordinator whether the pilot can start; nothing where the model does not."""
    return asked(initiative, DUTY, now) if DUTY in initiative.rule.obligations else ()


def decide(state: Piloting, initiative: Initiative, said: Said) -> tuple[Event, ...]:
    """Take in what is told of the way. Raises as the parts of it do."""
    match said.command:
        case CheckStart() as command:
            return check(state, initiative, said, command)
        case TellEarlyWin() as command:
            return tell_win(state, initiative, said, command)
        case ReportIncident() as command:
            return report_incident(state, initiative, said, command)
    raise OutOfTurn(f"'{said.command.KIND}' is not told of the way")


def check(state: Piloting, initiative: Initiative, said: Said, command: CheckStart) -> tuple[Event, ...]:
    """Take in whether people, money and permissions are there. While something is lacking the check stays owed, so that
    it is asked about again; it can be made anew until the pilot nears its end.

    Raises NotEntitled, NotAsked where the model has no such check or the pilot nears its end, Malformed.
    """
    seat = said.by.seat
    if seat is None:
        require_coordinator(said)
    elif require_seat(initiative, said).id not in {one.owner for one in initiative.facts.activities.values()}:
        raise NotEntitled("this seat owns no activity of the plan", remedy="let an owner or the coordinator say it")
    if DUTY not in initiative.rule.obligations:
        raise NotAsked("this operating model has no start check", remedy="tell it as an early win or an incident")
    if state.settling:
        raise NotAsked("the pilot nears its end", remedy="write it down as a lesson")
    if len(set(command.lacking)) < len(command.lacking):
        raise Malformed("something is named twice", path="lacking", remedy="name each once")
    checked = StartChecked(command.lacking, seat, command.note)
    return (checked, *(() if command.lacking else fulfils(initiative, DUTY)))


def tell_win(state: Piloting, initiative: Initiative, said: Said, command: TellEarlyWin) -> tuple[Event, ...]:
    """Take what works already, from a seat that takes part or the coordinator. Raises NotEntitled."""
    if said.by.seat is None:
        require_coordinator(said)
    else:
        require_active(initiative, said)
    win = f"v{initiative.next_number('win', state.notes.wins)}"
    return (EarlyWinTold(win, command.text, said.by.seat),)


def report_incident(state: Piloting, initiative: Initiative, said: Said, command: ReportIncident) -> tuple[Event, ...]:
    """Put down what went wrong and what was done. Nothing is halted. Raises NotEntitled."""
    if said.by.seat is None:
        require_coordinator(said)
    else:
        require_seat(initiative, said)
    incident = f"h{initiative.next_number('incident', state.notes.incidents)}"
    return (IncidentReported(incident, command.text, command.done, said.by.seat),)
