"""The rules of establishment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from domain.asking import ask
from domain.commands import Said
from domain.events import Event, PhaseExited
from domain.facts import Facts
from domain.favouring import Act
from domain.gate_words import Settled
from domain.gates import Clause, Found
from domain.initiative import Initiative, PhaseState
from domain.mandates import MandateAct
from domain.operating_model import END, ExitKind
from domain.phases.establishment import (
    answering_linked,
    checking_in,
    favouring,
    firming,
    grounding,
    handing_over,
    linked_needs,
    linking,
)
from domain.phases.establishment.commands import (
    AcceptHandOver,
    AnswerCheckIn,
    Condition,
    DeclineLinkedNeed,
    EvidenceGround,
    Ground,
    NameReceiver,
    StartFromNeed,
)
from domain.phases.establishment.events import (
    CheckInAnswered,
    CheckInsClosed,
    CheckInUnknown,
    Conclusion,
    GroundEvidenced,
    GroundLapsed,
    HandOverAccepted,
    HandOverDeclined,
    PracticeEstablished,
    ReceiverNamed,
)
from domain.phases.establishment.linked_needs import Linked
from domain.refusals import OutOfTurn
from domain.sealed import Sealed
from domain.standing import Standing


@dataclass(frozen=True)
class Establishment(PhaseState, kind="establishment"):
    """Evidenced grounds (None: firm; a day: conditional until then), the receiver, and what check-ins told.

    `conditions` go by number of the check-in; None: nobody answered. `closed`: the last answer can no longer change.
    `notes` are the words of answers that tell of less, and `linked` the needs that they left, by id. `ends` is when the
    conditional grounds lapse, where the model says that they do, and `lapsed` are those that have.
    """

    ACT = "accept the hand-over"
    NEEDS = MandateAct.HAND_OVER
    OUTSIDE = (firming.DUTY,)

    evidenced: dict[Ground, date | None] = field(default_factory=dict)
    receiver: str | None = None
    namings: int = 0
    accepted: bool = False
    established_at: datetime | None = None
    conditions: dict[str, Condition | None] = field(default_factory=dict)
    closed: bool = False
    notes: dict[str, Sealed] = field(default_factory=dict)
    linked: dict[str, Linked] = field(default_factory=dict)
    ends: dict[Ground, datetime] = field(default_factory=dict)
    lapsed: tuple[Ground, ...] = ()

    @property
    def conclusion(self) -> Conclusion:
        """Established for good, or as long as a condition holds; not without a ground that stood only until its day."""
        if self.lapsed:
            return Conclusion.NOT_ESTABLISHED
        conditional = any(until is not None for until in self.evidenced.values())
        return Conclusion.CONDITIONAL if conditional else Conclusion.ESTABLISHED

    @property
    def last_heard(self) -> Condition | None:
        """What the newest check-in told; None if there was none yet, or nobody answered it."""
        return self.conditions[max(self.conditions, key=int)] if self.conditions else None

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """The coordinator is to give evidence of each ground, and to name a receiver."""
        duty = grounding.DUTY
        grounds = Ground if duty in initiative.rule.obligations else ()
        asked = tuple(ask(initiative, duty, now, subject=ground) for ground in grounds)
        return (*asked, *handing_over.name_asked(self, initiative, now))

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.decide`."""
        match said.command:
            case EvidenceGround() as command:
                return grounding.evidence(self, initiative, said, command)
            case NameReceiver() as command:
                return handing_over.name(self, initiative, said, command, now)
            case AcceptHandOver() as command:
                return handing_over.accept(self, initiative, said, command, now)
            case AnswerCheckIn() as command:
                return checking_in.answer(self, initiative, said, command)
            case StartFromNeed() as command:
                return answering_linked.start(self, initiative, said, command)
            case DeclineLinkedNeed() as command:
                return answering_linked.decline(self, initiative, said, command)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is not asked for in establishment")

    def after(self, event: Event, at: datetime) -> Self:
        """See `PhaseState.after`."""
        match event:
            case GroundEvidenced(ground, _, until, stands_until=ends):
                return self._standing_on(ground, until, ends)
            case GroundLapsed(ground, until) if self.evidenced.get(ground) == until:
                return self._without(ground)
            case ReceiverNamed(seat):
                return replace(self, receiver=seat, namings=self.namings + 1)
            case HandOverAccepted():
                return replace(self, accepted=True)
            case HandOverDeclined():
                return replace(self, receiver=None, accepted=False)
            case PracticeEstablished():
                return replace(self, established_at=at)
            case CheckInAnswered(number, condition, note):
                notes = {name: words for name, words in self.notes.items() if name != str(number)}
                kept = {str(number): note} if note is not None and condition in linking.LEAVES else {}
                return replace(self, conditions=self.conditions | {str(number): condition}, notes=notes | kept)
            case CheckInUnknown(number):
                return replace(self, conditions=self.conditions | {str(number): None})
            case CheckInsClosed():
                return replace(self, closed=True)
            case _:
                return replace(self, linked=linked_needs.after(self.linked, event))

    def _standing_on(self, ground: Ground, until: date | None, ends: datetime | None) -> Self:
        """With a ground that is firm, or stands until a day, which is over at an instant."""
        lapse = {name: at for name, at in self.ends.items() if name != ground} | ({ground: ends} if ends else {})
        lapsed = tuple(name for name in self.lapsed if name != ground)
        return replace(self, evidenced=self.evidenced | {ground: until}, ends=lapse, lapsed=lapsed)

    def _without(self, ground: Ground) -> Self:
        kept = {name: until for name, until in self.evidenced.items() if name != ground}
        ends = {name: at for name, at in self.ends.items() if name != ground}
        return replace(self, evidenced=kept, ends=ends, lapsed=(*self.lapsed, ground))

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """All grounds evidenced and the hand-over accepted make a practice established; then come its check-ins."""
        ready = self.established_at is None and self.accepted and not grounding.lacking(self, initiative)
        if ready and self.receiver is not None:
            return (PracticeEstablished(self.receiver, self.conclusion),)
        return (
            firming.follow(self, initiative, now)
            or linking.follow(self, initiative, now)
            or checking_in.follow(self, initiative, now)
        )

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """See `PhaseState.next_wake`."""
        moments = (checking_in.next_moment(self, initiative), firming.next_moment(self, initiative))
        return min((moment for moment in moments if moment is not None), default=None)

    def standing(self, initiative: Initiative) -> Standing:
        """Only the receiver counts: silent until it accepts the hand-over. Nobody does while none is named."""
        if self.receiver is None:
            return Standing((), (), ())
        receiver = (self.receiver,)
        return Standing(receiver, receiver, ()) if self.accepted else Standing(receiver, (), receiver)

    def found(self, initiative: Initiative) -> Found:
        """Which grounds have their evidence."""
        return Found({Settled.GROUNDS: grounding.standing(self, initiative)})

    def own_clauses(self, initiative: Initiative) -> tuple[Clause, ...]:
        """The phase goes on until the practice is established and its check-ins are over."""
        asked = Settled.GROUNDS in (initiative.rule.gate.settled or ())
        return (
            *(() if asked else grounding.evidenced(self, initiative)),
            handing_over.accepted(self),
            checking_in.all_heard(self, initiative),
            *answering_linked.answered(self, initiative),
        )

    def complete(self, initiative: Initiative) -> bool:
        """See `PhaseState.complete`. While a ground is conditional, its day is waited for."""
        return self.closed and firming.next_moment(self, initiative) is None

    def hand_on(self, facts: Facts, exit: PhaseExited) -> Facts:
        """Who took the practice over, and what became of it if the initiative ends here."""
        receiver = self.receiver if self.accepted else None
        concludes = exit.to == END and exit.exit is not ExitKind.MERGE
        conclusion = self.outcome(exit.exit) if concludes else facts.conclusion
        return replace(facts, receiver=receiver, conclusion=conclusion)

    def outcome(self, exit: ExitKind) -> str:
        """By what was last heard of the practice; one that is no longer followed before any check-in is unknown."""
        if self.established_at is None or self.lapsed:
            return Conclusion.NOT_ESTABLISHED
        if not self.conditions:
            return self.conclusion if exit is ExitKind.ADVANCE else Conclusion.UNKNOWN
        match self.last_heard:
            case None:
                return Conclusion.UNKNOWN
            case Condition.STOPPED:
                return Conclusion.CEASED
            case _:
                return self.conclusion

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `PhaseState.favourable`."""
        return favouring.favourable(self, initiative)
