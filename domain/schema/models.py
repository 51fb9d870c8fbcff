"""The schema of operating models: a mapping becomes an `OperatingModel`, or is refused with path, reason and remedy.

Closed vocabulary: what is not read here is an unknown word, so a rule that nothing would follow cannot be written.
"""

from __future__ import annotations

from domain.operating_model import (
    Addressee,
    DecisionRule,
    ExitKind,
    LadderStep,
    OperatingModel,
    PhaseRule,
    StepAction,
)
from domain.schema.calendars import calendar_rule, day_milliseconds
from domain.schema.checks import check
from domain.schema.exits import exits_rule
from domain.schema.gates import gate_rule
from domain.schema.matters import matters
from domain.schema.obligations import NAME, obligations, title
from domain.schema.overrides import override_rule
from domain.schema.reading import Place, ascending, offer
from domain.schema.words import KINDS_BY_PHASE


def parse(mapping: object) -> OperatingModel:
    """Read a whole operating model from plain dictionaries, lists, texts and numbers.

    Raises ModelInvalid for the first thing that is wrong, with its dotted path, and never anything else.
    """
    top = Place(mapping).fields(
        *("operating_model", "calendar", "decision", "ladders", "phases"),
        optional=("pace", "matters", "exits", "override"),
    )
    head = top["operating_model"].fields("id", "version", "languages", "title", "first")
    languages = _languages(head["languages"])
    model = OperatingModel(
        id=head["id"].text(r"[a-z]{2,20}(\.[a-z][a-z0-9_]{0,39}){1,4}", "write it as fi.yhteisovaikuttavuus"),
        version=head["version"].text(r"\d{1,4}\.\d{1,4}\.\d{1,4}", 'write three numbers in quotes, such as "1.0.0"'),
        title=title(head["title"], languages),
        languages=languages,
        first=head["first"].text(NAME, "write the name of a phase"),
        calendar=calendar_rule(top["calendar"]),
        decision=_decision(top["decision"]),
        ladders={name: _ladder(place) for name, place in top["ladders"].named().items()},
        phases={name: _phase(name, place, languages) for name, place in top["phases"].named().items()},
        day_milliseconds=day_milliseconds(top["pace"]) if "pace" in top else None,
        matters=matters(top["matters"], languages) if "matters" in top else None,
        exits=exits_rule(top["exits"]) if "exits" in top else None,
        override=override_rule(top["override"]) if "override" in top else None,
    )
    check(model, bounded=_bounded(top["phases"]))
    return model


def _bounded(phases: Place) -> frozenset[str]:
    """The phases that say themselves how often they may be entered; the others are entered once."""
    return frozenset(name for name, place in phases.named().items() if "loops" in place.named())


def _languages(place: Place) -> tuple[str, ...]:
    languages = [item.text(r"[a-z]{2}", "write two small letters, such as fi") for item in place.items()]
    if not languages:
        place.refuse("there is no language", "write at least one, such as [fi]")
    if len(set(languages)) < len(languages):
        place.refuse("a language is named twice", "name each once")
    return tuple(languages)


def _decision(place: Place) -> DecisionRule:
    fields = place.fields("due", "ladder", optional=("undo_hours", "notice"))
    return DecisionRule(
        fields["due"].duration(),
        fields["ladder"].text(NAME, "write the name of a ladder"),
        fields["undo_hours"].number(240) if "undo_hours" in fields else None,
        fields["notice"].duration() if "notice" in fields else None,
    )


def _ladder(place: Place) -> tuple[LadderStep, ...]:
    places = place.items()
    steps = [_step(item) for item in places]
    if not steps or steps[-1].action is not StepAction.LAPSE:
        place.refuse("the ladder does not end in lapse", "end it with a step such as [+15wd, lapse]")
    for item, step in zip(places[:-1], steps[:-1], strict=True):
        if step.action is StepAction.LAPSE:
            item.refuse("lapse comes before the last step", "let only the last step lapse")
    ascending(places, [step.offset for step in steps])
    if steps[-1].offset.amount < 0:
        places[-1].refuse("the ladder lapses before the due day", "let it lapse on the due day or after it")
    return tuple(steps)


def _step(place: Place) -> LadderStep:
    parts = place.items()
    if not 2 <= len(parts) <= 3:
        place.refuse("a step has two or three parts", "write it as [-5wd, remind, holder] or [+15wd, lapse]")
    offset, action = parts[0].span(), parts[1].word(StepAction)
    if action is StepAction.LAPSE:
        if len(parts) == 3:
            parts[2].refuse("lapse goes to nobody", "write only [+15wd, lapse]")
        return LadderStep(offset, action)
    if len(parts) == 2:
        place.refuse(f"{action} does not say whom it goes to", offer(None, [word.value for word in Addressee]))
    return LadderStep(offset, action, parts[2].word(Addressee))


def _phase(name: str, place: Place, languages: tuple[str, ...]) -> PhaseRule:
    if name not in KINDS_BY_PHASE:
        place.refuse(f"'{name}' is not a phase that the rules know", offer(name, KINDS_BY_PHASE))
    fields = place.fields("title", "due", "obligations", "gate", "next", optional=("loops",))
    return PhaseRule(
        title=title(fields["title"], languages),
        due=fields["due"].duration(),
        loops=fields["loops"].number(20) if "loops" in fields else 1,
        obligations=obligations(name, KINDS_BY_PHASE[name], fields["obligations"], languages),
        gate=gate_rule(name, fields["gate"]),
        next=_next(fields["next"]),
    )


def _next(place: Place) -> dict[ExitKind, str]:
    optional = tuple(kind for kind in ExitKind if kind not in (ExitKind.ADVANCE, ExitKind.STOP))
    fields = place.fields(ExitKind.ADVANCE, ExitKind.STOP, optional=optional)
    return {
        exit_kind: fields[exit_kind].text(NAME, "write the name of a phase, end or stay")
        for exit_kind in ExitKind
        if exit_kind in fields
    }
