"""What must hold between the parts of an operating model: names known, phases reached, loops bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.operating_model import END, STAY, ExitKind, ExitsRule, OperatingModel, Who
from domain.refusals import ModelInvalid
from domain.schema.overrides import check_override
from domain.schema.reading import offer
from domain.schema.words import MATTER_OF, SPEAKING

CONVENING = "convening"
"""The phase that names the chairs: until it has been left there are none."""


def check(model: OperatingModel, *, bounded: frozenset[str]) -> None:
    """Raise ModelInvalid, with the path as in the file, for the first part that does not fit the others.

    `bounded` holds the phases whose `loops` the file states.
    """
    for path, ladder in _ladders_named(model):
        _known(ladder, model.ladders, path, "ladder")
    for name, phase in model.phases.items():
        for number, kind in enumerate(phase.gate.done):
            _known(kind, phase.obligations, f"phases.{name}.gate.done.{number}", "obligation of this phase")
    _check_exits(model)
    _check_staying(model)
    _known(model.first, model.phases, "operating_model.first", "phase of this model")
    _check_reach(model)
    _check_loops(model, bounded)
    _check_chairs(model)
    _check_hearing(model)
    _check_matters(model)
    check_override(model)


def _known(name: str, known: Iterable[str], path: str, what: str) -> None:
    words = list(known)
    if name not in words:
        raise ModelInvalid(f"there is no {what} called '{name}'", path=path, remedy=offer(name, words))


def _ladders_named(model: OperatingModel) -> Iterator[tuple[str, str]]:
    yield "decision.ladder", model.decision.ladder
    exits = model.exits or ExitsRule()
    for section, of_exit in (("hold", exits.hold), ("offer", exits.offer)):
        if of_exit is not None:
            yield f"exits.{section}.ladder", of_exit.ladder
    for name, phase in model.phases.items():
        for kind, rule in phase.obligations.items():
            yield f"phases.{name}.obligations.{kind}.ladder", rule.ladder
        if phase.gate.decide.ladder is not None:
            yield f"phases.{name}.gate.decide.ladder", phase.gate.decide.ladder
    for name, matter in (model.matters or {}).items():
        for kind, rule in matter.obligations.items():
            yield f"matters.{name}.obligations.{kind}.ladder", rule.ladder


def _check_exits(model: OperatingModel) -> None:
    for name, phase in model.phases.items():
        for exit_kind, target in phase.next.items():
            path = f"phases.{name}.next.{exit_kind}"
            match exit_kind:
                case ExitKind.ADVANCE:
                    _known(target, [*model.phases, END], path, "phase of this model")
                case ExitKind.LOOP_BACK:
                    _known(target, model.phases, path, "phase of this model")
                case ExitKind.STOP if target != END:
                    raise ModelInvalid("a phase that stops goes on", path=path, remedy=f"write stop: {END}")
                case ExitKind.MERGE if target != END:
                    raise ModelInvalid("what is merged goes on here", path=path, remedy=f"write merge: {END}")
                case ExitKind.HOLD | ExitKind.HAND_OVER if target != STAY:
                    raise ModelInvalid(f"{exit_kind} leaves the phase", path=path, remedy=f"write {exit_kind}: {STAY}")


def _check_staying(model: OperatingModel) -> None:
    """What a hold, and an offer of either kind, need is said in one place for all phases that know such an exit."""
    exits = model.exits or ExitsRule()
    needs = {
        ExitKind.HOLD: ("hold", exits.hold),
        ExitKind.HAND_OVER: ("offer", exits.offer),
        ExitKind.MERGE: ("offer", exits.offer),
    }
    for name, phase in model.phases.items():
        for exit_kind, (section, rule) in needs.items():
            if exit_kind in phase.next and rule is None:
                raise ModelInvalid(
                    f"nothing says by which rule a phase is left by {exit_kind}",
                    path=f"phases.{name}.next.{exit_kind}",
                    remedy=f"add {section} to exits, or take {exit_kind} out here",
                )


def _check_reach(model: OperatingModel) -> None:
    reached = {model.first} | reached_from(model, model.first)
    for name in model.phases:
        if name not in reached:
            raise ModelInvalid(
                f"no exit leads to the phase '{name}'",
                path=f"phases.{name}",
                remedy="name it in the next of another phase, or take it out",
            )


def _check_loops(model: OperatingModel, bounded: frozenset[str]) -> None:
    for name in model.phases:
        if name not in bounded and name in reached_from(model, name):
            raise ModelInvalid(
                f"the phase '{name}' can come round again without bound",
                path=f"phases.{name}.loops",
                remedy="say how often it may be entered, such as loops: 2",
            )


def _check_chairs(model: OperatingModel) -> None:
    chairless = {model.first} | reached_from(model, model.first, short_of=CONVENING)
    for name, phase in model.phases.items():
        roles = {"decide.role": phase.gate.decide.role}
        if phase.gate.exceptions is not None:
            roles["exceptions.by"] = phase.gate.exceptions.by
        for path, role in roles.items():
            if role is Who.CHAIR and name in chairless:
                written = f"{path.rpartition('.')[2]}: {Who.COORDINATOR}"
                raise ModelInvalid(
                    "this phase can be entered before a chair has been named",
                    path=f"phases.{name}.gate.{path}",
                    remedy=f"write {written}; a chair decides only in phases that follow {CONVENING}",
                )


def _check_hearing(model: OperatingModel) -> None:
    """Whoever must be heard must be asked."""
    for name, phase in model.phases.items():
        if phase.gate.hear and SPEAKING[name] not in phase.obligations:
            raise ModelInvalid(
                f"this phase does not ask for {SPEAKING[name]}, so nobody can be heard in it",
                path=f"phases.{name}.gate.hear",
                remedy=f"ask for {SPEAKING[name]} in its obligations, or take it out",
            )


def _check_matters(model: OperatingModel) -> None:
    """What is done by a matter is asked only where the model keeps that matter."""
    for name, phase in model.phases.items():
        for kind in phase.obligations:
            matter = MATTER_OF.get(kind)
            if matter is not None and matter not in (model.matters or {}):
                raise ModelInvalid(
                    f"this model keeps no {matter}, so nobody could do it",
                    path=f"phases.{name}.obligations.{kind}",
                    remedy=f"add {matter} to matters, or take it out",
                )


def reached_from(model: OperatingModel, start: str, *, short_of: str | None = None) -> set[str]:
    """The phases that some way of exits leads to from `start`; `start` itself only if it can come round again.

    Ways end at the phase `short_of`.
    """
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        here = ahead.pop()
        if here == short_of:
            continue
        for target in model.phases[here].next.values():
            if target not in (END, STAY) and target not in reached:
                reached.add(target)
                ahead.append(target)
    return reached
