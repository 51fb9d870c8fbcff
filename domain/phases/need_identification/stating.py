"""The problem statement, and "did we understand you?".

One affected seat that confirms is enough: the others are reminded no more, and may still say what they think. While a
statement is only disputed, the coordinator owes another one, and the phase does not go on. A seat that raises its need
after the statement is affected as well: it is asked like the others, as long as nobody has confirmed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked, fulfils, released
from domain.commands import Said
from domain.entitlement import require_coordinator, require_seat
from domain.events import Event
from domain.gates import Clause, Duties, Evidence
from domain.initiative import Initiative
from domain.phases.need_identification.commands import ConfirmStatement, StateProblem
from domain.phases.need_identification.duties import CONFIRM, STATE
from domain.phases.need_identification.events import ProblemStated, StatementConfirmed, StatementDisputed
from domain.phases.need_identification.needs import grounds
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled, TooEarly

if TYPE_CHECKING:
    from domain.phases.need_identification.state import NeedIdentification


def state_problem(
    state: NeedIdentification, initiative: Initiative, said: Said, command: StateProblem, now: datetime
) -> tuple[Event, ...]:
    """State or restate the problem and ask the affected whether it is theirs. Raises NotEntitled, TooEarly."""
    require_coordinator(said)
    if not grounds(state.needs):
        raise TooEarly("no need has been taken up yet", remedy="take up at least one need, or merge needs into one")
    number, affected = state.statement + 1, _affected(state, initiative)
    questions = (
        event for seat in affected for event in asked(initiative, CONFIRM, now, seat=seat, subject=str(number))
    )
    stated = ProblemStated(number, command.text, affected)
    return (stated, *fulfils(initiative, STATE), *released(initiative, CONFIRM), *questions)


def _affected(state: NeedIdentification, initiative: Initiative) -> tuple[str, ...]:
    """The seats that raised a need; every seat where only voices without one did, as those nearest to them."""
    seats = initiative.held
    return tuple(seat for seat in seats if seat in state.raised_by()) or seats


def asked_since(state: NeedIdentification, initiative: Initiative, seat: str, now: datetime) -> tuple[Event, ...]:
    """Ask a seat that raises a need now about the statement that stands already, if its word is still wanted."""
    number = str(state.statement)
    known = any((owed.seat, owed.subject) == (seat, number) for owed in initiative.of_duty(CONFIRM))
    if state.statement == 0 or known or any(state.replies.values()):
        return ()
    return asked(initiative, CONFIRM, now, seat=seat, subject=number)


def still_asked(state: NeedIdentification, initiative: Initiative) -> tuple[str, ...]:
    """The seats whose confirmation of the present statement would be enough, as there is none yet."""
    if any(state.replies.values()):
        return ()
    asked = (o for o in initiative.of_duty(CONFIRM) if o.subject == str(state.statement) and o.state.answerable)
    return tuple(owed.seat for owed in asked if owed.seat is not None and owed.seat in initiative.held)


def foreseen(state: NeedIdentification, initiative: Initiative, seen: Evidence) -> Evidence:
    """What the gate looks at once the statement that is owed has been made: one of those asked must confirm it, or one
    who raises a need until then.
    """
    asked = tuple(dict.fromkeys((*_affected(state, initiative), *seen.standing.silent)))
    if CONFIRM not in seen.duties or initiative.owed(STATE) is None or still_asked(state, initiative):
        return seen
    return replace(seen, duties=seen.duties | {CONFIRM: Duties(0, len(asked), asked, either=asked)})


def confirmation(state: NeedIdentification, initiative: Initiative) -> tuple[Clause, ...]:
    """Once seats have spoken to the statement, one of them must have confirmed it. A "no" is an answer, and no more is
    owed by that seat; yet it does not carry the statement on.
    """
    yes = sum(state.replies.values())
    no = len(state.replies) - yes
    if not state.replies:
        return ()
    if yes:
        return (Clause("statement.confirmed", yes, 1, True),)
    remedy = (
        f"{no} of the seats asked said no to the statement and none yes: state the problem anew, or hear a yes from "
        "another seat that raised a need"
    )
    asked = still_asked(state, initiative)
    return (Clause("statement.confirmed", 0, 1, False, (*asked, "coordinator"), remedy, either=bool(asked)),)


def confirm(
    state: NeedIdentification, initiative: Initiative, said: Said, command: ConfirmStatement, now: datetime
) -> tuple[Event, ...]:
    """Take in whether an affected seat was understood. Raises NotAsked, NotEntitled, AlreadyAnswered."""
    seat, number = require_seat(initiative, said).id, state.statement
    if number == 0:
        raise NotAsked("the problem has not been stated yet", remedy="wait for the coordinator's statement")
    if command.statement not in (None, number):
        raise NotAsked("this is not the present statement", path="statement", remedy=f"read statement {number}")
    if seat not in state.affected and seat not in state.raised_by():
        raise NotEntitled("this is asked of those who raised a need", remedy="raise a need of this seat first")
    _require_new(state, initiative, said, seat, command.agrees)
    before, fulfilled = state.replies.get(seat), fulfils(initiative, CONFIRM, seat=seat, subject=str(number))
    if command.agrees:
        confirmed = StatementConfirmed(seat, number, command.remark, before)
        return (confirmed, *fulfilled, *released(initiative, CONFIRM, but=seat), *released(initiative, STATE))
    disputed = StatementDisputed(seat, number, command.remark, before)
    return (disputed, *fulfilled, *_restatement(state, initiative, seat, now))


def _require_new(state: NeedIdentification, initiative: Initiative, said: Said, seat: str, agrees: bool) -> None:
    before, number = state.replies.get(seat), str(state.statement)
    if before is None:
        return
    if before is agrees:
        raise AlreadyAnswered("this seat has said so already")
    dues = (o.changeable_until for o in initiative.of_duty(CONFIRM) if (o.seat, o.subject) == (seat, number))
    if said.received_at >= next(dues, initiative.at.due):
        raise AlreadyAnswered("the answer could be changed until its due day", remedy="tell the coordinator")


def _restatement(state: NeedIdentification, initiative: Initiative, seat: str, now: datetime) -> tuple[Event, ...]:
    """Another statement is owed once a dispute stands against no other seat's confirmation."""
    confirmed = any(agrees for other, agrees in state.replies.items() if other != seat)
    if confirmed or initiative.owed(STATE):
        return ()
    return asked(initiative, STATE, now, subject=str(len(initiative.of_duty(STATE)) + 1))
