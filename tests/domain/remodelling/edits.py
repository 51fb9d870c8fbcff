"""Models that differ from the shipped one as a region might want them to: random edits, one after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from domain.operating_model import (
    Addressee,
    Decide,
    DecideHow,
    ExitKind,
    LadderStep,
    MatterRule,
    OperatingModel,
    OverrideRule,
    PhaseRule,
    Quorum,
    StepAction,
    Who,
)
from domain.shares import Share
from domain.spans import Span, Unit
from tests.fixtures.rules import MODEL

Edit = Callable[[OperatingModel], OperatingModel]
spans = st.sampled_from([Span.parse(text) for text in ("2wd", "5wd", "10wd", "P14D", "30wd", "P60D", "P6M")])
windows = st.sampled_from([Span.parse(text) for text in ("20wd", "30wd", "45wd", "P3M", "P6M")])
phases = st.sampled_from(list(MODEL.phases))
matters = st.sampled_from(list(MODEL.matters or {}))


def wd(amount: int) -> Span:
    """Working days."""
    return Span(amount, Unit.WORKING_DAYS)


@st.composite
def ladders(draw: st.DrawFn) -> tuple[LadderStep, ...]:
    """A ladder of up to three reminders that lapses."""
    before = sorted(draw(st.lists(st.integers(-8, 8), max_size=3)))
    to = draw(st.sampled_from(Addressee))
    lapse = draw(st.integers(max([0, *before]), 20))
    return (*(LadderStep(wd(day), StepAction.REMIND, to) for day in before), LadderStep(wd(lapse), StepAction.LAPSE))


def of_phase(name: str, change: Callable[[PhaseRule], PhaseRule]) -> Edit:
    """An edit of one phase, if the model has it."""

    def edit(model: OperatingModel) -> OperatingModel:
        if name not in model.phases:
            return model
        return replace(model, phases={**model.phases, name: change(model.phases[name])})

    return edit


def of_matter(name: str, change: Callable[[MatterRule], MatterRule]) -> Edit:
    """An edit of one matter, if the model has it."""

    def edit(model: OperatingModel) -> OperatingModel:
        kept = model.matters or {}
        return replace(model, matters={**kept, name: change(kept[name])}) if name in kept else model

    return edit


def without(kind: str) -> Callable[[Any], Any]:
    """The rules of a phase or matter that ask for this kind no more."""

    def edit(rule: Any) -> Any:
        asked = {name: duty for name, duty in rule.obligations.items() if name != kind}
        changed = replace(rule, obligations=asked)
        if isinstance(rule, PhaseRule):
            done = tuple(name for name in rule.gate.done if name != kind)
            return replace(changed, gate=replace(rule.gate, done=done))
        return changed

    return edit


def without_exit(exit: ExitKind) -> Callable[[PhaseRule], PhaseRule]:
    """The rules of a phase that cannot be left by this exit."""
    return lambda rule: replace(rule, next={kind: to for kind, to in rule.next.items() if kind is not exit})


def dropped(matter: str) -> Edit:
    """The model without a matter."""
    return lambda model: replace(model, matters={n: r for n, r in (model.matters or {}).items() if n != matter})


def timed(kind: str, **fields: Any) -> Callable[[Any], Any]:
    """The rules of a phase or matter in which this kind is asked otherwise."""

    def edit(rule: Any) -> Any:
        if kind not in rule.obligations:
            return rule
        return replace(rule, obligations={**rule.obligations, kind: replace(rule.obligations[kind], **fields)})

    return edit


def gated(**fields: Any) -> Callable[[PhaseRule], PhaseRule]:
    """The rules of a phase with another gate."""
    return lambda rule: replace(rule, gate=replace(rule.gate, **fields))


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """One edit."""
    phase, matter, span = draw(phases), draw(matters), draw(spans)
    kind = draw(st.sampled_from(list(MODEL.phases[phase].obligations)))
    kinds = list((MODEL.matters or {})[matter].obligations) or ["renew_seat"]
    of_kind = draw(st.sampled_from(kinds))
    window, steps = draw(windows), draw(ladders())
    ladder = draw(st.sampled_from(sorted(MODEL.ladders)))
    quorum = Quorum(Share(1, draw(st.integers(2, 4))), draw(st.integers(1, 6)))
    role = Decide(DecideHow.ROLE, Who.COORDINATOR)
    return draw(
        st.sampled_from(
            [
                of_phase(phase, lambda rule: replace(rule, due=window)),
                of_phase(phase, timed(kind, due=span)),
                of_phase(phase, timed(kind, due=span, due_by_sector={})),
                of_phase(phase, timed(kind, ladder=ladder)),
                of_phase(phase, without(kind)),
                of_phase(phase, gated(quorum=quorum)),
                of_phase(phase, gated(decide=role)),
                of_phase(phase, lambda rule: replace(rule, loops=5)),
                of_phase("piloting", timed("answer_pulse", every=Span.parse("P2M"))),
                of_phase("establishment", timed("check_in", at=(Span.parse("P6M"), Span.parse("P12M")))),
                of_phase("need_identification", timed("call_silent", at=(wd(5),))),
                of_matter(matter, timed(of_kind, due=span)),
                of_matter(matter, without(of_kind)),
                dropped(matter),
                lambda model: replace(model, ladders={**model.ladders, ladder: steps}),
                lambda model: replace(model, decision=replace(model.decision, due=span, notice=wd(2))),
                lambda model: replace(model, calendar=replace(model.calendar, quiet=(), send=("08:00", "15:00"))),
                lambda model: replace(model, override=None),
                lambda model: replace(
                    model, override=OverrideRule((), MODEL.override.bounded if MODEL.override else {})
                ),
            ]
        )
    )


@st.composite
def models(draw: st.DrawFn, most: int = 6, of: OperatingModel = MODEL) -> OperatingModel:
    """A version with some edits; none at all is the shipped one."""
    model = of
    for edit in draw(st.lists(edits(), max_size=most)):
        model = edit(model)
    return replace(model, version="9.9.9") if model != of else model
