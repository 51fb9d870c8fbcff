"""Problems: what the rules refuse, said to staff in their language."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from api.web.words import Words
from domain.refusals import Refusal


def told(words: Words, refusal: Refusal) -> str:
    """The sentence for a refusal. Where there is none in the language, the rules' own, which is English, is quoted."""
    known: dict[str, str] = words["problem"]
    kinds = (kind.__name__ for kind in type(refusal).__mro__)
    sentence = next((known[kind] for kind in kinds if kind in known), known["other"])
    return sentence.format(reason=refusal.reason, remedy=refusal.remedy)


def wrong_fields(error: ValidationError) -> set[str]:
    """Which fields of a form do not have the shape that their body asks for."""
    return {_field(one) for one in error.errors()}


def _field(error: Any) -> str:
    return str(error["loc"][0]) if error["loc"] else ""
