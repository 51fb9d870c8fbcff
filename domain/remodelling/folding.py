"""What a change of the model changes in the state. Total, like all folding: what is not there is passed by."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.events import Event
from domain.initiative import Initiative
from domain.operating_model import LadderStep
from domain.remodelling.events import ModelChanged, ModelChangeProposed, NoticeEnded
from domain.remodelling.remodelled import ModelProposal, Remodelled, Rhythm


def after(initiative: Initiative, event: Event, at: datetime) -> Initiative:
    """The initiative once one of OF_MODELS has happened."""
    match event:
        case ModelChangeProposed():
            return replace(initiative, model_proposal=ModelProposal(**vars(event)))
        case ModelChanged():
            return _changed(initiative, event, at)
        case NoticeEnded() if initiative.remodelled is not None:
            return replace(initiative, remodelled=initiative.remodelled.asked())
        case _:
            return initiative


def _changed(initiative: Initiative, event: ModelChanged, at: datetime) -> Initiative:
    """The new rules are in force, what has been asked goes on as it was promised."""
    former, names = initiative.charter.model, _renamed(initiative, event)
    changed = Remodelled(
        number=_number(initiative),
        at=at,
        model=former.id,
        version=former.version,
        reason=event.reason,
        duties=event.duties,
        beside=event.beside,
        matters=event.matters,
        asked_from=event.asked_from,
        rhythms=_rhythms(initiative, event),
        ladders=_kept(initiative, names),
    )
    asked = initiative.obligations.values()
    gone_on = replace(
        initiative,
        charter=replace(initiative.charter, model=event.model, model_sha256=event.model_sha256),
        calendar=replace(initiative.calendar, rule=event.model.calendar),
        stage=replace(initiative.at, due=event.phase_due),
        overrides=_overrides(initiative, event),
        obligations={owed.id: replace(owed, ladder=names.get(owed.ladder, owed.ladder)) for owed in asked},
        remodelled=changed,
        model_proposal=None,
    )
    ladders, owing = gone_on.ladders, dict(gone_on.obligations)
    for id, due in event.dues.items():
        if id in owing:
            owing[id] = ladders.armed(replace(owing[id], due=due), owing[id].next_step)
    return replace(gone_on, obligations=owing)


def _number(initiative: Initiative) -> int:
    return initiative.remodelled.number + 1 if initiative.remodelled else 1


def _renamed(initiative: Initiative, event: ModelChanged) -> dict[str, str]:
    """The names that the former model's ladders have from now on, where the new one knows none or another by theirs."""
    former, new = initiative.charter.model.ladders, event.model.ladders
    return {name: f"{name}@{_number(initiative)}" for name, steps in former.items() if new.get(name) != steps}


def _kept(initiative: Initiative, names: dict[str, str]) -> dict[str, tuple[LadderStep, ...]]:
    former = {names[name]: initiative.charter.model.ladders[name] for name in names}
    return (initiative.remodelled.ladders if initiative.remodelled else {}) | former


def _rhythms(initiative: Initiative, event: ModelChanged) -> dict[str, Rhythm]:
    """Where the new rules would ask at other beats in the present phase than those by which it has been asked."""
    asked, new = initiative.rule.obligations, event.model.phases[event.phase].obligations
    return {
        kind: Rhythm(duty.every, duty.at)
        for kind, duty in asked.items()
        if kind in new and (duty.every, duty.at) != (new[kind].every, new[kind].at)
    }


def _overrides(initiative: Initiative, event: ModelChanged) -> dict[str, str] | None:
    if initiative.overrides is None:
        return None
    return {path: value for path, value in initiative.overrides.items() if path not in event.dropped}
