"""Readings: the texts that a question is about, where its seat may read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from api.web import drafts
from api.web.desk import Desk
from api.web.meeting_readings import Section, called, minuted
from api.web.plan_readings import agreed_beforehand, ground_rules, objected_rules
from api.web.words import day
from domain.facts import Observation, Value
from domain.matters.support.events import SupportGiven, SupportRequested
from domain.operating_model import END
from domain.phases.evaluation.events import ClaimMade
from domain.phases.joint_planning import JointPlanning
from domain.phases.joint_planning.events import (
    ActivityAdded,
    CommitmentMade,
    GoalAdded,
    IndicatorDefined,
)
from domain.phases.need_identification.events import ClusterWorded
from domain.phases.piloting import Piloting
from domain.phases.piloting.events import CommitmentRenewed, IndicatorRedefined
from domain.phases.readiness import Readiness
from domain.phases.readiness.events import ActionNamed, LandscapeNoted
from domain.sealed import Sealed
from domain.spans import Span, Unit
from domain.voting.duties import CONSENT, SECRET_VOTE, VOTE


@dataclass(frozen=True)
class Reading:
    """Something to read before one answers; several `lines` are a list."""

    heading: str
    lines: tuple[str, ...]


def readings(desk: Desk, duty: str, subject: str) -> tuple[Reading, ...]:
    """What there is to read about a duty and its subject; most are asked without."""
    find = _READINGS.get(duty)
    return tuple(reading for reading in find(desk, subject) if reading.lines) if find else ()


def activities(desk: Desk) -> dict[str, str]:
    """The plan's activities by id."""
    return {e.activity: desk.text(e.title) for e in _events(desk, ActivityAdded)}


def _landscape(desk: Desk, _: str) -> Iterator[Reading]:
    """What is known already: the candidate backbone, the champions, and what was noted."""
    yield Reading(_heading(desk, "backbone"), (desk.contact.backbone,))
    state = desk.initiative.now_in
    champions = state.champions if isinstance(state, Readiness) else ()
    yield Reading(_heading(desk, "champions"), tuple(desk.organisations[seat] for seat in champions))
    yield Reading(_heading(desk, "landscape"), tuple(desk.text(e.text) for e in _events(desk, LandscapeNoted)))


def _named_action(desk: Desk, subject: str) -> Iterator[Reading]:
    named = (e for e in _events(desk, ActionNamed) if e.action == subject.partition(".")[0])
    yield Reading(_heading(desk, "action"), tuple(desk.text(e.text) for e in named))


def listed(desk: Desk) -> dict[str, str]:
    """What a list of a form may offer, by id: the activities of the plan, and the sections of the application."""
    return activities(desk) | drafts.sections(desk)


def _problem(desk: Desk, _: str) -> Iterator[Reading]:
    problem: Sealed | None = getattr(desk.initiative.now_in, "problem", None) or desk.initiative.facts.problem
    if problem is not None:
        yield Reading(_heading(desk, "problem"), (desk.text(problem),))


def _worded(desk: Desk, subject: str) -> Iterator[Reading]:
    need, _, number = subject.partition(".")
    worded = (e for e in _events(desk, ClusterWorded) if (e.need, str(e.wording)) == (need, number))
    yield Reading(_heading(desk, "wording"), tuple(desk.text(e.text) for e in worded))


def _plan(desk: Desk, _: str) -> Iterator[Reading]:
    yield from _in_sections(ground_rules)(desk, _)
    plan = getattr(desk.initiative.now_in, "plan", desk.initiative.facts)
    yield Reading(_heading(desk, "goals"), tuple(desk.text(e.text) for e in _events(desk, GoalAdded)))
    titles, owned = activities(desk), desk.words["reading"]["owned"]
    yield Reading(
        _heading(desk, "activities"),
        tuple(
            owned.format(
                title=titles.get(activity.id, ""),
                owner=desk.organisations[activity.owner],
                deputy=desk.organisations[activity.deputy],
            )
            for activity in plan.activities.values()
        ),
    )
    yield Reading(_heading(desk, "indicators"), tuple(_indicator(desk, name) for name in plan.indicators))
    yield from _in_sections(agreed_beforehand)(desk, _)


def _lessons(desk: Desk, _: str) -> Iterator[Reading]:
    """What earlier initiatives learned, and what is made of it here so far."""
    state, words = desk.initiative.now_in, desk.words["reading"]
    answers = state.lessons_answered if isinstance(state, JointPlanning) else {}
    yield Reading(
        _heading(desk, "lessons"),
        tuple(
            words["lesson"].format(
                text=desk.texts.get(lesson.text, words["gone"]), use=words["use"][answers.get(lesson.id, "open")]
            )
            for lesson in desk.initiative.charter.lessons or ()
        ),
    )


def _plan_and_lessons(desk: Desk, subject: str) -> Iterator[Reading]:
    yield from _plan(desk, subject)
    yield from _lessons(desk, subject)


def _practice(desk: Desk, _: str) -> Iterator[Reading]:
    yield Reading(_heading(desk, "practice"), tuple(activities(desk).values()))


def _observed(desk: Desk, subject: str) -> Iterator[Reading]:
    yield Reading(_heading(desk, "indicator"), (_indicator(desk, subject.partition(".")[0]),))


def _promised(desk: Desk, subject: str) -> Iterator[Reading]:
    yield Reading(_heading(desk, "commitment"), tuple(_promises(desk, (subject,))))


def _promises(desk: Desk, commitments: Collection[str]) -> Iterator[str]:
    """What was promised under these ids."""
    made = (*_events(desk, CommitmentMade), *_events(desk, CommitmentRenewed))
    return (desk.text(e.text) for e in made if e.commitment in commitments)


def _let_go(desk: Desk, subject: str) -> Iterator[Reading]:
    """The activity that lost something, and the promises towards it that have fallen away."""
    activity, initiative = subject.partition(".")[0], desk.initiative
    facts = initiative.now_in.so_far(initiative.facts)
    fallen = {c.id for c in facts.commitments.values() if c.activity == activity and c.state.has_fallen_away}
    yield Reading(_heading(desk, "activity"), (activities(desk).get(activity, ""),))
    yield Reading(_heading(desk, "released"), tuple(_promises(desk, fallen)))


def _claimed(desk: Desk, subject: str) -> Iterator[Reading]:
    claims = [e for e in _events(desk, ClaimMade) if e.claim == subject.partition(".")[0]]
    yield Reading(_heading(desk, "claim"), tuple(desk.text(e.text) for e in claims))
    seen = (desk.initiative.facts.observations[name] for e in claims for name in e.observations)
    yield Reading(_heading(desk, "observations"), tuple(_observation(desk, one) for one in seen))


def _asked_for(desk: Desk, subject: str) -> Iterator[Reading]:
    request = subject.partition(".")[0]
    asked = (e for e in _events(desk, SupportRequested) if e.request == request)
    yield Reading(_heading(desk, "support"), tuple(desk.text(e.text) for e in asked))
    given = (e for e in _events(desk, SupportGiven) if e.request == request)
    yield Reading(_heading(desk, "support_given"), tuple(desk.text(e.note) for e in given))


def _in_sections(find: Callable[[Desk, str], Iterator[Section]]) -> Callable[[Desk, str], Iterator[Reading]]:
    return lambda desk, subject: (Reading(_heading(desk, name), lines) for name, lines in find(desk, subject))


def _own_section(desk: Desk, subject: str) -> Iterator[Reading]:
    title, last = drafts.section(desk, subject.partition(".")[0])
    yield Reading(_heading(desk, "section"), (title,))
    yield Reading(_heading(desk, "section_text"), (last,) if last else ())


def _draft(desk: Desk, _: str) -> Iterator[Reading]:
    return (Reading(title, (last,)) for title, last in drafts.written(desk))


def _objection(desk: Desk, subject: str) -> Iterator[Reading]:
    section, objects = drafts.objection(desk, subject.partition(".")[0])
    title, last = drafts.section(desk, section)
    yield Reading(title, (last,) if last else ())
    yield Reading(_heading(desk, "comment"), (objects,))


def _voted(desk: Desk, _: str) -> Iterator[Reading]:
    initiative, words = desk.initiative, desk.words["reading"]
    vote = initiative.at.vote
    if vote is None:
        return
    to = initiative.rule.next[vote.exit]
    model = initiative.charter.model
    phase = (
        "" if to == END else model.phases[to].title.get(desk.language) or next(iter(model.phases[to].title.values()))
    )
    said = words["conclusion"].get(vote.verdict) or words["exit"]["end" if to == END else vote.exit]
    yield Reading(_heading(desk, "vote"), (said.format(phase=phase),))


_READINGS: dict[str, Callable[[Desk, str], Iterator[Reading]]] = {
    "answer_readiness": _landscape,
    "carry_out_action": _named_action,
    "answer_invitation": _problem,
    "confirm_statement": _problem,
    "confirm_wording": _worded,
    "make_commitment": _lessons,
    "write_ground_rules": _in_sections(objected_rules),
    "review_ground_rules": _in_sections(ground_rules),
    "comment_plan": _plan_and_lessons,
    "endorse_plan": _plan_and_lessons,
    "observe": _observed,
    "settle_commitment": _promised,
    "answer_release": _let_go,
    "verify_claim": _claimed,
    "accept_hand_over": _practice,
    "check_in": _practice,
    "give_support": _asked_for,
    "write_section": _own_section,
    "comment_draft": _draft,
    "answer_comment": _objection,
    "endorse_application": _draft,
    "rate_support": _asked_for,
    "attend_meeting": _in_sections(called),
    "minute_meeting": _in_sections(called),
    "review_minutes": _in_sections(minuted),
    "answer_objection": _in_sections(minuted),
    VOTE: _voted,
    CONSENT: _voted,
    SECRET_VOTE: _voted,
}


def _heading(desk: Desk, name: str) -> str:
    heading: str = desk.words["reading"]["headings"][name]
    return heading


def _indicator(desk: Desk, name: str) -> str:
    """What is measured by its newest definition, how often, and from which figure that started."""
    state, words = desk.initiative.now_in, desk.words["reading"]
    known = getattr(state, "plan", desk.initiative.facts).indicators.get(name)
    if known is not None and isinstance(state, Piloting):
        known = state.present(known)
    defined = _defined(desk, name)
    said = [desk.text(defined[-1].definition if defined else None)]
    if defined and (source := getattr(defined[-1], "source", None)) is not None:
        said.append(words["source"].format(source=desk.text(source)))
    if known is not None:
        said.append(_rhythm(desk, known.rhythm))
        if known.baseline is not None:
            said.append(words["baseline"].format(value=_value(desk, known.baseline)))
    return " · ".join(said)


def _defined(desk: Desk, name: str) -> list[Any]:
    """The definitions of an indicator in their order: the n-th is that of its n-th series."""
    written = (*_events(desk, IndicatorDefined), *_events(desk, IndicatorRedefined))
    return [event for event in written if event.indicator == name]


def _rhythm(desk: Desk, rhythm: str) -> str:
    span = Span.parse(rhythm)
    unit = {Unit.WORKING_DAYS: "working_days", Unit.DAYS: "days", Unit.MONTHS: "months"}[span.unit]
    amounts: dict[str, str] = desk.words["reading"]["rhythm"][unit]
    return amounts["one" if span.amount == 1 else "many"].format(amount=span.amount)


def _observation(desk: Desk, one: Observation) -> str:
    defined = _defined(desk, one.indicator)[: one.series or 1]
    said: str = desk.words["reading"]["observed"].format(
        what=desk.text(defined[-1].definition if defined else None),
        value=_value(desk, one.value),
        day=day(desk.language, desk.initiative.calendar.local(one.at).date()),
    )
    return said


def _value(desk: Desk, value: Value) -> str:
    none: str = desk.words["reading"]["no_value"]
    return none if value.number is None else shown_number(desk.words, value.number)


def shown_number(words: Any, number: str) -> str:
    """A figure with the decimal mark of the language."""
    return number.replace(".", str(words["reading"]["decimal_mark"]))


def _events(desk: Desk, kind: type[Any]) -> list[Any]:
    return [entry.event for entry in desk.written if isinstance(entry.event, kind)]
