"""Which part of a history a reader asks for: kinds of happenings, a seat, and from when until when."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from api.web.staff.laying_out import ZONE
from api.web.typed_days import typed_day
from domain.refusals import Malformed
from models.timelines import read_cursor

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "answers": (
        *("readiness", "need", "problem", "statement", "wording", "cluster", "landscape", "communities", "search"),
        *("invitation", "action", "champions", "commitment", "goal", "activity", "objection", "objections", "plan"),
        *("indicator", "baseline", "risk", "stop_criterion", "observation", "pulse", "drift", "harm", "rubric"),
        *("claim", "claims", "verdict", "lesson", "ground", "check_in", "check_ins", "hand_over", "receiver"),
        *("support", "hours", "release", "referral", "evaluation", "plan_comment", "plan_comments", "ground_rules"),
        *("meeting", "minutes", "section", "comment", "comments", "application", "answer", "open_call", "linked_need"),
        *("verifier", "practice", "start", "early_win", "incident", "results", "evaluation_report"),
    ),
    "letters": ("letter", "reminder", "everybody", "sending"),
    "decisions": (
        *("initiative", "phase", "exit", "vote", "ballot", "clause", "rule", "cultivation", "pilot", "settling"),
        *("integration", "endorsement", "endorsing", "drafting", "backbone", "merge", "mandate", "model"),
        *("model_change", "notice", "cycle", "call"),
    ),
    "duties": ("obligation", "deadline", "window", "calendar"),
    "people": (
        *("seat", "seats", "absence", "term", "chair", "deputies", "recusal", "person", "organisation"),
        *("pilot_lead", "evaluation_lead"),
        *("role", "hold", "retention"),
    ),
    "corrections": ("entry",),
    "house": ("auditor", "bundle", "export", "report", "staff", "key", "log", "custody", "house"),
}
"""The families of kinds that are shown together; each family stands in one group."""

NAMES: Final = ("kind", "seat", "since", "day", "clock", "cursor")
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})[.:](?P<minute>[0-9]{2})", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What stands in the form: a group of kinds, a seat, the first day, the day and clock as of which, and the cursor
    of a page. `problems` name the fields that cannot be read; all is shown then.
    """

    kind: str = ""
    seat: str = ""
    since: str = ""
    day: str = ""
    clock: str = ""
    cursor: str = ""
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> Asked:
        """Read what was typed."""
        given: dict[str, Any] = {name: typed.get(name, "").strip()[:400] for name in NAMES}
        asked = cls(**given)
        if not _is_cursor(asked.cursor):
            asked = replace(asked, cursor="")
        wrong = [name for name in ("since", "day") if getattr(asked, name) and typed_day(getattr(asked, name)) is None]
        wrong += ["clock"] if asked.clock and _clock(asked.clock) is None else []
        wrong += ["day"] if asked.clock and not asked.day else []
        return replace(asked, problems=tuple(wrong))

    def among(self, seats: Collection[str]) -> Asked:
        """The same of one of these seats, or of all if the one that is asked for is none of them."""
        return self if not self.seat or self.seat in seats else replace(self, seat="")

    @property
    def families(self) -> list[str]:
        """The families that are asked for; none: all."""
        return list(GROUPS.get(self.kind, ()))

    @property
    def begins(self) -> datetime | None:
        """The instant from which on, if one was named."""
        first = typed_day(self.since) if not self.problems else None
        return datetime.combine(first, time(), ZONE) if first else None

    def ends(self, now: datetime) -> datetime | None:
        """The instant before which, if it was named and has passed: the end of that day, or of that minute."""
        last = typed_day(self.day) if not self.problems else None
        if last is None:
            return None
        at = _clock(self.clock)
        named = (
            datetime.combine(last, at, ZONE) + timedelta(minutes=1)
            if at is not None
            else datetime.combine(last + timedelta(days=1), time(), ZONE)
        )
        return named if named <= now else None

    def with_(self, **changed: str) -> str:
        """The query of the same question with something else changed."""
        named = {name: str(getattr(self, name)) for name in NAMES}
        return urlencode({name: value for name, value in (named | changed).items() if value})


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the form: pairs of value and words."""

    kinds: list[tuple[str, str]]
    seats: list[tuple[str, str]] = field(default_factory=list)


def _clock(text: str) -> time | None:
    written = _CLOCK.fullmatch(text)
    try:
        return time(int(written["hour"]), int(written["minute"])) if written else None
    except ValueError:
        return None


def _is_cursor(text: str) -> bool:
    try:
        return read_cursor(text or None) is not None
    except Malformed:
        return False
