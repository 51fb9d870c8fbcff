"""Reminders: the part of the personal page on which its reader says what they want of their letters, and what not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.web.desk import Desk
from api.web.words import day
from domain.obligations import Obligation, ObligationState
from letters.declining import WITHOUT_A_NO
from letters.wording import words_in as words_of_letters
from models.states import Rhythm
from models.stops import EVERY, By
from models.tables import Stopped

ANCHOR: Final = "muistutukset"
FORMS: Final = "letters:"
STOP, AGAIN, RHYTHM, NOT_ME = f"{FORMS}stop", f"{FORMS}again/", f"{FORMS}rhythm", f"{FORMS}not-me"
DECLINE: Final = f"{FORMS}decline/"
"""What stands in these forms where the obligation stands in others."""

ALL, INITIATIVE, MATTER = "all", "initiative", "matter/"


@dataclass(frozen=True)
class StopView:
    """A stop that stands: the sentence on it, and the form that takes it back."""

    text: str
    form: str
    nonce: str


@dataclass(frozen=True)
class RemindersView:
    """What stands, what else can be stopped (value and label), and how often letters come; nonces of the forms by
    their names; and what was typed into a form that came back.
    """

    stops: tuple[StopView, ...]
    levels: tuple[tuple[str, str], ...]
    rhythm: Rhythm
    rhythms: tuple[tuple[str, str], ...]
    quiet: tuple[str, str]
    now: str
    nonces: Mapping[str, str]
    came_back: str
    words: Mapping[str, Any]


@dataclass(frozen=True)
class Reminders:
    """The part of a desk; `nonce` makes one for a form, and `came_back` names the form that did, if one did."""

    desk: Desk
    nonce: Callable[[str], str]
    came_back: str = ""

    def view(self) -> RemindersView | None:
        """The part of the page; None once nobody is reminded any more, and for one who is in no register."""
        initiative, wishes = self.desk.initiative, self.desk.wishes
        if wishes is None or initiative.outcome is not None or initiative.settled:
            return None
        words = self.desk.words["reminders"]
        now = [words["now"][wishes.rhythm]]
        if wishes.quiet:
            now.append(words["quiet_told"].format(first=wishes.quiet[0], last=wishes.quiet[1]))
        return RemindersView(
            stops=tuple(self._stops()),
            levels=tuple(self._levels()),
            rhythm=wishes.rhythm,
            rhythms=tuple(words["rhythms"].items()),
            quiet=wishes.quiet or ("", ""),
            now=" ".join(now),
            nonces={name: self.nonce(name) for name in (STOP, RHYTHM)},
            came_back=self.came_back if self.came_back.startswith(FORMS) else "",
            words=words,
        )

    def _stops(self) -> Iterator[StopView]:
        """What is stopped of what this page is about; other initiatives have pages of their own."""
        for stop in self.desk.wishes.stops if self.desk.wishes else ():
            if level := self._level(stop):
                kind, _, obligation = level.partition("/")
                is_declined = kind == "matter" and stop.by == By.DECLINED
                told = self.desk.words["reminders"]["stopped"]["declined" if is_declined else kind]
                when = day(self.desk.language, self.desk.initiative.calendar.local(stop.stopped_at).date())
                form = f"{AGAIN}{level}"
                yield StopView(told.format(asked=self._asked(obligation), day=when), form, self.nonce(form))

    def _level(self, stop: Stopped) -> str:
        """By which name of a level this page speaks of a stop; empty for one that it does not speak of."""
        if stop.initiative_id == EVERY:
            return ALL
        if stop.initiative_id != self.desk.initiative.id:
            return ""
        if stop.obligation_id == EVERY:
            return INITIATIVE
        owed = self.desk.initiative.obligations.get(stop.obligation_id)
        return f"{MATTER}{stop.obligation_id}" if owed and owed.seat == self.desk.seat.id else ""

    def _levels(self) -> Iterator[tuple[str, str]]:
        """What can still be stopped, the narrowest first."""
        stopped = {self._level(stop) for stop in self.desk.wishes.stops} if self.desk.wishes else set()
        words = self.desk.words["reminders"]["levels"]
        if ALL in stopped:
            return
        if INITIATIVE not in stopped:
            for owed in self._own():
                if f"{MATTER}{owed.id}" not in stopped:
                    yield f"{MATTER}{owed.id}", words["matter"].format(asked=self._asked(owed.id))
            yield INITIATIVE, words["initiative"]
        yield ALL, words["all"]

    def _own(self) -> Iterator[Obligation]:
        """What the seat owes now, whoever it lies with: deputies are reminded of it, too."""
        for owed in self.desk.initiative.obligations.values():
            if owed.seat == self.desk.seat.id and owed.state is ObligationState.OPEN:
                yield owed

    def _asked(self, obligation: str) -> str:
        owed = self.desk.initiative.obligations.get(obligation)
        return str(words_of_letters(self.desk.language)["duty"][owed.duty]["ask"]) if owed else ""


def scope_of(level: str, desk: Desk) -> dict[str, str] | None:
    """The initiative and obligation that a level means; None for none."""
    if level == ALL:
        return {}
    if level == INITIATIVE:
        return {"initiative_id": desk.initiative.id}
    owed = desk.initiative.obligations.get(level.removeprefix(MATTER)) if level.startswith(MATTER) else None
    if owed is None or owed.seat != desk.seat.id:
        return None
    return {"initiative_id": desk.initiative.id, "obligation_id": owed.id}


def may_decline(owed: Obligation, desk: Desk) -> bool:
    """Whether the page offers to say that this will not be answered: where no answer declines, and once."""
    if owed.duty not in WITHOUT_A_NO or owed.state is not ObligationState.OPEN or desk.wishes is None:
        return False
    return not any(stop.by == By.DECLINED and stop.obligation_id == owed.id for stop in desk.wishes.stops)
