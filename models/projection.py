"""The projection: which rows of the read model each event changes. No rules here; the events say everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.backbone.events import BackboneHandedOver
from domain.correcting.events import EntrySuperseded
from domain.correspondence.settling import is_bound, is_void
from domain.events import (
    DeadlineExtended,
    EntryReadBack,
    EverybodyReminded,
    EverythingReleased,
    InitiativeEnded,
    InitiativePaused,
    InitiativeResumed,
    InitiativeStarted,
    MandateRenewed,
    ObligationFulfilled,
    ObligationHandedOver,
    ObligationLapsed,
    ObligationOpened,
    ObligationReleased,
    ObligationWithdrawn,
    PhaseExited,
    PhaseHeld,
    PhaseOpened,
    ReminderDue,
    WindowMoved,
)
from domain.ledger.entries import Recorded
from domain.letter import (
    GROUND_LAPSED,
    HANDED_OVER,
    INVITATION,
    MODEL_CHANGED,
    READ_BACK,
    REMINDED,
    RESULTS,
    TAKEN_IN,
    TOLD,
    WITHDRAWN,
    told_of,
)
from domain.matters.seats.events import DeputiesNamed, SeatPassed
from domain.merging.events import MergeTakenIn, SeatsJoined
from domain.obligations import ObligationState, part_of
from domain.operating_model import ExitKind
from domain.phases.establishment import Establishment
from domain.phases.establishment.events import GroundLapsed
from domain.phases.evaluation import Evaluation
from domain.phases.evaluation.events import ResultsPublished
from domain.remodelling.events import ModelChanged
from models.actings import COORDINATOR
from models.letter_outcomes import Reason
from models.projected_rows import Row, letter_row, obligation_row, started_row
from models.states import InitiativeStatus, LetterState

NOBODY = ""
"""As whom a duty's principal is kept once nobody is stood in for any more: what is None in a change stays as it is."""


@dataclass
class Changes:
    """What a run of entries changes: columns of the initiative, obligations by id (whole rows, or columns), letters."""

    initiative: str
    columns: Row = field(default_factory=dict)
    opened: dict[str, Row] = field(default_factory=dict)
    changed: dict[str, Row] = field(default_factory=dict)
    closed: list[tuple[str | None, datetime]] = field(default_factory=list)
    """The phases that have closed, None when all has ended, and when: what was open in them lapses."""

    letters: list[Row] = field(default_factory=list)
    ended: bool = False
    """The initiative has ended: what was still to be sent about it is not, but for what tells of an exit."""

    answered: set[str] = field(default_factory=set)
    """The obligations that were fulfilled, whatever became of them then."""

    superseded: list[str] = field(default_factory=list)
    """The obligations about a version of something that has moved, or is called off."""

    lines: dict[str, dict[int, str]] = field(default_factory=dict)
    """Who acts for which seat from now on, by position; for the coordinator under no seat's name."""

    def change(self, obligation: str, **columns: Any) -> None:
        """Change an obligation, also one opened in the same run."""
        self.opened.get(obligation, self.changed.setdefault(obligation, {})).update(columns)
        if obligation in self.opened:
            self.changed.pop(obligation, None)

    def move(self, phase_due: datetime, dues: Mapping[str, datetime]) -> None:
        """The window of the phase and these obligations have other deadlines."""
        self.columns["phase_due"] = phase_due
        for obligation, due in dues.items():
            self.change(obligation, due=due)

    def end_letters(self) -> None:
        """Nothing is asked any more, so no letter that asks goes out."""
        self.ended = True
        for letter in self.letters:
            if letter["kind"] != TOLD and letter["state"] is LetterState.WAITING:
                letter |= {"state": LetterState.SUPPRESSED, "reason": Reason.ENDED}

    def settle(self, obligation: str, state: ObligationState, at: datetime) -> None:
        """An obligation ended in this state."""
        self.change(obligation, state=state, settled_at=at)

    def release(self, obligation: str, at: datetime) -> None:
        """Nobody owes this any more. What asked to a former version of something says what does not hold now."""
        self.settle(obligation, ObligationState.RELEASED, at)
        if not is_bound(obligation):
            return
        self.superseded.append(obligation)
        for letter in self.letters:
            if letter["obligation_id"] == obligation and is_void(letter["step"]):
                letter |= {"state": LetterState.SUPERSEDED, "reason": Reason.SUPERSEDED}


def project(initiative: str, entries: Iterable[Recorded]) -> Changes:
    """All changes of these entries, the later ones on top of the earlier."""
    changes, superseding = Changes(initiative), None
    for entry in entries:
        if superseding is not None and superseding.by == entry.seq and isinstance(entry.event, PhaseHeld):
            _hold_said_better(changes, entry, entry.event, superseding.entry)
        else:
            _apply(changes, entry)
        superseding = entry.event if isinstance(entry.event, EntrySuperseded) else None
    return changes


def _hold_said_better(changes: Changes, entry: Recorded, held: PhaseHeld, former: int) -> None:
    """Whoever heard of the hold hears of it anew, and not any more of it as it was; whether it rests stays as it is."""
    changes.superseded.extend(told_of(held.phase, former, seat) for seat in (held.told or {}).values())
    _tell(changes, entry, held.phase, ExitKind.HOLD, held.told, held.tell_at)


def _apply(changes: Changes, entry: Recorded) -> None:
    match entry.event:
        case InitiativeStarted() as event:
            _start(changes, event, entry.at)
        case PhaseOpened(phase, round_, due):
            changes.columns |= {"phase": phase, "round": round_, "phase_opened_at": entry.at, "phase_due": due}
        case MandateRenewed(mandate):
            changes.columns["backbone"] = mandate.given_to
        case PhaseExited(phase) as event:
            _close(changes, phase, entry.at)
            _tell(changes, entry, phase, event.exit, event.told, event.tell_at)
        case BackboneHandedOver() as event:
            changes.columns["coordinator"] = event.coordinator
            _stand_behind(changes, ())
            _tell(changes, entry, event.phase, ExitKind.HAND_OVER, event.told, event.tell_at)
        case PhaseHeld(phase) as event:
            changes.columns["status"] = InitiativeStatus.HELD
            _tell(changes, entry, phase, ExitKind.HOLD, event.told, event.tell_at)
        case DeadlineExtended(due, obligation=None) | WindowMoved(due):
            changes.columns["phase_due"] = due
        case DeadlineExtended(due, obligation=str(obligation)):
            changes.change(obligation, due=due)
        case InitiativePaused():
            changes.columns["status"] = InitiativeStatus.PAUSED
        case InitiativeResumed() as event:
            changes.columns["status"] = InitiativeStatus.OPEN
            changes.move(event.phase_due, event.dues)
        case InitiativeEnded(outcome):
            changes.columns |= {"status": InitiativeStatus.ENDED, "outcome": outcome, "ended_at": entry.at}
            _close(changes, None, entry.at)
            changes.end_letters()
        case ModelChanged() as event:
            changes.columns |= {"model_id": event.model.id, "model_version": event.model.version}
            changes.move(event.phase_due, event.dues)
            _tell(changes, entry, event.phase, MODEL_CHANGED, event.told, event.tell_at)
        case _:
            _apply_people(changes, entry)


def _apply_people(changes: Changes, entry: Recorded) -> None:
    """Who comes along with another initiative, who speaks for whom, and who hears of what."""
    match entry.event:
        case MergeTakenIn(phase=phase) as event:
            _tell(changes, entry, phase, TAKEN_IN, event.told, event.tell_at)
        case SeatsJoined(seats=seats):
            for seat in seats:
                changes.lines[seat.id] = dict(enumerate(actor for actor in (seat.holder, seat.deputy) if actor))
        case DeputiesNamed() | SeatPassed() as event:
            _line_up(changes, event)
        case ResultsPublished() as event:
            _tell(changes, entry, Evaluation.KIND, RESULTS, event.told, event.tell_at)
        case GroundLapsed() as event:
            _tell(changes, entry, Establishment.KIND, GROUND_LAPSED, event.told, event.tell_at)
        case _:
            _apply_duty(changes, entry)


def _start(changes: Changes, event: InitiativeStarted, at: datetime) -> None:
    changes.columns |= started_row(event, at)
    if event.charter.deputies:
        _stand_behind(changes, event.charter.deputies)


def _line_up(changes: Changes, event: DeputiesNamed | SeatPassed) -> None:
    """Who speaks for a seat, and who stands in for them in turn; without a seat, for the coordinator."""
    if event.seat and event.holder:
        changes.lines[event.seat] = dict(enumerate((event.holder, *event.deputies)))
    else:
        _stand_behind(changes, event.deputies)


def _stand_behind(changes: Changes, deputies: tuple[str, ...]) -> None:
    """Name who stands in for the coordinator, whose own place is the first."""
    changes.lines[COORDINATOR] = dict(enumerate(deputies, start=1))


def _apply_duty(changes: Changes, entry: Recorded) -> None:
    match entry.event:
        case ObligationOpened() as event:
            changes.opened[event.obligation] = obligation_row(changes.initiative, event, entry.at)
            changes.letters.append(
                letter_row(changes.initiative, event.obligation, event.owed_by, event.tell_at, INVITATION)
            )
        case ObligationHandedOver(obligation, to, tell_at, because, principal):
            changes.change(obligation, owed_by=to, principal=principal or NOBODY)
            step = f"{because}.{entry.seq}" if because else HANDED_OVER
            changes.letters.append(letter_row(changes.initiative, obligation, to, tell_at, step))
        case EntryReadBack() as event:
            step = f"{READ_BACK}.{entry.seq}"
            changes.letters.append(letter_row(changes.initiative, event.obligation, event.to, event.tell_at, step))
        case ReminderDue() as event:
            step = f"{event.step}.{event.action}"
            letter = letter_row(changes.initiative, event.obligation, event.to, entry.at, step)
            unsent = {"state": LetterState.SUPPRESSED, "reason": Reason.NO_DEPUTY} if event.instead else {}
            changes.letters.append(letter | unsent)
        case EverybodyReminded(reminded, tell_at):
            step = f"{REMINDED}.{entry.seq}"
            letters = (letter_row(changes.initiative, owed, to, tell_at, step) for owed, to in reminded.items())
            changes.letters.extend(letters)
        case ObligationFulfilled(obligation):
            changes.answered.add(obligation)
            changes.settle(obligation, ObligationState.FULFILLED, entry.at)
        case ObligationReleased(obligation):
            changes.release(obligation, entry.at)
        case EverythingReleased(obligations):
            for obligation in obligations:
                changes.settle(obligation, ObligationState.RELEASED, entry.at)
        case ObligationWithdrawn(obligation, to, tell_at):
            changes.release(obligation, entry.at)
            changes.letters.append(letter_row(changes.initiative, obligation, to, tell_at, WITHDRAWN))
        case ObligationLapsed(obligation):
            changes.settle(obligation, ObligationState.LAPSED, entry.at)


def _close(changes: Changes, phase: str | None, at: datetime) -> None:
    """Closing a phase lapses what is open in it; the end of an initiative also what is asked beside the phases."""
    changes.closed = [*changes.closed, (phase, at)] if phase is not None else [(None, at)]
    for name, row in (*changes.opened.items(), *changes.changed.items()):
        if row.get("state") is ObligationState.OPEN and phase in (None, part_of(name)):
            row |= {"state": ObligationState.LAPSED, "settled_at": at}


def _tell(
    changes: Changes, entry: Recorded, phase: str, exit: str, told: dict[str, str] | None, at: datetime | None
) -> None:
    """One letter to everyone who is told of an exit, or of what was taken in."""
    for actor, seat in (told or {}).items():
        about = told_of(phase, entry.seq, seat)
        changes.letters.append(letter_row(changes.initiative, about, actor, at or entry.at, exit))
