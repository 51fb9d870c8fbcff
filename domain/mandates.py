"""Mandates: who allowed it, for which place, theme and act, and until when."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.refusals import MandateOutOfDate, MandateOutOfScope

EVERYWHERE = "*"
WORD = "[a-z][a-z0-9_]{0,63}"
"""The pattern of an act or a theme. Both are copied into ledgers, which nobody can erase from: a word has no room for
a name.
"""
PLACE = "[0-9]{3}"
"""The pattern of a place: a municipality code."""
LONGEST_REFERENCE = 80
_MARKS = " .,:/§()-"


class MandateAct(StrEnum):
    """What a mandate can be limited to: starting an initiative, and entering the phases that follow."""

    START = "start"
    CONVENE = "convene"
    PLAN = "plan"
    PILOT = "pilot"
    EVALUATE = "evaluate"
    HAND_OVER = "hand_over"


LATER_ACTS = frozenset(MandateAct) - {MandateAct.START}


def is_scope(text: str, pattern: str) -> bool:
    """Whether this may stand in a scope: `*`, or a word of this pattern."""
    return text == EVERYWHERE or re.fullmatch(pattern, text) is not None


def is_reference(text: str) -> bool:
    """Whether this points to a meeting and no more: letters, digits and a few marks on one short line, a digit at
    least. A reference is copied into ledgers, so it must not name people; no rule can see that, but texts of another
    kind are kept out.
    """
    fits = all(unicodedata.category(letter)[0] == "L" or letter in "0123456789" + _MARKS for letter in text)
    return fits and len(text) <= LONGEST_REFERENCE and any(letter in "0123456789" for letter in text)


@dataclass(frozen=True)
class Mandate:
    """A mandate as recorded in the register. Dates are local and inclusive; `*` in a scope means all of them.

    `former` is the mandate in whose place it was decided on, if it renews or transfers one.
    """

    id: str
    given_by: str
    given_to: str
    acts: tuple[str, ...]
    places: tuple[str, ...]
    themes: tuple[str, ...]
    valid_from: date
    valid_until: date
    meeting_reference: str
    former: str | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the mandate is valid on this local day."""
        return self.valid_from <= day <= self.valid_until

    def allows(self, act: MandateAct) -> bool:
        """Whether it covers this act. One that names no act after the start limits none of them: so it was understood
        before they had words.
        """
        return EVERYWHERE in self.acts or act in self.acts or LATER_ACTS.isdisjoint(self.acts)

    def covers(self, place: str, theme: str) -> bool:
        """Whether it covers a place and a theme."""
        return all(
            EVERYWHERE in scope or wanted in scope for scope, wanted in ((self.places, place), (self.themes, theme))
        )

    def require(self, *, act: str, holder: str, place: str, theme: str, day: date) -> None:
        """Raise MandateOutOfDate or MandateOutOfScope unless `holder` may do `act` there, on that theme, that day."""
        if not self.valid_on(day):
            raise MandateOutOfDate(
                f"the mandate is valid from {self.valid_from} to {self.valid_until}, and today is {day}",
                path="mandate",
                remedy="ask its giver to renew it, or name another mandate",
            )
        if holder != self.given_to:
            raise MandateOutOfScope(
                "the mandate was given to another organisation",
                path="backbone",
                remedy="name a mandate given to this backbone",
            )
        for name, scope, wanted in (
            ("act", self.acts, act),
            ("place", self.places, place),
            ("theme", self.themes, theme),
        ):
            if EVERYWHERE not in scope and wanted not in scope:
                raise MandateOutOfScope(
                    f"the mandate does not cover the {name} '{wanted}'",
                    path="mandate" if name == "act" else name,
                    remedy=f"it covers: {', '.join(scope)}",
                )
