"""The matters of an operating model, read strictly: what is kept beside the phases, and by which rules."""

from __future__ import annotations

from domain.operating_model import MatterRule
from domain.schema.obligations import obligations, title
from domain.schema.reading import Place, offer
from domain.schema.words import KINDS_BY_MATTER

_MOST = 10_000


def matters(place: Place, languages: tuple[str, ...]) -> dict[str, MatterRule]:
    """The rules of each matter by its name. Raises ModelInvalid with the path."""
    return {name: _matter(name, found, languages) for name, found in place.named().items()}


def _matter(name: str, place: Place, languages: tuple[str, ...]) -> MatterRule:
    if name not in KINDS_BY_MATTER:
        place.refuse(f"'{name}' is not a matter that the rules know", offer(name, KINDS_BY_MATTER))
    words = KINDS_BY_MATTER[name]
    own = (*words.spans, *words.numbers)
    fields = place.fields("title", *own, optional=("obligations",))
    asked = obligations(name, words.kinds, fields["obligations"], languages) if "obligations" in fields else {}
    return MatterRule(
        title=title(fields["title"], languages),
        obligations=asked,
        spans={word: fields[word].duration() for word in words.spans},
        numbers={word: fields[word].number(_MOST) for word in words.numbers},
    )
