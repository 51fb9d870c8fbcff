"""Phoning: the sentences of the phone list, for the coordinator who calls."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self

from domain.correspondence.silences import Why
from letters.wording import minutes_by_duty, spoken
from letters.wording import words_in as words_of_letters

LANGUAGES = ("fi", "sv", "en")
_TEXTS = Path(__file__).parent / "phone"
_MINUTES = 5  # for a duty of which nobody has said how long it takes


@cache
def words_in(language: str) -> Mapping[str, Any]:
    """All words of the phone list in one of the LANGUAGES, as nested tables."""
    return tomllib.loads((_TEXTS / f"{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Phoning:
    """Says in a language what stands on the list. All days are local."""

    language: str
    words: Mapping[str, Any]

    @classmethod
    def of(cls, language: str) -> Self:
        """In a language that people may have. Its sentences are plain, so there are no plainer ones for `fi-selko`."""
        return cls(language, words_in(spoken((language,), LANGUAGES)))

    @property
    def coordinator(self) -> str:
        """What somebody is called who coordinates."""
        told: str = self.words["role"]["coordinator"]
        return told

    def contact(self, role: str, name: str | None, phone: str | None) -> str:
        """Whom to call: as `holder`, `deputy` or `coordinator`, and by which number."""
        told = self.words["contact"]
        whom: str = told["whom"]
        return whom.format(role=self.words["role"][role], name=name or told["no_name"], phone=phone or told["no_phone"])

    def why(self, why: Why | None, sent_on: date | None) -> str:
        """Why nothing is heard from somebody, and when the last letter to them went out."""
        told: str = self.words["why"][why or "not_asked"]
        return f"{self.words['sent']['last'].format(day=self._day(sent_on))} {told}" if sent_on else told

    def asked(self, titles: Mapping[str, str], duty: str, due_on: date, today: date) -> str:
        """What is asked, by when: in the words of the model where it has them, else in those of letters."""
        title = titles.get(self.language) or words_of_letters(spoken((self.language,)))["duty"][duty]["ask"]
        sentence: str = self.words["asked"]["due" if today <= due_on else "was_due"]
        return sentence.format(title=title.rstrip("?."), day=self._full(due_on))

    def takes(self, duty: str) -> str:
        """How long it takes."""
        told: str = self.words["asked"]["minutes"]
        return told.format(minutes=minutes_by_duty().get(duty, _MINUTES))

    def called(self, result: str, called_on: date, again_on: date | None) -> str:
        """How a call went."""
        told: str = self.words["called"][result]
        return told.format(day=self._day(called_on), again=self._day(again_on) if again_on else "")

    def _day(self, day: date) -> str:
        return self._written("day", day)

    def _full(self, day: date) -> str:
        return self._written("full", day)

    def _written(self, form: str, day: date) -> str:
        written: str = self.words["dates"][form]
        return written.format(day=day.day, month=day.month, year=day.year)
