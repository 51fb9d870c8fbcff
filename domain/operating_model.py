"""An operating model: the versioned rules of a run, as data.

`domain.schema` reads it; an initiative pins it whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.gate_words import BallotNeed, ConditionsRule, EarlyEnd, IndicatorsRule, Settled
from domain.planning import Milestone
from domain.seats import Sector
from domain.shares import Share
from domain.spans import Span

END = "end"
STAY = "stay"
"""Stands in `next` where an exit leaves the phase in its place: it rests, or goes on in other hands."""


class ExitKind(StrEnum):
    """How a phase may be left."""

    ADVANCE = "advance"
    LOOP_BACK = "loop_back"
    STOP = "stop"
    HOLD = "hold"  # the phase rests until a day, and is looked at again
    HAND_OVER = "hand_over"  # another backbone goes on with it
    MERGE = "merge"  # it goes on as part of another initiative

    @property
    def is_taken(self) -> bool:
        """Whether it is taken as such, by a decision or a vote; the others are said with all that they need."""
        return self in (ExitKind.ADVANCE, ExitKind.LOOP_BACK, ExitKind.STOP)


class Who(StrEnum):
    """Whom an obligation falls on when its phase opens it."""

    INVITED = "invited"  # every seat of the initiative
    ACTIVE = "active"  # every seat that accepted its invitation
    OWNER = "owner"  # the seat that owns the activity, indicator, ground or need in question
    RECEIVER = "receiver"  # the seat whose organisation takes the practice over
    OUTSIDER = "outsider"  # a seat outside the pilot
    CHAIR = "chair"
    COORDINATOR = "coordinator"


class StepAction(StrEnum):
    """What a step of a ladder does."""

    REMIND = "remind"
    NUDGE = "nudge"
    OFFER = "offer"
    ESCALATE = "escalate"
    LAPSE = "lapse"


class Addressee(StrEnum):
    """Who gets the letter of a step."""

    HOLDER = "holder"
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"


class DecideHow(StrEnum):
    """Who decides that an available exit is taken."""

    ROLE = "role"
    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"
    CONSENT = "consent"


@dataclass(frozen=True)
class LadderStep:
    """One reminder step: `offset` counts from the due day; only `lapse` has no addressee."""

    offset: Span
    action: StepAction
    to: Addressee | None = None


@dataclass(frozen=True)
class CalendarRule:
    """Zone, holiday list, quiet seasons and sending window of the model.

    `quiet` holds pairs of `MM-DD` (inclusive; may cross the year's end); `send` is the local window `HH:MM`–`HH:MM`,
    whose start is the day's slot.
    """

    zone: str
    holidays: str
    quiet: tuple[tuple[str, str], ...]
    send: tuple[str, str]


@dataclass(frozen=True)
class ObligationRule:
    """Who owes this kind of thing, by when after it opens, reminded by which ladder.

    `least` and `most` bound how many pieces fulfil it (indicators: 3–7); `every` repeats it through the phase (pulses);
    `at` lists the moments, counted from the phase's turning point, at which it is asked (check-ins).
    """

    by: Who
    due: Span
    ladder: str
    title: dict[str, str]
    due_by_sector: dict[Sector, Span]
    least: int | None = None
    most: int | None = None
    every: Span | None = None
    at: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Quorum:
    """A share of entitled seats (needed seats are rounded up), and a least number of them."""

    share: Share
    least: int


@dataclass(frozen=True)
class Decide:
    """Whose act takes an available exit: a role's, or a vote over `window` with reminders by `ladder`.

    Consent that is objected to gets one round of integration, `integration` long (None: as long as the window), and
    then the vote `otherwise`, if there is one. The ballots of a `secret` vote lie in the vault, never in the ledger.
    `ballots` names the clauses of the gate that a vote, not consent, has to meet by its ballots, too (None: none, as in
    older models).
    """

    how: DecideHow
    role: Who | None = None
    window: Span | None = None
    ladder: str | None = None
    otherwise: DecideHow | None = None
    integration: Span | None = None
    secret: bool | None = None
    ballots: tuple[BallotNeed, ...] | None = None


@dataclass(frozen=True)
class ExceptionRule:
    """The clauses that may be met by a reasoned exception, by their names (`municipalities`, `sectors.leader`), and who
    may make one.
    """

    by: Who
    of: tuple[str, ...]


@dataclass(frozen=True)
class GateRule:
    """The clauses an `advance` must satisfy. None or empty means the model does not ask for it.

    `sectors` maps a sector, several joined by `|` (any of them), or `distinct` (how many different sectors) to the
    least number; `max_share` is the largest share that one sector may hold of the votes able to be cast;
    `done` names obligation kinds of the phase. `municipalities` is the share of those concerned that must take part,
    `hear` names the sectors that must have had the chance to speak, `median` is the least median of each rating,
    `conditions` what each of the five conditions must reach, `early_end` what ending a pilot before its time needs.
    """

    decide: Decide
    quorum: Quorum | None = None
    sectors: dict[str, int] | None = None
    max_share: Share | None = None
    done: tuple[str, ...] = ()
    municipalities: Share | None = None
    hear: tuple[Sector, ...] | None = None
    indicators: IndicatorsRule | None = None
    settled: tuple[Settled, ...] | None = None
    median: int | None = None
    exceptions: ExceptionRule | None = None
    conditions: ConditionsRule | None = None
    early_end: EarlyEnd | None = None


@dataclass(frozen=True)
class PhaseRule:
    """The rules of one phase; `next` gives for each exit the phase that follows, or `end`."""

    title: dict[str, str]
    due: Span
    loops: int
    obligations: dict[str, ObligationRule]
    gate: GateRule
    next: dict[ExitKind, str]


@dataclass(frozen=True)
class MatterRule:
    """The rules of one matter kept beside the phases; `spans` and `numbers` are those that its rules read by name.

    `milestones` lead to a deadline, where the matter has one.
    """

    title: dict[str, str]
    obligations: dict[str, ObligationRule]
    spans: dict[str, Span] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    milestones: tuple[Milestone, ...] | None = None


@dataclass(frozen=True)
class DecisionRule:
    """The coordinator's time to decide when a window ends with the gate unmet; its lapse takes `stop`. The same time is
    given to decide anew on an exit whose gate would fail since a correction; the lapse of that lets the exit stand.

    `undo_hours` is how long a seat may correct its own answer without asking anybody (None: a day). `notice` is how
    long a duty that this model brings to an initiative under way is known before it is asked (None: a week).
    """

    due: Span
    ladder: str
    undo_hours: int | None = None
    notice: Span | None = None


@dataclass(frozen=True)
class HoldRule:
    """How long a phase may be held at one time, how often in one round of it, and how long the coordinator then has to
    look again; when that lapses, the phase goes on.
    """

    longest: Span
    most: int
    due: Span
    ladder: str


@dataclass(frozen=True)
class ExitsRule:
    """What every exit does beside leaving its phase: it is told to those who took part, and an initiative that stops
    releases whatever is still owed. `offer` is the time that another backbone has to accept a hand-over, or the
    coordinator of another initiative to take this one in.
    """

    hold: HoldRule | None = None
    offer: DecisionRule | None = None


@dataclass(frozen=True)
class Bounds:
    """Between what a number or span may be set for one initiative, both included, as the model writes them."""

    least: str
    most: str


@dataclass(frozen=True)
class OverrideRule:
    """What a coordinator may set otherwise for one initiative, with a reason: nothing but what is `bounded`, by a
    pattern of paths (`phases.*.due`), and nothing that is `locked`.
    """

    locked: tuple[str, ...]
    bounded: dict[str, Bounds]


@dataclass(frozen=True)
class OperatingModel:
    """All rules of a run. `day_milliseconds` is the pace: how long a day lasts in demos and tests; None: real days.

    `matters` are those kept beside the phases; they, `exits` and `override` are None in models that are older.
    """

    id: str
    version: str
    title: dict[str, str]
    languages: tuple[str, ...]
    first: str
    calendar: CalendarRule
    decision: DecisionRule
    ladders: dict[str, tuple[LadderStep, ...]]
    phases: dict[str, PhaseRule]
    day_milliseconds: int | None = None
    matters: dict[str, MatterRule] | None = None
    exits: ExitsRule | None = None
    override: OverrideRule | None = None

    def part(self, name: str) -> PhaseRule | MatterRule:
        """The rules of a phase or a matter. Raises KeyError for a name that is neither."""
        return self.phases[name] if name in self.phases else (self.matters or {})[name]
