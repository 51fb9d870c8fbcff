"""Working days, deadlines and sending slots, computed from an operating model's rule and an initiative's pin alone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from domain.operating_model import CalendarRule
from domain.pin import Pin
from domain.spans import Span, Unit

__all__ = ["Calendar", "Pin"]

_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS_A_MONTH = 30  # with pace only
_TWO_YEARS = Span(24, Unit.MONTHS)
_LONGEST_SEARCH = 366


@dataclass(frozen=True)
class Calendar:
    """The days of one initiative: rule, pin and pace; nothing else is stored, everything else follows.

    Instants are aware and in UTC, days and wall times are those of the pinned zone. `day_milliseconds` is the pace of
    demos and tests: every working and calendar day is that long, a month is 30 of them, every day is a working day, and
    there is no quiet season, window or slot. No question about a date outside the pin fails; see `Pin`.
    """

    rule: CalendarRule
    pin: Pin
    day_milliseconds: int | None = None

    def local(self, instant: datetime) -> datetime:
        """The wall time of the zone at an aware instant, as a naive datetime."""
        return self.pin.local(instant)

    def instant(self, day: date, at: time) -> datetime:
        """The UTC instant of a wall time: one that the clock skips moves forward, of one shown twice the first."""
        return self.pin.instant(day, at)

    def is_quiet(self, day: date) -> bool:
        """Whether the day lies in a quiet season, its first and last day included."""
        if self.day_milliseconds is not None:
            return False
        mark = day.isoformat()[5:]
        return any(
            first <= mark <= last if first <= last else mark >= first or mark <= last for first, last in self.rule.quiet
        )

    def is_working(self, day: date) -> bool:
        """Whether the day is Monday to Friday, no holiday and not quiet: it counts in spans and may carry letters."""
        if self.day_milliseconds is not None:
            return True
        return day.weekday() < 5 and not self.pin.is_holiday(day) and not self.is_quiet(day)

    def add(self, day: date, span: Span) -> date:
        """The day `span` away, always a working day.

        Working days are counted from the day after `day` (before it, if negative); none at all means `day` itself or
        the next working day. Calendar days and months (which end on the month's last day at the latest) roll forward.
        """
        if span.unit is not Unit.WORKING_DAYS:
            return self._working_from(_moved(day, span), _DAY)
        if span.amount == 0:
            return self._working_from(day, _DAY)
        step = _DAY if span.amount > 0 else -_DAY
        for _ in range(abs(span.amount)):
            day = self._working_from(day + step, step)
        return day

    def due(self, opened: datetime, span: Span) -> datetime:
        """The deadline of what opened at `opened`: the instant at which the local day `span` later has ended.

        Exclusive: an answer counts when it was received before it. With pace, exactly `span` after the opening.
        """
        if self.day_milliseconds is not None:
            return opened + self._paced(span)
        return self.instant(self.add(self.local(opened).date(), span) + _DAY, time())

    def outside_due(self, opened: datetime, span: Span) -> datetime:
        """Like `due`, but quiet seasons count like any other days: for outside deadlines and the review after harm."""
        return replace(self, rule=replace(self.rule, quiet=())).due(opened, span)

    def due_day(self, due: datetime) -> date:
        """The last local day on which an answer is in time, as letters and pages name it."""
        return self.local(due - _MOMENT).date()

    def slot(self, due: datetime, offset: Span) -> datetime:
        """The instant of the sending slot, `offset` from the due day and on a working day.

        An offset of nothing or less never passes the due day: where rolling forward would, it goes backward instead.
        With pace, exactly `offset` from `due`.
        """
        if self.day_milliseconds is not None:
            return due + self._paced(offset)
        due_day = self.due_day(due)
        day = self.add(due_day, offset)
        if offset.amount <= 0 and day > due_day:
            day = self._working_from(due_day, -_DAY)
        return self._slot_of(day)

    def slot_ahead(self, due: datetime, lead: Span) -> datetime:
        """The sending slot a `lead` before the due day, on a working day: in doubt earlier, never later."""
        back = Span(-lead.amount, lead.unit)
        if self.day_milliseconds is not None or lead.unit is Unit.WORKING_DAYS:
            return self.slot(due, back)
        return self._slot_of(self._working_from(_moved(self.due_day(due), back), -_DAY))

    def next_slot(self, instant: datetime) -> datetime:
        """The first sending slot at or after `instant`; with pace, `instant` itself."""
        if self.day_milliseconds is not None:
            return instant
        day = self.local(instant).date()
        if self.is_working(day) and (slot := self._slot_of(day)) >= instant:
            return slot
        return self._slot_of(self._working_from(day + _DAY, _DAY))

    def in_window(self, instant: datetime) -> bool:
        """Whether letters may go out: a working day, from the window's start until just before its end."""
        if self.day_milliseconds is not None:
            return True
        wall = self.local(instant)
        start, end = map(time.fromisoformat, self.rule.send)
        return self.is_working(wall.date()) and start <= wall.time() < end

    def day_start(self, instant: datetime, days: int) -> datetime:
        """The instant at which the local day begins that is so many days after that of `instant`; with pace, the days
        are counted from 1970 on.
        """
        if self.day_milliseconds is not None:
            day = timedelta(milliseconds=self.day_milliseconds)
            return _EPOCH + ((instant - _EPOCH) // day + days) * day
        return self.instant(self.local(instant).date() + days * _DAY, time())

    def is_last_day(self, due: datetime, now: datetime) -> bool:
        """Whether an answer is still in time today, and no later day; with pace, in the last day before `due`."""
        if self.day_milliseconds is not None:
            return now < due <= now + timedelta(milliseconds=self.day_milliseconds)
        return now < due and self.due_day(due) == self.local(now).date()

    def working_days_between(self, a: datetime, b: datetime) -> int:
        """Working days after the local day of `a` up to and including that of `b`; 0 if `b` is no later day.

        With pace, the whole days of that length between them.
        """
        if self.day_milliseconds is not None:
            return max((b - a) // timedelta(milliseconds=self.day_milliseconds), 0)
        start = self.local(a).date()
        days = (self.local(b).date() - start).days
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, days + 1))

    def before(self, deadline: datetime, working_days: int) -> datetime:
        """The instant at which the day ends that lies this many working days, one or more, before that of an outside
        deadline. With pace, exactly so long before it.
        """
        if self.day_milliseconds is not None:
            return deadline - timedelta(milliseconds=working_days * self.day_milliseconds)
        day = self.add(self.local(deadline).date(), Span(-working_days, Unit.WORKING_DAYS))
        return self.instant(day + _DAY, time())

    def days_left(self, now: datetime, due: datetime) -> int:
        """Working days after today up to the last day before `due`; negative once it has passed by so many."""
        if self.day_milliseconds is not None:
            return (due - now) // timedelta(milliseconds=self.day_milliseconds)
        last = due - _MOMENT
        return self.working_days_between(now, last) - self.working_days_between(last, now)

    def short_at(self, instant: datetime) -> bool:
        """Whether less than two years of the pin remain: time to pin more."""
        return _moved(self.local(instant).date(), _TWO_YEARS) > self.pin.last

    def extended(self, pin: Pin) -> Calendar:
        """With a later pin appended; whatever the present one covers stays as it is."""
        return replace(self, pin=self.pin.joined(pin))

    def _slot_of(self, day: date) -> datetime:
        return self.instant(day, time.fromisoformat(self.rule.send[0]))

    def _working_from(self, day: date, step: timedelta) -> date:
        """The first working day from `day` on; a rule that leaves none within a year cannot make anyone wait for it."""
        candidate = day
        for _ in range(_LONGEST_SEARCH):
            if self.is_working(candidate):
                return candidate
            candidate += step
        return day

    def _paced(self, span: Span) -> timedelta:
        days = span.amount * (_DAYS_A_MONTH if span.unit is Unit.MONTHS else 1)
        return timedelta(milliseconds=days * (self.day_milliseconds or 0))


def _moved(day: date, span: Span) -> date:
    if span.unit is Unit.DAYS:
        return day + timedelta(days=span.amount)
    year, month = divmod(day.year * 12 + day.month - 1 + span.amount, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
