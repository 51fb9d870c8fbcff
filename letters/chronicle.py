"""Entries of the ledger as sentences: what happened, for whose seat, and who did it as which kind of actor."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

_HISTORIES = Path(__file__).parent / "histories"


class Who(StrEnum):
    """What kind of actor made something so."""

    RULE = "rule"
    SEAT = "seat"
    ENTERED = "entered"
    COORDINATOR = "coordinator"
    PERSON = "person"
    PROGRAM = "program"
    OPERATOR = "operator"
    FORGOTTEN = "forgotten"


@cache
def history_words(language: str) -> Mapping[str, Any]:
    """The words of histories in one of the languages of stories."""
    return tomllib.loads((_HISTORIES / f"{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Chronicle:
    """Tells entries in a language; `names` says of seats by id whose they are."""

    language: str
    names: Mapping[str, str]

    def what(self, kind: str, seat: str | None = None) -> str:
        """What happened, in a sentence, and for whose seat. A kind that has no words is told by its own name."""
        words = history_words(self.language)
        said = words["kinds"].get(kind) or words["other"].format(kind=kind)
        name = self.names.get(seat) if seat else None
        return f"{said} {words['for_seat'].format(seat=name)}" if name else str(said)

    def who(self, who: Who) -> str:
        """As what the actor did it."""
        return str(history_words(self.language)["who"][who])
