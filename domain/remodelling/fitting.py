"""Fitting: whether an initiative that is under way can go on by another model at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.initiative import Initiative
from domain.merging.offers import offered_by
from domain.operating_model import ExitKind, OperatingModel, Who
from domain.refusals import Locked, Malformed, NotAsked, TooEarly
from domain.remodelling.weakening import weakened
from domain.schema.checks import CONVENING, reached_from

_MODEL = "model"


def require_fitting(initiative: Initiative, model: OperatingModel) -> None:
    """Raise the Refusal that says why the initiative cannot go on by this model now: Malformed, NotAsked, TooEarly,
    Locked.
    """
    _require_known(initiative, model)
    _require_same_calendar(initiative, model)
    _require_no_vote(initiative, model)
    _require_kept(initiative, model)
    _require_chairs(initiative, model)
    phase = initiative.at.phase
    weaker = [path for path in weakened(initiative.charter.model, model, phase) if path.split(".")[1] == phase]
    if weaker:
        raise Locked(
            f"the present model locks what the other asks less of, or does not lock: {', '.join(weaker)}",
            path=_MODEL,
            remedy="who must be represented or heard in this phase stays; change the model once the phase is over",
        )


def _require_known(initiative: Initiative, model: OperatingModel) -> None:
    """Phases that were gone through must be known, too: a correction may bring one back to them."""
    if model == initiative.charter.model:
        raise NotAsked("the initiative goes by this model already", path=_MODEL, remedy="name another version")
    missing = [phase for phase in initiative.rounds if phase not in model.phases]
    if missing:
        raise Malformed(
            f"the model does not know phases of this initiative: {', '.join(missing)}",
            path=_MODEL,
            remedy="choose a model that knows the present phase and those before it",
        )


def _require_same_calendar(initiative: Initiative, model: OperatingModel) -> None:
    """Zone and holidays were pinned at the start, and so was the pace."""
    former = initiative.charter.model
    pinned = (former.calendar.zone, former.calendar.holidays, former.day_milliseconds)
    if pinned != (model.calendar.zone, model.calendar.holidays, model.day_milliseconds):
        raise Malformed(
            "the model counts days by another zone, other holidays or another pace",
            path=_MODEL,
            remedy=f"choose one for {former.calendar.zone} with the holidays of {former.calendar.holidays}",
        )


def _require_no_vote(initiative: Initiative, model: OperatingModel) -> None:
    """Seats are asked about an exit by the rules that they were told."""
    before, after = initiative.charter.model.phases, model.phases
    phase = initiative.at.phase
    same = (before[phase].gate, before[phase].next) == (after[phase].gate, after[phase].next)
    if initiative.at.vote is not None and not same:
        raise TooEarly("the seats are deciding by the rules of today", path=_MODEL, remedy="wait until it is counted")


def _require_kept(initiative: Initiative, model: OperatingModel) -> None:
    lost = [*_lost_matters(initiative, model), *_lost_duties(initiative, model)]
    if lost:
        raise NotAsked(
            f"the model does not know what is under way here: {', '.join(lost)}",
            path=_MODEL,
            remedy="finish it first, or choose a model that knows it",
        )


def _lost_matters(initiative: Initiative, model: OperatingModel) -> Iterator[str]:
    """Matters in which something has happened."""
    return (name for name in initiative.matters if name not in (model.matters or {}))


def _lost_duties(initiative: Initiative, model: OperatingModel) -> Iterator[str]:
    """What something else waits for: duties on clocks of the outside, a hold that is to be looked at, and an offer to
    merge, which another initiative may take in at any time.
    """
    carrying = {*initiative.outside, *initiative.now_in.CARRYING}
    for owed in unknown(initiative, model):
        if initiative.obligations[owed].duty in carrying:
            yield owed
    resting = initiative.paused is not None and initiative.paused.hold is not None
    may_rest = ExitKind.HOLD in model.phases[initiative.at.phase].next
    if resting and not (may_rest and model.exits and model.exits.hold):
        yield "a hold"
    if initiative.merge.offer is not None and offered_by(model, initiative.at.phase) is None:
        yield "an offer to merge"


def unknown(initiative: Initiative, model: OperatingModel) -> tuple[str, ...]:
    """What is owed now by a rule of the present model, and by none of the other."""
    before, after = _kinds(initiative.charter.model), _kinds(model)
    owed = (o for o in initiative.obligations.values() if o.state.answerable)
    return tuple(o.id for o in owed if (o.part, o.duty) in before and (o.part, o.duty) not in after)


def _kinds(model: OperatingModel) -> frozenset[tuple[str, str]]:
    """Every kind of duty, behind the phase or matter that asks for it."""
    return frozenset((name, kind) for name in (*model.phases, *(model.matters or ())) for kind in _asked(model, name))


def _asked(model: OperatingModel, part: str) -> Iterable[str]:
    return model.part(part).obligations


def _require_chairs(initiative: Initiative, model: OperatingModel) -> None:
    """A chair decides only where one has been named, or will be."""
    phase = initiative.at.phase
    if initiative.chairs or phase == CONVENING:
        return
    chairless = {phase, *reached_from(model, phase, short_of=CONVENING)} - {CONVENING}
    gates = {name: model.phases[name].gate for name in sorted(chairless)}
    for name, gate in gates.items():
        exceptions = gate.exceptions.by if gate.exceptions else None
        if Who.CHAIR in (gate.decide.role, exceptions):
            raise Malformed(f"nobody chairs who could decide on '{name}'", path=_MODEL, remedy="convene first")
