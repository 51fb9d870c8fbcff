"""The gate of a phase, read strictly: what an advance needs, and who may make an exception of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from domain.conditions import CONDITIONS, MOST
from domain.gate_words import ConditionsRule, EarlyEnd, IndicatorNeed, IndicatorsRule, Settled
from domain.operating_model import ExceptionRule, GateRule, Quorum
from domain.schema.decisions import decide, one_person
from domain.schema.reading import Place, offer
from domain.schema.words import CLAUSES_BY_PHASE, INDICATOR_WORDS
from domain.seats import Sector
from domain.shares import Share

Word = TypeVar("Word", bound=str)

DISTINCT = "distinct"
LOCKED = "hear"
"""Who must be heard is heard: no exception, by whomever."""

_MOST_SEATS = 1000
_ANYWHERE = ("quorum", "sectors", "max_share", "done", "municipalities", "exceptions")
_SETTLED = {word.partition(".")[0]: word for word in Settled}


def gate_rule(phase: str, place: Place) -> GateRule:
    """Read a gate; only `decide` must be there. Raises ModelInvalid with the path of the clause."""
    known = (*_ANYWHERE, *(word for word, phases in CLAUSES_BY_PHASE.items() if phase in phases))
    fields = place.fields("decide", optional=known)
    rule = GateRule(
        decide=decide(fields["decide"]),
        quorum=_quorum(fields["quorum"]) if "quorum" in fields else None,
        sectors=_sectors(fields["sectors"]) if "sectors" in fields else None,
        max_share=fields["max_share"].share() if "max_share" in fields else None,
        done=_done(fields["done"]) if "done" in fields else (),
        municipalities=_share_of(fields["municipalities"]) if "municipalities" in fields else None,
        hear=_hear(fields["hear"]) if "hear" in fields else None,
        indicators=_indicators(phase, fields["indicators"]) if "indicators" in fields else None,
        settled=_settled(fields),
        median=_median(fields["median"]) if "median" in fields else None,
        exceptions=_exceptions(fields["exceptions"]) if "exceptions" in fields else None,
        conditions=_conditions(fields["conditions"]) if "conditions" in fields else None,
        early_end=fields["early_end"].word(EarlyEnd) if "early_end" in fields else None,
    )
    for number, need in enumerate(rule.decide.ballots or ()):
        if not getattr(rule, need):
            where = fields["decide"].at("ballots").at(number, need)
            where.refuse(f"this gate asks for no {need}", f"write {need} as a clause of the gate, or take it out here")
    if rule.exceptions is not None:
        _check_exceptions(rule, rule.exceptions, fields["exceptions"])
    return rule


def _quorum(place: Place) -> Quorum:
    fields = place.fields("share", "min")
    return Quorum(share=fields["share"].share(), least=fields["min"].number(_MOST_SEATS))


def _share_of(place: Place) -> Share:
    return place.fields("share")["share"].share()


def _sectors(place: Place) -> dict[str, int]:
    clauses: dict[str, int] = {}
    for name, place_of_clause in place.named(r"[a-z_|]{1,120}").items():
        _check_sector(place_of_clause, name)
        clauses[name] = place_of_clause.number(len(Sector) if name == DISTINCT else _MOST_SEATS)
    return clauses


def _check_sector(place: Place, name: str) -> None:
    known = [sector.value for sector in Sector]
    parts = name.split("|")
    for part in parts:
        if part not in known and name != DISTINCT:
            place.refuse(f"'{part}' is not a sector", offer(part, [*known, DISTINCT]))
    if len(set(parts)) < len(parts):
        place.refuse("a sector is named twice", "name each once")


def _done(place: Place) -> tuple[str, ...]:
    kinds = [item.text(r"[a-z_]{1,60}", "write the kind of an obligation of this phase") for item in place.items()]
    return _each_once(place, kinds, "an obligation")


def _hear(place: Place) -> tuple[Sector, ...]:
    return _each_once(place, [item.word(Sector) for item in place.items()], "a sector")


def _each_once(place: Place, words: list[Word], what: str) -> tuple[Word, ...]:
    if len(set(words)) < len(words):
        place.refuse(f"{what} is named twice", "name each once")
    return tuple(words)


def _indicators(phase: str, place: Place) -> IndicatorsRule:
    fields = place.fields(optional=INDICATOR_WORDS[phase])
    if not fields:
        place.refuse("there is nothing here", f"write at least one of {', '.join(INDICATOR_WORDS[phase])}")
    least, most = (fields[bound].number(_MOST_SEATS) if bound in fields else None for bound in ("min", "max"))
    if least is not None and most is not None and most < least:
        fields["max"].refuse(f"at most {most} cannot hold at least {least}", "write a larger number")
    needs = fields.get("require")
    required = [item.word(IndicatorNeed) for item in needs.items()] if needs else []
    return IndicatorsRule(
        least=least,
        most=most,
        require=_each_once(needs, required, "a need") if needs else None,
        measured=fields["measured"].share() if "measured" in fields else None,
    )


def _settled(fields: dict[str, Place]) -> tuple[Settled, ...] | None:
    found = [word for name, word in _SETTLED.items() if name in fields]
    for word in found:
        name, _, said = word.partition(".")
        if fields[name].value != said:
            fields[name].refuse(f"of {name} a gate can only ask that they are {said}", f"write {name}: {said}")
    return tuple(found) or None


def _median(place: Place) -> int:
    return place.fields("min")["min"].number(MOST)


def _conditions(place: Place) -> ConditionsRule:
    fields = place.fields("min", "no_sector_below")
    least, below = fields["min"].number(MOST), fields["no_sector_below"].number(MOST)
    if below > least:
        fields["no_sector_below"].refuse(
            f"no sector below {below} asks for more than a mean of {least}", f"write {least} at most"
        )
    return ConditionsRule(least, below)


def _exceptions(place: Place) -> ExceptionRule:
    fields = place.fields("by", "of")
    names = [item.text(r"[a-z_|.]{1,160}", "write the name of a clause of this gate") for item in fields["of"].items()]
    if not names:
        fields["of"].refuse("there is nothing here", "write at least one, or leave the exceptions out")
    return ExceptionRule(one_person(fields["by"]), _each_once(fields["of"], names, "a clause"))


def _check_exceptions(rule: GateRule, exceptions: ExceptionRule, place: Place) -> None:
    """An exception is of a clause that this gate has; who must be heard is never one."""
    known = list(_names(rule))
    for number, name in enumerate(exceptions.of):
        where = place.at("of").at(number, name)
        if name.partition(".")[0] == LOCKED:
            where.refuse("who must be heard cannot be left out by exception", "take it out")
        if name not in known:
            where.refuse(f"this gate has no clause '{name}'", offer(name, known))


def _names(rule: GateRule) -> Iterator[str]:
    """The clauses of a gate by their names."""
    yield from (word for word in ("quorum", "max_share", "municipalities") if getattr(rule, word) is not None)
    yield from (f"sectors.{name}" for name in rule.sectors or {})
    yield from (f"done.{kind}" for kind in rule.done)
    yield from (word.value for word in rule.settled or ())
    yield from (f"conditions.{name}" for name in (CONDITIONS if rule.conditions else ()))
    if (asked := rule.indicators) is not None:
        yield from (("indicators.number",) if asked.least is not None or asked.most is not None else ())
        yield from (f"indicators.{need}" for need in asked.require or ())
        yield from (("indicators.measured",) if asked.measured is not None else ())
