"""The matters of an operating model, read strictly: what is kept beside the phases, and by which rules."""

from __future__ import annotations

from domain.operating_model import MatterRule
from domain.planning import Milestone, in_order
from domain.schema.obligations import NAME, obligations, title
from domain.schema.reading import Place, offer
from domain.schema.words import KINDS_BY_MATTER
from domain.spans import Unit

_MOST = 10_000


def matters(place: Place, languages: tuple[str, ...]) -> dict[str, MatterRule]:
    """The rules of each matter by its name. Raises ModelInvalid with the path."""
    return {name: _matter(name, found, languages) for name, found in place.named().items()}


def _matter(name: str, place: Place, languages: tuple[str, ...]) -> MatterRule:
    if name not in KINDS_BY_MATTER:
        place.refuse(f"'{name}' is not a matter that the rules know", offer(name, KINDS_BY_MATTER))
    words = KINDS_BY_MATTER[name]
    own = (*words.spans, *words.numbers)
    steps = ("milestones",) if words.milestones else ()
    fields = place.fields("title", *own, *steps, optional=("obligations",))
    asked = obligations(name, words.kinds, fields["obligations"], languages) if "obligations" in fields else {}
    return MatterRule(
        title=title(fields["title"], languages),
        obligations=asked,
        spans={word: fields[word].duration() for word in words.spans},
        numbers={word: fields[word].number(_MOST) for word in words.numbers},
        milestones=_milestones(fields["milestones"], words.milestones) if steps else None,
    )


def _milestones(place: Place, known: tuple[str, ...]) -> tuple[Milestone, ...]:
    fields = place.fields(*known)
    made = tuple(_milestone(name, found, known) for name, found in fields.items())
    try:
        return in_order(made)
    except ValueError:
        place.refuse("these milestones wait for each other", "let one of them come after none of the others")


def _milestone(name: str, place: Place, known: tuple[str, ...]) -> Milestone:
    fields = place.fields("takes", optional=("shortest", "after"))
    takes = _working_days(fields["takes"])
    shortest = _working_days(fields["shortest"]) if "shortest" in fields else None
    if shortest is not None and shortest > takes:
        fields["shortest"].refuse(f"this is more than the {takes} working days it takes", "write fewer days")
    after = tuple(
        item.text(NAME, "write the name of a milestone")
        for item in (fields["after"].items() if "after" in fields else ())
    )
    for number, earlier in enumerate(after):
        if earlier not in known or earlier in after[:number]:
            fields["after"].at(number, earlier).refuse(
                f"'{earlier}' is no other milestone of this matter", offer(earlier, known)
            )
    return Milestone(name, takes, after, shortest)


def _working_days(place: Place) -> int:
    span = place.duration()
    if span.unit is not Unit.WORKING_DAYS:
        place.refuse("milestones are counted in working days", "write it as 10wd")
    return span.amount
