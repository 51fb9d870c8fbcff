"""Why somebody did, or did not, get a letter, in plain words: a step of a duty, and what became of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from domain.calendar import Calendar
from domain.correspondence.steps import COMING, NEVER, StepAccount
from domain.initiative import RECHECK
from domain.letter import OWED_BY_NOBODY
from domain.operating_model import Addressee
from letters import dates
from letters.story import words_in

_ACCOUNTS = Path(__file__).parent / "accounts"
_ALSO_AT_REST = (*OWED_BY_NOBODY, RECHECK)
"""What goes out while an initiative rests as well."""


@cache
def account_words(language: str) -> Mapping[str, Any]:
    """The words of accounts in one of the languages of stories."""
    return tomllib.loads((_ACCOUNTS / f"{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Accounts:
    """Tells steps of an initiative in a language; `names` says of seats by id whose they are. While the initiative
    `rests` its clocks stand still.
    """

    language: str
    names: Mapping[str, str]
    calendar: Calendar
    rests: bool = False

    def told(self, step: StepAccount) -> tuple[str, ...]:
        """What a step is, to whom it goes, and what became of it, sentence by sentence."""
        words = self._words["due"]
        if step.state == NEVER:
            return (self._due(words["never"], step, reason=self._reason(step)),)
        if step.state == COMING:
            return (self._due(words["rests" if self.rests else "falls"], step),)
        return (self._due(words["fell"], step), *self._became(step))

    def next(self, step: StepAccount | None) -> str:
        """What comes next of the same duty."""
        words = self._words["became"]
        return self._due(words["next"], step) if step else str(words["last"])

    def _became(self, step: StepAccount) -> Iterator[str]:
        words = self._words["became"]
        if step.settled:
            said, at = step.settled
            yield words[f"settled_{said}"].format(at=self._moment(at))
        elif step.state == "waiting":
            yield self._waiting(step)
        else:
            sent_at = self._moment(step.sent_at) if step.sent_at else ""
            yield words[step.state].format(at=sent_at, channel=self._channel(step), reason=self._reason(step))
        if step.code:
            yield words["code"].format(code=step.code)
        if step.others:
            yield words["others"].format(others=step.others)

    def _waiting(self, step: StepAccount) -> str:
        words = self._words["became"]
        if self.rests and step.duty not in _ALSO_AT_REST:
            return str(words["resting"])
        return str(words["waiting_until" if step.not_before else "waiting"].format(at=self._moment(step.not_before)))

    def _due(self, words: str, step: StepAccount, **more: str) -> str:
        return words.format(what=self._what(step), who=self._who(step), at=self._moment(step.due_at), **more)

    def _what(self, step: StepAccount) -> str:
        words = self._words["steps"]
        title = step.titles.get(self.language) or next(iter(step.titles.values()), None)
        duty = title or words_in(self.language)["duties"].get(step.duty, step.duty)
        return str(words.get(step.name, words["other"]).format(duty=duty))

    def _who(self, step: StepAccount) -> str:
        words = self._words["who"]
        if step.to is None:
            return str(words["sender"])
        seat = self.names.get(step.seat or "", words["a_seat"])
        return str(words[step.to].format(seat=seat) if step.to is not Addressee.COORDINATOR else words[step.to])

    def _channel(self, step: StepAccount) -> str:
        words = self._words["channels"]
        return str(words.get(step.channel, words["other"]).format(channel=step.channel))

    def _reason(self, step: StepAccount) -> str:
        words = self._words["reasons"]
        return str(words.get(step.reason, words["other"]).format(reason=step.reason))

    def _moment(self, instant: datetime | None) -> str:
        return dates.moment(words_in(self.language)["dates"], self.calendar.local(instant)) if instant else ""

    @property
    def _words(self) -> Mapping[str, Any]:
        return account_words(self.language)
