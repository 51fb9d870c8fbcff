"""The initiative: all that its ledger entries add up to, and the baton handed from phase to phase.

State is a total function of the entries: `Initiative.begin(first)`, then `after(entry)` for each later one. It never
refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from domain.backbone.offers import Offer
from domain.calendar import Calendar
from domain.charter import Charter
from domain.facts import Facts
from domain.ladders import Ladders
from domain.mandated import Mandated
from domain.mandates import Mandate
from domain.matter import Matter
from domain.merging.offers import MergeOffer, Merging
from domain.obligations import Obligation
from domain.operating_model import LadderStep, MatterRule, ObligationRule, PhaseRule
from domain.overridden import overridden
from domain.phase_state import PhaseState as PhaseState
from domain.remodelling.remodelled import ModelProposal, Remodelled
from domain.seats import Seat
from domain.stage import Stage as Stage
from domain.stage import Vote as Vote
from domain.standing import Standing

M = TypeVar("M", bound=Matter)
TAKE_OVER = "take_over"
"""The duty of the one who is asked to coordinate from now on."""
RECHECK = "recheck_hold"
"""The coordinator's duty to look again at a phase whose hold is over."""


@dataclass(frozen=True)
class Pause:
    """Since when the working clocks stand still, and until when at the latest. `hold` is the number of the hold by
    which the phase rests: it is looked at again before it goes on; None for a pause.
    """

    since: datetime
    until: datetime
    hold: int | None = None


@dataclass(frozen=True)
class Initiative(Mandated):
    """One run of an operating model for one community and theme. Frozen; every change is a new value."""

    charter: Charter
    calendar: Calendar
    stage: Stage | None = None
    state: PhaseState | None = None
    facts: Facts = field(default_factory=Facts)
    obligations: dict[str, Obligation] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    paused: Pause | None = None
    outcome: str | None = None
    matters: dict[str, Matter] = field(default_factory=dict)
    mandates: tuple[Mandate, ...] = ()
    """Those that it went on under since its start, in the order in which they were taken over."""
    overrides: dict[str, str] | None = None
    """What was set otherwise in the model for this initiative alone, by path."""
    coordinated_by: str | None = None
    """Who coordinates since it was handed over; None: who began."""
    offer: Offer | None = None
    """The offer to hand it over that is open in this phase."""
    withdrawn: dict[str, int] = field(default_factory=dict)
    """How many things of each kind were made and withdrawn again: their ids stay taken."""
    merging: Merging | None = None
    """What has been said and done about merging it with others; None: nothing."""
    remodelled: Remodelled | None = None
    """The last change of its model, if there was one."""
    model_proposal: ModelProposal | None = None
    """The change of its model that waits for an approval in this phase."""

    @property
    def id(self) -> str:
        """The initiative's id, which is also its workflow's."""
        return self.charter.initiative

    @property
    def coordinator(self) -> str:
        """The actor who coordinates."""
        return self.coordinated_by or self.charter.coordinator

    @property
    def offers(self) -> int:
        """How many offers to hand it over there have been in this phase."""
        return len(self.of_duty(TAKE_OVER))

    @property
    def merge(self) -> Merging:
        """What is known of merging it with others."""
        return self.merging or Merging()

    @property
    def bound(self) -> MergeOffer | None:
        """The offer to merge that has been agreed on: nothing else is said any more until it has come about."""
        offer = self.merge.offer
        return offer if offer is not None and offer.agreed_at is not None else None

    @property
    def rule(self) -> PhaseRule:
        """The rules of the present phase."""
        return self.rule_of(self.at.phase)

    def rule_of(self, phase: str) -> PhaseRule:
        """The rules of a phase in this initiative, as they are in force, with what was set otherwise for it."""
        rule = self.charter.model.phases[phase]
        if self.remodelled is not None and self.stage is not None and phase == self.stage.phase:
            rule = self.remodelled.of_phase(rule)
        return overridden(rule, phase, self.overrides) if self.overrides else rule

    @property
    def matter_rules(self) -> Mapping[str, MatterRule]:
        """The rules of the matters that are kept, as they are in force."""
        rules = self.charter.model.matters or {}
        return self.remodelled.of_matters(rules) if self.remodelled else rules

    @property
    def at(self) -> Stage:
        """The present stage; there is one from the first `phase.opened` on."""
        if self.stage is None:
            raise LookupError("no phase has been opened yet")
        return self.stage

    @property
    def now_in(self) -> PhaseState:
        """The state of the present phase."""
        if self.state is None:
            raise LookupError("no phase has been opened yet")
        return self.state

    @property
    def settled(self) -> bool:
        """Whether the present phase's exit has been taken."""
        return self.stage is not None and self.stage.exit is not None

    @property
    def ladders(self) -> Ladders:
        """The ladders in use on this calendar. Each call makes new ones, which remember what they have computed."""
        return Ladders(self.steps, self.calendar)

    @property
    def steps(self) -> Mapping[str, tuple[LadderStep, ...]]:
        """The steps of all ladders in use: those of the model, and of former ones what they have asked goes by."""
        kept = self.remodelled.ladders if self.remodelled else None
        return self.charter.model.ladders | kept if kept else self.charter.model.ladders

    @property
    def roster(self) -> tuple[Seat, ...]:
        """All seats as they came to it: those of the start, and those that joined since."""
        return (*self.charter.seats, *self.merging.joined) if self.merging else self.charter.seats

    @property
    def seats(self) -> dict[str, Seat]:
        """All seats by id, as they are held now."""
        return {seat.id: seat for seat in self.facts.people.seated(self.roster)}

    @property
    def held(self) -> tuple[str, ...]:
        """The seats that somebody holds, in the order of the roster."""
        return self.facts.people.filled(tuple(seat.id for seat in self.roster))

    @property
    def active(self) -> tuple[str, ...]:
        """The seats that take part: those that accepted, or all while nobody has been invited yet, but vacant ones."""
        accepted = self.facts.accepted
        return self.held if accepted is None else self.facts.people.filled(accepted)

    @property
    def standing(self) -> Standing:
        """Who counts for the gate: recused seats are neither entitled nor present, and nobody waits for them."""
        return self.now_in.standing(self).without(self.at.recused)

    @property
    def voters(self) -> tuple[str, ...]:
        """The seats entitled to a ballot."""
        return tuple(seat for seat in self.now_in.voters(self) if seat not in self.at.recused)

    @property
    def chairs(self) -> tuple[str, ...]:
        """The seats that chair now, none before they are named."""
        return self.now_in.chairs(self.facts)

    def holder(self, seat: str) -> str:
        """The actor who speaks for a seat now: its holder, or the deputy who took it over."""
        return self.facts.held_by.get(seat, self.seats[seat].holder)

    @property
    def lessons(self) -> int:
        """How many lessons have been written so far."""
        return self.now_in.lessons_written(self.facts)

    @property
    def outside(self) -> frozenset[str]:
        """The kinds of duty on outside clocks, which a pause does not move. A hold waits for its own end."""
        kinds = Matter.kinds.values()
        return frozenset((RECHECK, *self.now_in.OUTSIDE)).union(*(kind.OUTSIDE for kind in kinds))

    def kept(self, matter: type[M]) -> M:
        """What is kept of a matter; its initial state while nothing has happened to it."""
        found = self.matters.get(matter.KIND)
        return found if isinstance(found, matter) else matter()

    def beside(self, matter: str) -> Matter:
        """The same for a matter by its name."""
        kind: type[Matter] = Matter.kinds[matter]
        return self.kept(kind)

    def has(self, matter: str) -> bool:
        """Whether the model of this initiative keeps this matter."""
        return matter in self.matter_rules

    def duty(self, kind: str) -> ObligationRule:
        """The model's rule for an obligation kind of the present phase, or of a matter."""
        return self.asks_for(kind)[1]

    def asks_for(self, kind: str) -> tuple[str, ObligationRule]:
        """Who asks for this kind of duty, the present phase or a matter, and by which rule.

        Raises KeyError for a kind that the model leaves out.
        """
        if kind in self.rule.obligations:
            return self.at.phase, self.rule.obligations[kind]
        for name, matter in self.matter_rules.items():
            if kind in matter.obligations:
                return name, matter.obligations[kind]
        raise KeyError(kind)

    def next_number(self, kind: str, held: int) -> int:
        """The number in the id of the next thing of this kind, when so many are held."""
        return held + self.withdrawn.get(kind, 0) + 1

    def owed(self, duty: str, *, seat: str | None = None, subject: str | None = None) -> Obligation | None:
        """The answerable obligation of this kind, of this seat and about this subject where given, if there is one."""
        for obligation in self.obligations.values():
            if (
                obligation.duty == duty
                and obligation.state.answerable
                and (seat is None or obligation.seat == seat)
                and (subject is None or obligation.subject == subject)
            ):
                return obligation
        return None

    def of_duty(self, duty: str) -> tuple[Obligation, ...]:
        """All obligations of this kind in the present phase, in the order they were opened."""
        return tuple(obligation for obligation in self.obligations.values() if obligation.duty == duty)
