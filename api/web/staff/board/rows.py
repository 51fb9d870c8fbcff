"""Rows of the board: an initiative as its reader sees it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from api.services import Services
from api.web.pictures.loop_road import LoopRoad
from api.web.pictures.readings.roads import small_road_of
from api.web.staff.board.calendars import calendar_for
from api.web.staff.board.slack import slack_of
from api.web.staff.board.wanting import theme_name
from api.web.staff.duty_words import duty_title
from api.web.staff.laying_out import ZONE, short_day
from api.web.words import Words
from domain.calendar import Calendar
from domain.obligations import part_of
from models.attention import Row
from models.waiting import Owing, WaitedFor

_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Waiting:
    """On whom an initiative waits: whose turn it is, how many `more`, what is asked, since which day and for how many
    working days, and in words how late it is (empty: it is not).
    """

    who: str
    more: int
    what: str
    since: date
    since_told: str
    days: int | None
    late: str


@dataclass(frozen=True)
class Deadline:
    """A deadline: its local day, the day in words, what is due, and how far away it is (empty: not told)."""

    day: date
    told: str
    what: str
    away: str


@dataclass(frozen=True)
class BoardRow:
    """One initiative. `slack` are working days between the last answer that is waited for and the end of the phase's
    window, less than 0 where that comes later; None where clocks stand or nothing is waited for.
    """

    id: str
    title: str | None
    place: str
    theme: str
    phase: str
    round: int
    status: str
    ended_on: str
    road: LoopRoad
    waiting: Waiting | None
    deadline: Deadline | None
    slack: int | None


@dataclass(frozen=True)
class RowTeller:
    """Tells rows of one page in a language."""

    here: Services
    language: str
    words: Words
    now: datetime
    places: dict[str, str]
    titles: dict[str, str]
    waited_for: dict[str, WaitedFor]

    def row(self, row: Row) -> BoardRow:
        """One row."""
        waited, goes_on = self.waited_for.get(row.id), not row.status.rests and row.ended_at is None
        calendar = calendar_for(self.here, row.model_id, self.now)
        return BoardRow(
            id=row.id,
            title=self.titles.get(row.title_ref),
            place=self.places.get(row.place, row.place),
            theme=theme_name(self.words, row.theme),
            phase=self.words["phase"][row.phase],
            round=row.round,
            status=row.status,
            ended_on=short_day(self.language, _local(row.ended_at)) if row.ended_at else "",
            road=small_road_of(row.phase, row.status, self.language, f"road-{row.id}", phases=self._phases(row)),
            waiting=self._waiting(row, waited, calendar) if waited and row.ended_at is None else None,
            deadline=self._deadline(row, waited.ahead, calendar) if waited and goes_on else None,
            slack=slack_of(calendar, self.now, waited.last_due, row.phase_due)
            if waited and goes_on and calendar
            else None,
        )

    def _phases(self, row: Row) -> tuple[str, ...]:
        rules = self.here.models.get(row.model_id)
        named = tuple(rules.phases) if rules is not None else tuple(self.words["phase"])
        return named if row.phase in named else (*named, row.phase)

    def _waiting(self, row: Row, waited: WaitedFor, calendar: Calendar | None) -> Waiting:
        first, since = waited.first, _local(waited.first.since)
        return Waiting(
            who=first.organisation or self.words["role"]["coordinator"],
            more=waited.owing - 1,
            what=self._duty(row, first),
            since=since,
            since_told=short_day(self.language, since),
            days=calendar.working_days_between(first.since, self.now) if calendar and not row.status.rests else None,
            late=self._late(waited, calendar) if not row.status.rests else "",
        )

    def _late(self, waited: WaitedFor, calendar: Calendar | None) -> str:
        words = self.words["board"]
        if not waited.late:
            return ""
        if waited.late > 1:
            return str(words["late_answers"].format(number=waited.late))
        days = -calendar.days_left(self.now, waited.first.due) if calendar else 0
        return str(words["late_over"] if days < 1 else words["late_one"] if days == 1 else words["late"]).format(
            number=days
        )

    def _deadline(self, row: Row, ahead: Owing | None, calendar: Calendar | None) -> Deadline:
        """The next deadline; where all have passed, the end of the phase's window."""
        words = self.words["board"]
        due, what = (ahead.due, self._duty(row, ahead)) if ahead else (row.phase_due, words["window"])
        day = _local(due - _MOMENT)
        left = calendar.days_left(self.now, due) if calendar else None
        if left is None or due <= self.now:
            away = ""
        else:
            away = words["today"] if left == 0 else words["away_one"] if left == 1 else words["away"]
        return Deadline(day, short_day(self.language, day), what, away.format(number=left))

    def _duty(self, row: Row, owing: Owing) -> str:
        return duty_title(self.here.models.get(row.model_id), part_of(owing.obligation), owing.duty, self.language)


def _local(instant: datetime) -> date:
    return instant.astimezone(ZONE).date()
