"""What a phase or a matter asks for, read strictly: whom, by when, reminded by which ladder."""

from __future__ import annotations

from collections.abc import Mapping

from domain.operating_model import ObligationRule, Who
from domain.schema.reading import Place, ascending, offer
from domain.schema.words import Kind
from domain.seats import Sector
from domain.spans import Span

NAME = r"[a-z][a-z0-9_]{0,59}"
_OPTIONAL = ("due_by_sector", "least", "most", "every", "at")


def title(place: Place, languages: tuple[str, ...]) -> dict[str, str]:
    """A title in each language of the model."""
    fields = place.fields(*languages)
    return {language: fields[language].text() for language in languages}


def obligations(
    part: str, kinds: Mapping[str, Kind], place: Place, languages: tuple[str, ...]
) -> dict[str, ObligationRule]:
    """The rules of what a phase or a matter asks for, each of a kind that it knows."""
    rules: dict[str, ObligationRule] = {}
    for kind, obligation in place.named().items():
        if kind not in kinds:
            obligation.refuse(f"'{kind}' is nothing that {part} asks for", offer(kind, kinds))
        rules[kind] = _obligation(obligation, kinds[kind], languages)
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
        ladder=fields["ladder"].text(NAME, "write the name of a ladder"),
        title=title(fields["title"], languages),
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
