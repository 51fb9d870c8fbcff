"""The timeline of the present phase, from the fold of an initiative and the letters that have gone out about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from api.web.pictures.picture import State
from api.web.pictures.readings.asked import Asked, asked_of
from api.web.pictures.readings.seasons import quiet_seasons, ticks_between
from api.web.pictures.readings.speaking import Speaking
from api.web.pictures.signs import Sign
from api.web.pictures.timeline import Bar, Day, Lane, Mark, Moment, Span, Timeline
from domain.initiative import Initiative
from domain.matters.application import Application
from domain.matters.meetings import Meetings
from domain.operating_model import StepAction
from letters.wording import titled
from models.states import LetterState
from models.tables import Letter

Sent = Mapping[str, Sequence[datetime]]
"""When letters went out, by the id of the obligation they are about."""

_NONE: Final[Sent] = {}
_MOST: Final = 8
"""Lanes of what is asked; the list beside the picture has all."""
_STEPS: Final = {StepAction.ESCALATE: Sign.CALL, StepAction.LAPSE: Sign.LAPSE}


def gone_out(letters: Iterable[Letter]) -> Sent:
    """Of the letters of an initiative those that have gone out, as the picture takes them."""
    found: dict[str, list[datetime]] = {}
    for letter in letters:
        if letter.state is LetterState.SENT and letter.sent_at is not None:
            found.setdefault(letter.obligation_id, []).append(letter.sent_at)
    return found


def timeline_of(
    initiative: Initiative, now: datetime, language: str, id: str = "timeline", *, sent: Sent = _NONE
) -> Timeline:
    """The picture of the present phase at `now`: what is asked, the letters `sent` and still to come, the deadline."""
    return _Reading(initiative, now, Speaking(language), sent).picture(id)


@dataclass(frozen=True)
class _Reading:
    initiative: Initiative
    now: datetime
    say: Speaking
    sent: Sent

    def picture(self, id: str) -> Timeline:
        stage, words = self.initiative.at, self.say.of("timeline")
        asked = asked_of(self.initiative, self.say)
        begins, ends = self._span(asked)
        days = {"since": self.say.long_day(stage.opened_at), "until": self.say.long_day(self._due_day)}
        lanes = (*(self._lane(one) for one in _most_pressing(asked)), *self._fixed())
        quiet = quiet_seasons(self.initiative.calendar, begins, ends)
        return Timeline(
            id=id,
            title=words["title"].format(phase=self._phase, **days),
            description=words["description"].format(today=self.say.long_day(self.now), **days),
            begins=begins,
            ends=ends,
            lanes=lanes,
            days=tuple(self._days(asked)),
            ticks=tuple(ticks_between(begins, ends, self.say)),
            quiet=quiet,
            today=Moment(self.now, self._today()),
            deadline=Moment(stage.due, words["deadline"].format(day=self.say.weekday(self._due_day))),
            legend=tuple(self._legend(lanes, shows_quiet=bool(quiet))),
            days_opens=self.say.word("days"),
        )

    @property
    def _phase(self) -> str:
        stage = self.initiative.at
        return titled(self.initiative.charter.model.phases[stage.phase].title, self.say.language)

    @property
    def _due_day(self) -> datetime:
        return self.initiative.at.due - timedelta(microseconds=1)

    @property
    def _paced(self) -> bool:
        return self.initiative.calendar.day_milliseconds is not None

    def _today(self) -> str:
        words = self.say.of("timeline")
        if self._paced:
            return str(words["now"].format(clock=self.say.clock(self.now)))
        return str(words["today"].format(day=self.say.day(self.now)))

    def _span(self, asked: Iterable[Asked]) -> tuple[datetime, datetime]:
        """From the opening to the last thing that is to come, with a little room after it."""
        stage = self.initiative.at
        begins = min((stage.opened_at, *(one.opened_at for one in asked)))
        last = max(stage.due, *(one.due for one in asked)) if asked else stage.due
        return begins, last + (last - begins) / 25

    def _lane(self, one: Asked) -> Lane:
        words = self.say.of("timeline")
        name = words["lane"].format(duty=one.duty, answered=one.answered, asked=one.asked)
        return Lane(f"{name}: {one.sectors}" if one.sectors else name, tuple(self._bars(one)), tuple(self._marks(one)))

    def _bars(self, one: Asked) -> Iterable[Bar]:
        if one.opened_at < self.now:
            yield Bar(one.opened_at, min(self.now, one.due), Span.PAST)
        if one.missing and one.due < self.now:
            yield Bar(one.due, self.now, Span.LATE)
        if one.missing and self.now < one.due:
            yield Bar(max(self.now, one.opened_at), one.due, Span.AHEAD)

    def _marks(self, one: Asked) -> Iterable[Mark]:
        words = self.say.of("timeline")
        gone = sorted(at for id_ in one.ids for at in self.sent.get(id_, ()))
        yield from (Mark(at, Sign.LETTER) for at in gone)
        calls = 0
        for at, action in one.steps:
            sign = _STEPS.get(action, Sign.LETTER_TO_COME)
            told = words["missing"].format(missing=one.missing) if sign is Sign.CALL and not calls else ""
            calls += sign is Sign.CALL
            yield Mark(at, sign, told)

    def _fixed(self) -> Iterable[Lane]:
        """Meetings that are agreed on, and the outside deadline of an application."""
        words = self.say.of("timeline")
        if meetings := tuple(Mark(at, Sign.MEETING, self._moment(at)) for at in self._meetings()):
            yield Lane(words["meeting"], (), meetings)
        if (closes := self._call_closes()) is not None:
            yield Lane(words["call"], (), (Mark(closes, Sign.LAPSE, self._moment(closes)),))

    def _meetings(self) -> list[datetime]:
        if not self.initiative.has(Meetings.KIND):
            return []
        fixed = (meeting.at for meeting in self.initiative.kept(Meetings).meetings.values())
        return sorted(at for at in fixed if at is not None and at >= self.initiative.at.opened_at)

    def _call_closes(self) -> datetime | None:
        call = self.initiative.kept(Application).call if self.initiative.has(Application.KIND) else None
        return call.deadline if call is not None and call.deadline >= self.initiative.at.opened_at else None

    def _moment(self, at: datetime) -> str:
        return f"{self.say.weekday(at)} {self.say.clock(at)}"

    def _days(self, asked: Sequence[Asked]) -> list[Day]:
        """What has happened and what will, in order."""
        words, stage = self.say.of("timeline"), self.initiative.at
        told: list[tuple[datetime, State, str]] = [
            (stage.opened_at, State.GOOD, words["began"]),
            (self.now, State.PART, words["today_list"]),
            (self._due_day, State.OPEN if self.now < stage.due else State.LATE, words["deadline_list"]),
            *((at, self._state(at), f"{words['meeting']}: {self._moment(at)}") for at in self._meetings()),
        ]
        if (closes := self._call_closes()) is not None:
            told.append((closes, self._state(closes), f"{words['call']}: {self._moment(closes)}"))
        for one in asked:
            told.append(self._due(one))
            told += [(at, State.OPEN, words["steps"][action].format(duty=one.title)) for at, action in one.steps]
        ordered = sorted(told, key=lambda line: line[0])
        return [Day(at.isoformat(), self._when(at), state, said) for at, state, said in ordered]

    def _due(self, one: Asked) -> tuple[datetime, State, str]:
        words, at = self.say.of("timeline"), one.due - timedelta(microseconds=1)
        counts = {"duty": one.title, "answered": one.answered, "asked": one.asked}
        if self.now < one.due:
            return at, State.OPEN if one.missing else State.GOOD, words["due_ahead"].format(**counts)
        return at, State.LATE if one.missing else State.GOOD, words["due_past"].format(**counts)

    def _when(self, at: datetime) -> str:
        return self.say.clock(at) if self._paced else self.say.weekday(at)

    def _state(self, at: datetime) -> State:
        return State.OPEN if self.now < at else State.GOOD

    def _legend(self, lanes: Iterable[Lane], *, shows_quiet: bool) -> Iterable[tuple[Sign, str]]:
        words = self.say.of("signs")
        shown = {mark.sign for lane in lanes for mark in lane.marks}
        shown |= {Sign.QUIET} if shows_quiet else set()
        return ((sign, words[sign]) for sign in Sign if sign in shown)


def _most_pressing(asked: Sequence[Asked]) -> list[Asked]:
    """As many as the picture has lanes for: what still waits first, then what fell due last; in order of time."""
    pressing = sorted(asked, key=lambda one: (not one.missing, -one.due.timestamp()))[:_MOST]
    return [one for one in asked if one in pressing]
