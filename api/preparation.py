"""The preparation of an initiative as readers see it: call, back-plan, sections, coverage, receipt, and its product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from api.folds import Folded
from api.problems import NotFound
from domain.backplan import Backplan
from domain.initiative import Initiative
from domain.matters.application import Application
from domain.matters.application.commands import RequirementKind
from domain.matters.application.milestones import plan_of
from domain.matters.application.text import answered_by, coverage, mandatory


@dataclass(frozen=True)
class CallView:
    """The call as it reads now. `assumed`: it names no time of day. `change` counts how often the funder changed it."""

    funder: str
    day: date
    time: str
    zone: str
    assumed: bool
    deadline: datetime
    passed: bool
    change: int


@dataclass(frozen=True)
class RequirementView:
    """A requirement, the section that is to answer it, and whether it does."""

    id: str
    kind: RequirementKind
    mandatory: bool
    section: str | None
    covered: bool


@dataclass(frozen=True)
class SectionView:
    """A section: who answers for it, and how often it has been written. Its texts stand in the history."""

    id: str
    owner: str
    deputy: str
    answers: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class ReceiptView:
    """The funder's receipt: `late` if of after the deadline, `before_freeze` if of before the text was frozen here."""

    number: str
    at: datetime
    late: bool
    before_freeze: bool


@dataclass(frozen=True)
class PreparationView:
    """A preparation after entry `seq`. `covered` of `mandatory` requirements are answered by a written section.

    `product` is `plan` once the text is frozen, `no_partnership` if the initiative was stopped before that; None while
    neither has come about. `cycle` is the initiative that was started from it.
    """

    initiative: str
    seq: int
    call: CallView | None
    backplan: Backplan | None
    requirements: tuple[RequirementView, ...]
    mandatory: int
    covered: int
    sections: tuple[SectionView, ...]
    comment_round: int
    open_objections: tuple[str, ...]
    endorsements: dict[str, bool]
    text_sha256: str | None
    frozen_at: datetime | None
    receipt: ReceiptView | None
    decision: str | None
    cycle: str | None
    product: str | None


def _receipt(kept: Application) -> ReceiptView | None:
    one = kept.receipt
    return ReceiptView(one.number, one.at, one.late, bool(one.before_freeze)) if one else None


def preparation(folded: Folded, now: datetime) -> PreparationView:
    """The preparation at `now`. Raises NotFound where the model keeps no application."""
    initiative = folded.initiative
    if not initiative.has(Application.KIND):
        raise NotFound("the operating model of this initiative keeps no application", remedy="read the initiative")
    kept = initiative.kept(Application)
    counted = mandatory(kept.call, kept.sections)
    return PreparationView(
        initiative=initiative.id,
        seq=folded.seq,
        call=_call(initiative, kept, now),
        backplan=plan_of(kept, initiative, now),
        requirements=_requirements(kept),
        mandatory=counted.of,
        covered=counted.fulfilled,
        sections=tuple(
            SectionView(one.id, one.owner, one.deputy, one.answers, one.version) for one in kept.sections.values()
        ),
        comment_round=kept.round,
        open_objections=tuple(kept.objections),
        endorsements=kept.endorsements,
        text_sha256=kept.text_sha256,
        frozen_at=kept.frozen_at,
        receipt=_receipt(kept),
        decision=kept.decision,
        cycle=kept.cycle,
        product=_product(initiative, kept),
    )


def _call(initiative: Initiative, kept: Application, now: datetime) -> CallView | None:
    call = kept.call
    if call is None:
        return None
    zone, passed = initiative.charter.model.calendar.zone, now > call.deadline
    return CallView(call.funder, call.day, call.time, zone, call.assumed, call.deadline, passed, call.change)


def _requirements(kept: Application) -> tuple[RequirementView, ...]:
    covered, asked = coverage(kept.call, kept.sections), kept.call.requirements if kept.call else ()
    found = {one.id: answered_by(kept.sections, one.id) for one in asked}
    return tuple(
        RequirementView(one.id, one.kind, one.mandatory, section.id if section else None, one.id in covered)
        for one in asked
        for section in (found[one.id],)
    )


def _product(initiative: Initiative, kept: Application) -> str | None:
    if kept.frozen_at is not None:
        return "plan"
    return "no_partnership" if initiative.outcome is not None else None
