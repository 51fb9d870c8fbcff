"""A need as anybody tells it to an open call, and what they are answered at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, EmailStr, Field

from api.strict import Strict
from api.words import Name, Text

LONGEST = 5000
"""Characters of a need that is sent to an open call."""


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    return text


class NeedSent(Strict):
    """A need as anybody tells it. With an address, its sender confirms it by a letter, and is answered there."""

    text: Annotated[Text, AfterValidator(_short)] = Field(description=f"up to {LONGEST} characters")
    place: Name | None = Field(default=None, description="the municipality or village that it is about")
    address: EmailStr | None = Field(default=None, description="an e-mail address to be answered to")
    language: Literal["fi", "sv", "en"] = "fi"


@dataclass(frozen=True)
class HeldReceipt:
    """What was sent is held until the day `held_until`. `to_confirm`: a letter is on its way by which it is confirmed;
    else the coordinator looks at it.
    """

    held_until: date
    to_confirm: bool
