"""The rules of a phase with what was set otherwise for one initiative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.operating_model import GateRule, PhaseRule
from domain.schema.overrides import value
from domain.schema.reading import Place
from domain.settable import Measure, measure_of
from domain.shares import Share
from domain.spans import Span


def read_value(path: str, text: str) -> Span | int | Share:
    """What is to stand at a path, from its text. Raises ModelInvalid at `value`."""
    measure = measure_of(path)
    if measure is Measure.NUMBER and text.isascii() and text.isdigit() and len(text) < 5:
        return value(measure, Place(int(text), "value"))
    if measure is None:
        raise LookupError(f"nothing can be set at {path}")
    return value(measure, Place(_as_written(measure, text), "value"))


def written(rule: PhaseRule, path: str) -> str:
    """What stands at a path of this phase, as text."""
    found = _found(rule, path.split(".")[2:])
    return f"{found.part}/{found.whole}" if isinstance(found, Share) else str(found)


def overridden(rule: PhaseRule, phase: str, overrides: Mapping[str, str]) -> PhaseRule:
    """The rules of this phase with these values (text by path) in their places; those of other phases are left out."""
    for path, text in overrides.items():
        _, name, *below = path.split(".")
        if name == phase:
            rule = _with(rule, below, read_value(path, text))
    return rule


def _as_written(measure: Measure, text: str) -> str | float:
    """A share may be written as a fraction or as whole percent, such as 2/3 or 0.6."""
    if measure is Measure.SHARE and text.replace(".", "", 1).isdigit() and text.isascii() and len(text) < 6:
        return float(text)
    return text


def _with(rule: PhaseRule, below: list[str], found: Span | int | Share) -> PhaseRule:
    match below, found:
        case ["due"], Span():
            return replace(rule, due=found)
        case ["obligations", kind, "due"], Span():
            duty = replace(rule.obligations[kind], due=found)
            return replace(rule, obligations=rule.obligations | {kind: duty})
        case ["gate", *clause], _:
            return replace(rule, gate=_with_clause(rule.gate, clause, found))
        case _:
            return rule


def _with_clause(gate: GateRule, clause: list[str], found: Span | int | Share) -> GateRule:
    match clause, found:
        case ["decide", "window"], Span():
            return replace(gate, decide=replace(gate.decide, window=found))
        case ["quorum", "min"], int() if gate.quorum:
            return replace(gate, quorum=replace(gate.quorum, least=found))
        case ["quorum", "share"], Share() if gate.quorum:
            return replace(gate, quorum=replace(gate.quorum, share=found))
        case ["max_share"], Share():
            return replace(gate, max_share=found)
        case _:
            return gate


def _found(rule: PhaseRule, below: list[str]) -> object:
    match below:
        case ["obligations", kind, "due"]:
            return rule.obligations[kind].due
        case ["gate", "decide", "window"]:
            return rule.gate.decide.window
        case ["gate", "quorum", field] if rule.gate.quorum:
            return rule.gate.quorum.least if field == "min" else rule.gate.quorum.share
        case ["gate", "max_share"]:
            return rule.gate.max_share
        case _:
            return rule.due
