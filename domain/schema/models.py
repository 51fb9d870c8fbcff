"""The schema of operating models: a mapping becomes an `OperatingModel`, or is refused with path, reason and remedy.

Closed vocabulary: what is not read here is an unknown word, so a rule that nothing would follow cannot be written.
"""

from __future__ import annotations

from domain.operating_model import (
    Addressee,
    DecisionRule,
    ExitKind,
    LadderStep,
    ObligationRule,
    OperatingModel,
    PhaseRule,
    StepAction,
    Who,
)
from domain.schema.calendars import calendar_rule, day_milliseconds
from domain.schema.checks import check
from domain.schema.gates import gate_rule
from domain.schema.reading import Place, ascending, offer
from domain.schema.words import KINDS_BY_PHASE, Kind
from domain.seats import Sector
from domain.spans import Span

_NAME = r"[a-z][a-z0-9_]{0,59}"
_OPTIONAL = ("due_by_sector", "least", "most", "every", "at")


def parse(mapping: object) -> OperatingModel:
    """Read a whole operating model from plain dictionaries, lists, texts and numbers.

    Raises ModelInvalid for the first thing that is wrong, with its dotted path, and never anything else.
    """
    top = Place(mapping).fields("operating_model", "calendar", "decision", "ladders", "phases", optional=("pace",))
    head = top["operating_model"].fields("id", "version", "languages", "title", "first")
    languages = _languages(head["languages"])
    model = OperatingModel(
        id=head["id"].text(r"[a-z]{2,20}(\.[a-z][a-z0-9_]{0,39}){1,4}", "write it as fi.yhteisovaikuttavuus"),
        version=head["version"].text(r"\d{1,4}\.\d{1,4}\.\d{1,4}", 'write three numbers in quotes, such as "1.0.0"'),
        title=_title(head["title"], languages),
        languages=languages,
        first=head["first"].text(_NAME, "write the name of a phase"),
        calendar=calendar_rule(top["calendar"]),
        decision=_decision(top["decision"]),
        ladders={name: _ladder(place) for name, place in top["ladders"].named().items()},
        phases={name: _phase(name, place, languages) for name, place in top["phases"].named().items()},
        day_milliseconds=day_milliseconds(top["pace"]) if "pace" in top else None,
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


def _title(place: Place, languages: tuple[str, ...]) -> dict[str, str]:
    fields = place.fields(*languages)
    return {language: fields[language].text() for language in languages}


def _decision(place: Place) -> DecisionRule:
    fields = place.fields("due", "ladder")
    return DecisionRule(fields["due"].duration(), fields["ladder"].text(_NAME, "write the name of a ladder"))


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
        title=_title(fields["title"], languages),
        due=fields["due"].duration(),
        loops=fields["loops"].number(20) if "loops" in fields else 1,
        obligations=_obligations(name, fields["obligations"], languages),
        gate=gate_rule(fields["gate"]),
        next=_next(fields["next"]),
    )


def _next(place: Place) -> dict[ExitKind, str]:
    fields = place.fields(ExitKind.ADVANCE, ExitKind.STOP, optional=(ExitKind.LOOP_BACK,))
    return {
        exit_kind: fields[exit_kind].text(_NAME, "write the name of a phase, or end")
        for exit_kind in ExitKind
        if exit_kind in fields
    }


def _obligations(phase: str, place: Place, languages: tuple[str, ...]) -> dict[str, ObligationRule]:
    rules: dict[str, ObligationRule] = {}
    for kind, obligation in place.named().items():
        if kind not in KINDS_BY_PHASE[phase]:
            obligation.refuse(f"'{kind}' is nothing that {phase} asks for", offer(kind, KINDS_BY_PHASE[phase]))
        rules[kind] = _obligation(obligation, KINDS_BY_PHASE[phase][kind], languages)
    return rules


def _obligation(place: Place, kind: Kind, languages: tuple[str, ...]) -> ObligationRule:
    fields = place.fields("by", "due", "ladder", "title", optional=_OPTIONAL)
    for word in _OPTIONAL:
        if word in fields and word not in kind.reads:
            fields[word].refuse(f"no rule reads '{word}' of this obligation", "take it out")
    by = fields["by"].word(Who)
    if by is not kind.by:
        fields["by"].refuse(f"this obligation does not fall on {by}", f"write by: {kind.by}")
    least, most = (fields[bound].number(1000) if bound in fields else None for bound in ("least", "most"))
    if least is not None and most is not None and most < least:
        fields["most"].refuse(f"at most {most} cannot hold at least {least}", "write a larger number")
    return ObligationRule(
        by=by,
        due=fields["due"].duration(),
        ladder=fields["ladder"].text(_NAME, "write the name of a ladder"),
        title=_title(fields["title"], languages),
        due_by_sector=_due_by_sector(fields["due_by_sector"]) if "due_by_sector" in fields else {},
        least=least,
        most=most,
        every=fields["every"].duration() if "every" in fields else None,
        at=_moments(fields["at"]) if "at" in fields else (),
    )


def _due_by_sector(place: Place) -> dict[Sector, Span]:
    fields = place.fields(optional=tuple(Sector))
    return {Sector(name): span.duration() for name, span in fields.items()}


def _moments(place: Place) -> tuple[Span, ...]:
    places = place.items()
    if not places:
        place.refuse("there is no moment", "write at least one, such as [P3M]")
    moments = [item.duration() for item in places]
    ascending(places, moments)
    return tuple(moments)
