"""What a change of the model leaves behind: what the former rules promised, and what the new do not ask yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from domain.operating_model import LadderStep, MatterRule, ObligationRule, PhaseRule
from domain.sealed import Sealed
from domain.spans import Span


@dataclass(frozen=True)
class Rhythm:
    """At which beats something is asked in the present round: it stays as it began, or beats would be counted anew."""

    every: Span | None = None
    at: tuple[Span, ...] = ()


@dataclass(frozen=True)
class ModelProposal:
    """A change that one has proposed and another may approve: which model, by what dry run, said by which actor."""

    model: str
    version: str
    model_sha256: str
    dry_run: str
    by: str
    by_admin: bool
    reason: Sealed


@dataclass(frozen=True)
class Remodelled:
    """The `number`-th change of the model, made `at` an instant: which one was in force before, and why it changed.

    Until `asked_from` the new rules do not ask for `duties` of the present phase, `beside` (kinds of matters that were
    kept before) and `matters` that are new as a whole. `rhythms` are those of the present round, by kind of duty, and
    `ladders` those by which something asked before the change is still reminded of.
    """

    number: int
    at: datetime
    model: str
    version: str
    reason: Sealed
    duties: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    asked_from: datetime | None = None
    rhythms: dict[str, Rhythm] = field(default_factory=dict)
    ladders: dict[str, tuple[LadderStep, ...]] = field(default_factory=dict)

    def of_phase(self, rule: PhaseRule) -> PhaseRule:
        """The rules of the present phase as they are in force."""
        if not (self.duties or self.rhythms):
            return rule
        known = {kind: duty for kind, duty in rule.obligations.items() if kind not in self.duties}
        return replace(rule, obligations={kind: self._paced(kind, duty) for kind, duty in known.items()})

    def of_matters(self, rules: Mapping[str, MatterRule]) -> Mapping[str, MatterRule]:
        """The rules of the matters that are in force."""
        if not (self.beside or self.matters):
            return rules
        return {name: self._of_matter(rule) for name, rule in rules.items() if name not in self.matters}

    def asked(self) -> Self:
        """Once the notice is over: all that the new rules know is asked."""
        return replace(self, duties=(), beside=(), matters=(), asked_from=None)

    def entering(self, ladders: Iterable[str]) -> Self:
        """In the next phase, in which the new rules hold from the start; these `ladders` are still gone by."""
        kept = frozenset(ladders)
        waits = self.asked_from if self.beside or self.matters else None
        gone_by = {name: steps for name, steps in self.ladders.items() if name in kept}
        return replace(self, duties=(), asked_from=waits, rhythms={}, ladders=gone_by)

    def _of_matter(self, rule: MatterRule) -> MatterRule:
        return replace(rule, obligations={k: duty for k, duty in rule.obligations.items() if k not in self.beside})

    def _paced(self, kind: str, duty: ObligationRule) -> ObligationRule:
        rhythm = self.rhythms.get(kind)
        return replace(duty, every=rhythm.every, at=rhythm.at) if rhythm else duty
