"""The form of an open call: what was typed into it, and what is the matter with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from api.needs_sent import NeedSent
from api.services import Services
from api.web import nonces

FIELDS = ("text", "place", "address")
TRAP = "website"
"""A field that people do not see, and programs fill in."""

FORM = "open call"


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in: the need it tells of, or what is the matter with it by field."""

    typed: Mapping[str, str]
    need: NeedSent | None
    problems: Mapping[str, str]


def filled(posted: Mapping[str, str], language: str) -> Filled:
    """Read a posted form."""
    typed = {name: posted.get(name, "").strip() for name in FIELDS}
    given: dict[str, Any] = {name: text for name, text in typed.items() if text}
    try:
        return Filled(typed, NeedSent.model_validate({**given, "language": language}), {})
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        said = {"text": "unreadable" if typed["text"] else "write", "address": "address"}
        return Filled(typed, None, {name: said.get(name, "unreadable") for name in FIELDS if name in wrong})


def is_ours(services: Services, token: str, nonce: str) -> bool:
    """Whether a form came from a page of this call."""
    return nonces.is_ours(services.keys, nonce, token, FORM, services.clock())
