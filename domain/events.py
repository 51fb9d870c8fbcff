"""Events: what happened, in the past tense. Each phase declares its own; those of every initiative stand here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from domain.calendar import Pin
from domain.charter import Charter
from domain.kinds import Kinded
from domain.mandates import Mandate
from domain.operating_model import Addressee, DecideHow, ExitKind, StepAction
from domain.sealed import Sealed


class Event(Kinded):
    """A fact of an initiative.

    Its kind reads `subject.happened`; a field of type `Sealed` stands at the top level only. `MATTER` names the matter
    that it belongs to, if it is one of those kept beside the phases.
    """

    MATTER: ClassVar[str] = ""


@dataclass(frozen=True)
class InitiativeStarted(Event, kind="initiative.started"):
    """The first entry: everything the run was promised, pinned."""

    charter: Charter
    title: Sealed


@dataclass(frozen=True)
class PhaseOpened(Event, kind="phase.opened"):
    """A phase was entered for the `round`-th time; its window ends at `due`."""

    phase: str
    round: int
    due: datetime


@dataclass(frozen=True)
class ObligationOpened(Event, kind="obligation.opened"):
    """Someone owes something by `due`.

    `owed_by` is the actor told by letter, not before `tell_at` (the sending window), who stands in for `principal` if
    that is somebody.
    """

    obligation: str
    duty: str
    owed_by: str
    due: datetime
    ladder: str
    tell_at: datetime
    seat: str | None = None
    subject: str | None = None
    principal: str | None = None


class Because(StrEnum):
    """Why a duty passed to somebody else."""

    AWAY = "away"  # whom it lay with is away, and `to` stands in
    BACK = "back"  # whoever was stood in for is back
    SEAT_PASSED = "seat_passed"  # the seat, or the coordination, has passed to `to`


@dataclass(frozen=True)
class ObligationHandedOver(Event, kind="obligation.handed_over"):
    """The duty passed to `to`: to the personal deputy as its holder asked, or for the cause that is told.

    `principal` is the one whom `to` stands in for, if anybody.
    """

    obligation: str
    to: str
    tell_at: datetime
    because: Because | None = None
    principal: str | None = None


@dataclass(frozen=True)
class EntryReadBack(Event, kind="entry.read_back"):
    """What was entered for a seat is told to the actor `to`, not before `tell_at`: the seat can correct it until just
    before `until`. `obligation` is the duty it answers or stands beside, `command` the kind of what was entered.
    """

    obligation: str
    command: str
    to: str
    until: datetime
    tell_at: datetime


@dataclass(frozen=True)
class ObligationFulfilled(Event, kind="obligation.fulfilled"):
    """What was owed has been given."""

    obligation: str


@dataclass(frozen=True)
class ObligationReleased(Event, kind="obligation.released"):
    """Nobody owes this any more, without blame: it was settled otherwise."""

    obligation: str


@dataclass(frozen=True)
class ObligationWithdrawn(Event, kind="obligation.withdrawn"):
    """What was asked, and may have been answered, is called off, without blame; `to` is told so by letter."""

    obligation: str
    to: str
    tell_at: datetime


@dataclass(frozen=True)
class ObligationLapsed(Event, kind="obligation.lapsed"):
    """The ladder ended without an answer. A first answer still counts until the window of the phase ends."""

    obligation: str
    step: int


@dataclass(frozen=True)
class ReminderDue(Event, kind="reminder.due"):
    """A step of a ladder fell due: `to` is the actor whom it addresses as `addressee`."""

    obligation: str
    step: int
    action: StepAction
    addressee: Addressee
    to: str


@dataclass(frozen=True)
class AnswerCameLate(Event, kind="answer.came_late"):
    """An answer came after the window and before the exit: recorded, not counted."""

    command: str
    seat: str | None = None
    text: Sealed | None = None


class Choice(StrEnum):
    """What a ballot says. Abstention counts as taking part, not as a vote."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class VoteCalled(Event, kind="vote.called"):
    """A vote on taking `exit` opened; ballots count until `due`.

    `verdict` names what an evaluation would conclude by it. `how` is told of consent and of the vote that follows it;
    a `secret` vote is counted from the vault.
    """

    exit: ExitKind
    due: datetime
    verdict: str | None = None
    how: DecideHow | None = None
    secret: bool | None = None


@dataclass(frozen=True)
class BallotCast(Event, kind="ballot.cast"):
    """A seat voted; its last ballot counts. Where consent is asked for, against is an objection, with its `reason`."""

    seat: str
    choice: Choice
    reason: Sealed | None = None


@dataclass(frozen=True)
class VoteCounted(Event, kind="vote.counted"):
    """The vote closed with these numbers of seats; a tie fails and says so."""

    votes_for: int
    votes_against: int
    abstained: int
    needed: int
    passed: bool
    tie: bool


class TakenBy(StrEnum):
    """What took an exit."""

    ROLE = "role"
    VOTE = "vote"
    WINDOW = "window"
    LAPSE = "lapse"


@dataclass(frozen=True)
class PhaseExited(Event, kind="phase.exited"):
    """The phase is settled: `to` is the next phase or `end`, by `mandate` (id), whose validity at that moment is told.

    `verdict` is the conclusion that the vote on the exit named, if it named one. `told` are the actors who hear of it
    by letter, not before `tell_at`, each with a seat of theirs (empty: the coordinator); None in older models.
    """

    phase: str
    exit: ExitKind
    to: str
    taken_by: TakenBy
    mandate: str
    mandate_valid: bool
    reason: Sealed | None = None
    verdict: str | None = None
    thanks: Sealed | None = None
    told: dict[str, str] | None = None
    tell_at: datetime | None = None


@dataclass(frozen=True)
class EverythingReleased(Event, kind="initiative.released"):
    """The initiative stops: these duties and these open commitments are owed no more, and nobody is to blame."""

    obligations: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()


@dataclass(frozen=True)
class LessonWritten(Event, kind="lesson.written"):
    """A lesson for later initiatives. `seat` is the writer's; None: the coordinator's."""

    lesson: str
    works_when: Sealed
    seat: str | None = None


@dataclass(frozen=True)
class PhaseHeld(Event, kind="phase.held"):
    """The phase rests for the `number`-th time: its working clocks stand still until `until`, when it is looked at
    again, or until it goes on before. `conditions` say what must have come about by then. For `mandate`, `told` and
    `tell_at` see `PhaseExited`.
    """

    phase: str
    number: int
    until: datetime
    mandate: str
    mandate_valid: bool
    reason: Sealed
    conditions: Sealed
    told: dict[str, str] | None = None
    tell_at: datetime | None = None


@dataclass(frozen=True)
class DeadlineExtended(Event, kind="deadline.extended"):
    """An open deadline moved from `was` to `due`: that of an obligation, or (None) of the phase."""

    due: datetime
    was: datetime
    reason: Sealed
    obligation: str | None = None


@dataclass(frozen=True)
class RuleOverridden(Event, kind="rule.overridden"):
    """In this initiative, `value` stands at a path of its model from now on; until now it was `was`."""

    path: str
    value: str
    was: str
    reason: Sealed


@dataclass(frozen=True)
class InitiativePaused(Event, kind="initiative.paused"):
    """Working clocks stand still until `until` or an earlier resumption."""

    until: datetime
    reason: Sealed | None = None


@dataclass(frozen=True)
class InitiativeResumed(Event, kind="initiative.resumed"):
    """Working clocks run again;

    `dues` are the new deadlines of open obligations (by id), `phase_due` that of the phase.
    """

    dues: dict[str, datetime]
    phase_due: datetime
    vote_due: datetime | None = None


@dataclass(frozen=True)
class WindowMoved(Event, kind="window.moved"):
    """The window of the present phase ends at `due` from now on."""

    due: datetime


@dataclass(frozen=True)
class MandateRenewed(Event, kind="mandate.renewed"):
    """The initiative goes on under this mandate, which its giver decided on in place of the former one.

    It was renewed for the same holder, or transferred to another one. On days on which it is not valid yet, the former
    one is named.
    """

    mandate: Mandate


@dataclass(frozen=True)
class InitiativeEnded(Event, kind="initiative.ended"):
    """The initiative is over: established, conditional, not established or stopped well."""

    outcome: str


@dataclass(frozen=True)
class CalendarExtended(Event, kind="calendar.extended"):
    """Later years of the calendar were pinned; pinned ones never change."""

    pin: Pin
