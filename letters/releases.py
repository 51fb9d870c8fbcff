"""What was let go of, in the words of a story: what depends on it, directly and through others, and what now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.dependants import Dependants
from domain.facts import Facts
from domain.phases.piloting.commands import WhatNow
from domain.phases.piloting.fallen import Fallen
from domain.telling import Account

RULE = "phases.piloting.obligations.answer_release"

Told = tuple[str, str | None]
"""A sentence, and the place in the operating model under which it holds (None: it is a plain fact)."""


@dataclass(frozen=True)
class Releases:
    """Tells what was let go of in a pilot. `named` says whose seats are, of several as a list."""

    account: Account
    words: Mapping[str, Any]
    named: Callable[[tuple[str, ...]], str]

    def told(self) -> Iterator[Told]:
        """All of it, one after the other; nothing where nothing was."""
        initiative = self.account.initiative
        facts = initiative.now_in.so_far(initiative.facts)
        for one in self.account.fallen:
            yield self._what(one), None
            yield from ((said, RULE) for said in self._depending(one.impact, facts))
            yield from ((said, RULE) for said in self._answers(one))

    def _what(self, one: Fallen) -> str:
        words, who = self.words["released"], self.named((one.seat,))
        kind = "activity" if one.is_activity else "commitment" if one.because else "broken"
        because = self.words["because"][one.because] if one.because else ""
        return str(words[kind].format(what=one.id, who=who, because=because))

    def _depending(self, impact: Dependants, facts: Facts) -> Iterator[str]:
        words = self.words["released"]
        direct, through = (self._things(impact, facts, directly=directly) for directly in (True, False))
        if not direct and not through:
            yield str(words["nothing"])
        if direct:
            yield str(words["direct"].format(things=direct))
        if through:
            yield str(words["through"].format(things=through))

    def _things(self, impact: Dependants, facts: Facts, *, directly: bool) -> str:
        words = self.words["things"]
        owned = {
            "activities": {name: facts.activities[name].owner for name in impact.activities},
            "commitments": {name: facts.commitments[name].seat for name in impact.commitments},
            "indicators": {name: facts.indicators[name].owner for name in impact.indicators},
        }
        parts = []
        for kind, steps in vars(impact).items():
            names = [name for name, between in steps.items() if (between == 0) is directly]
            if names:
                owners = owned.get(kind, {})
                listed = (f"{name} ({self.named((owners[name],))})" if name in owners else name for name in names)
                parts.append(words[kind].format(names=", ".join(listed)))
        return "; ".join(parts)

    def _answers(self, one: Fallen) -> Iterator[str]:
        for answer in WhatNow:
            seats = tuple(seat for seat, said in one.answers.items() if said is answer)
            if seats:
                yield str(self.words["released"][answer].format(names=self.named(seats)))
