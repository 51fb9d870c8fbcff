"""What a letter says of mail that came back."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.letter import Common


@dataclass(frozen=True, kw_only=True)
class ReturnedFacts(Common):
    """What a letter says of mail that came back: whose address takes none (a name, None once erased, and an id of the
    register), and the mail server's `code`.
    """

    whose: str | None = field(repr=False)
    person: str
    code: str
