"""The dry run of a change of the model: all that it would change in an initiative as it stands.

It is worked out by making the change, on a copy. It says nothing of the hour, so it stays the same until something in
the initiative moves on that the change touches; then its hash is another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.explaining import gate_clauses
from domain.folding import after
from domain.gates import Clause
from domain.initiative import Initiative
from domain.ledger.canonical import sha256_of
from domain.obligations import ObligationState
from domain.operating_model import OperatingModel
from domain.remodelling.changing import change
from domain.remodelling.comparing import RuleChange, rules_changed
from domain.remodelling.events import ModelChanged
from domain.remodelling.fitting import unknown
from domain.remodelling.noticing import notice_of
from domain.remodelling.weakening import weakened
from domain.sealed import Sealed
from domain.wire import plain

_NOTHING = Clause("", 0, 0, True)
_UNSAID = Sealed("", 0, "")


@dataclass(frozen=True)
class MovedClock:
    """A deadline that moves later: that of an obligation, or (None) of the phase."""

    obligation: str | None
    due: datetime
    due_after: datetime


@dataclass(frozen=True)
class NewDuty:
    """What is asked once the notice is over, by the phase or matter `part`, and how long there is then to do it; of a
    phase perhaps only when its time comes.
    """

    part: str
    duty: str
    due: str


@dataclass(frozen=True)
class GateShift:
    """A clause of the present gate that would read otherwise: what it needs, and whether it is met."""

    clause: str
    need: int
    need_after: int
    met: bool
    met_after: bool


@dataclass(frozen=True)
class DryRun:
    """What a change would do. `rules` are those of the present phase, the ones ahead and all beside them; `clocks` are
    those that move, and all others stay as they are. `kept` are kinds of duty whose open obligations keep a longer time
    or other reminders than the new rules give; `rhythms` those asked at the former beats until the phase is left.

    `released` obligations are owed no more, as the model does not know them. `new` is asked after `notice`. `gate` is
    what changes of the present gate at once, `dropped` are paths set otherwise that fall back to the model's own, and
    `weakens` those locked by the present model, in phases ahead, at which the new one asks less or which it does not
    lock.
    """

    initiative: str
    phase: str
    round: int
    former: str
    former_version: str
    former_sha256: str
    model: str
    version: str
    model_sha256: str
    rules: tuple[RuleChange, ...]
    clocks: tuple[MovedClock, ...]
    kept: tuple[str, ...]
    rhythms: tuple[str, ...]
    released: tuple[str, ...]
    new: tuple[NewDuty, ...]
    notice: str
    gate: tuple[GateShift, ...]
    dropped: tuple[str, ...]
    weakens: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """What an approval names: the hash over all of it, in canonical plain form."""
        return sha256_of(plain(self))


def dry_run(initiative: Initiative, model: OperatingModel, now: datetime) -> DryRun:
    """Try a change at `now`. Raises the Refusal that it would meet; see `fitting`."""
    changed = change(initiative, model, "", _UNSAID, now)
    following = after(initiative, changed, now)
    former, stage = initiative.charter, initiative.at
    return DryRun(
        initiative=initiative.id,
        phase=stage.phase,
        round=stage.round,
        former=former.model.id,
        former_version=former.model.version,
        former_sha256=former.model_sha256,
        model=model.id,
        version=model.version,
        model_sha256=changed.model_sha256,
        rules=rules_changed(former.model, model, stage.phase),
        clocks=tuple(_clocks(initiative, following)),
        kept=tuple(sorted(_kept(initiative, following))),
        rhythms=tuple(sorted(following.remodelled.rhythms)) if following.remodelled else (),
        released=unknown(initiative, model),
        new=tuple(_new(changed)),
        notice=str(notice_of(model)),
        gate=tuple(_shifts(initiative, following, now)),
        dropped=changed.dropped,
        weakens=weakened(former.model, model, stage.phase),
    )


def _clocks(before: Initiative, following: Initiative) -> Iterator[MovedClock]:
    if before.at.due != following.at.due:
        yield MovedClock(None, before.at.due, following.at.due)
    for owed in before.obligations.values():
        due = following.obligations[owed.id].due
        if due != owed.due:
            yield MovedClock(owed.id, owed.due, due)


def _kept(before: Initiative, following: Initiative) -> frozenset[str]:
    """Kinds with something open whose rule gives another time or other reminders, and which keeps what it has."""
    return frozenset(
        owed.duty
        for owed in before.obligations.values()
        if owed.state is ObligationState.OPEN and _differs(before, following, owed.id)
    )


def _differs(before: Initiative, following: Initiative, id: str) -> bool:
    owed, then = before.obligations[id], following.obligations[id]
    try:
        was, rule = before.asks_for(owed.duty)[1], following.asks_for(owed.duty)[1]
    except KeyError:
        return False
    other_time = (was.due, was.due_by_sector) != (rule.due, rule.due_by_sector) and then.due == owed.due
    return other_time or following.steps[then.ladder] != following.steps[rule.ladder]


def _new(changed: ModelChanged) -> Iterator[NewDuty]:
    matters = changed.model.matters or {}
    for kind in changed.duties:
        yield NewDuty(changed.phase, kind, str(changed.model.phases[changed.phase].obligations[kind].due))
    for name, matter in matters.items():
        for kind, rule in matter.obligations.items():
            if name in changed.matters or kind in changed.beside:
                yield NewDuty(name, kind, str(rule.due))


def _shifts(before: Initiative, following: Initiative, now: datetime) -> Iterator[GateShift]:
    was, now_is = ({clause.clause: clause for clause in gate_clauses(one, now)} for one in (before, following))
    for name in dict.fromkeys((*was, *now_is)):
        old, new = was.get(name, _NOTHING), now_is.get(name, _NOTHING)
        if (old.need, old.met) != (new.need, new.met) or (name in was) != (name in now_is):
            yield GateShift(name, old.need, new.need, old.met, new.met)
