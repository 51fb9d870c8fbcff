"""Outcomes in words: the sentence first, then what was promised, observed and verified, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.claim_traces import ClaimTrace, ObservationTrace
from api.funder_report import FunderReport, Told
from api.outcomes import Outcomes
from api.web.staff.laying_out import ZONE
from api.web.staff.words import words_in
from api.web.words import Words
from domain.facts import CommitmentState, Verdict

STATES: Final = {
    CommitmentState.OPEN: "open",
    CommitmentState.KEPT: "good",
    CommitmentState.CHANGED: "part",
    CommitmentState.RELEASED: "paused",
    CommitmentState.BROKEN: "late",
}
VERDICTS: Final = {Verdict.CONFIRMED: "good", Verdict.PARTLY: "part", Verdict.NOT_SHOWN: "late"}
_MOST_FIGURES = 4  # of the newest that a claim stands on; all of them are in its trend


@dataclass(frozen=True)
class ClaimRow:
    """A claimed result: on which figures, from which sources, and what an outsider found, with their grounds. `state`
    is the shape that `verdict` is shown with.
    """

    text: str
    observed: tuple[str, ...]
    sources: tuple[str, ...]
    state: str
    verdict: str
    grounds: str


@dataclass(frozen=True)
class PromiseRow:
    """A commitment, by whom, and what became of it."""

    text: str
    by: str
    state: str
    said: str


@dataclass(frozen=True)
class Account:
    """What the page says besides its pictures. `found` are texts of the evaluation, each under its heading."""

    lead: str
    claims: tuple[ClaimRow, ...]
    promises: tuple[PromiseRow, ...]
    goals: tuple[str, ...]
    lessons: tuple[str, ...]
    work: tuple[tuple[str, str], ...]
    found: tuple[tuple[str, str], ...] = ()


def told(found: Outcomes, language: str) -> Account:
    """All of it, in one of the languages of staff's pages."""
    words, facts = words_in(language)["outcomes"], found.facts
    return Account(
        lead=lead(facts, words),
        claims=tuple(_claims(found, words)),
        promises=tuple(_promise(one, words) for one in facts.promised),
        goals=_texts(facts.goals, words),
        lessons=_texts(facts.lessons, words),
        work=tuple(_work(facts, words)),
        found=tuple((words["found"][one.id], one.text or words["gone"]) for one in facts.found),
    )


def lead(facts: FunderReport, words: Words) -> str:
    """How many promises and results there are, and what became of them."""
    promised = Counter(one.state for one in facts.promised)
    verified = Counter(one.state for one in facts.results)
    said = [
        _counted(words["lead"]["promised"], len(facts.promised), promised, words["lead"]["state"]),
        _counted(words["lead"]["claimed"], len(facts.results), verified, words["lead"]["verdict"]),
    ]
    return " ".join(one for one in said if one) or str(words["lead"]["nothing"])


def _counted(sentence: str, number: int, of: Mapping[Any, int], named: Mapping[str, str]) -> str:
    """A sentence with how many of which kind there are; nothing where there are none."""
    parts = [words.format(number=of[kind]) for kind, words in _keyed(named) if of.get(kind)]
    return sentence.format(number=number, parts=", ".join(parts)) if number else ""


def _keyed(named: Mapping[str, str]) -> Iterator[tuple[Any, str]]:
    """Kinds are texts; what has not been verified is None, and its words stand under `open`."""
    for kind, words in named.items():
        yield kind, words
        if kind == "none":
            yield None, words


def _claims(found: Outcomes, words: Words) -> Iterator[ClaimRow]:
    for result, trace in zip(found.facts.results, found.claims, strict=True):
        verdict = result.state if isinstance(result.state, Verdict) else None
        grounds = [one.grounds for one in trace.verdicts if one.superseded_by is None and one.grounds]
        yield ClaimRow(
            text=result.text or words["gone"],
            observed=tuple(_figure(one, words) for one in _newest(trace)),
            sources=tuple(dict.fromkeys(_sources(trace))),
            state=VERDICTS[verdict] if verdict else "open",
            verdict=words["verdict"][verdict or "none"],
            grounds=grounds[-1] if grounds else "",
        )


def _newest(trace: ClaimTrace) -> list[ObservationTrace]:
    counting = [one for one in trace.observations if one.superseded_by is None]
    return counting[-_MOST_FIGURES:]


def _figure(one: ObservationTrace, words: Words) -> str:
    at, number = one.at.astimezone(ZONE), one.value.number
    value = words["not_obtained"] if number is None else number.replace(".", words["comma"])
    return str(words["figure"].format(value=value, day=f"{at.day}.{at.month}.{at.year}"))


def _sources(trace: ClaimTrace) -> Iterator[str]:
    for one in trace.observations:
        if one.source and one.source.source:
            yield one.source.source
        if one.seat_name:
            yield one.seat_name


def _promise(one: Told, words: Words) -> PromiseRow:
    state = one.state if isinstance(one.state, CommitmentState) else CommitmentState.OPEN
    return PromiseRow(one.text or words["gone"], one.by or words["unknown"], STATES[state], words["state"][state])


def _texts(written: Iterable[Told], words: Words) -> tuple[str, ...]:
    return tuple(one.text or words["gone"] for one in written)


def _work(facts: FunderReport, words: Words) -> Iterator[tuple[str, str]]:
    """By whose work: hours, seats, decisions. What is not kept is not told."""
    seats, spoke = (sum(getattr(one, name) for one in facts.shares) for name in ("seats", "spoke"))
    if facts.hours is not None:
        hours, minutes = divmod(facts.hours.minutes, 60)
        yield words["hours"], words["hours_told"].format(hours=hours, minutes=minutes)
    yield words["seats"], words["seats_told"].format(number=seats, sectors=len(facts.shares), spoke=spoke)
    yield words["activities"], str(sum(not one.released for one in facts.activities))
    yield words["decisions"], str(len(facts.decisions))
