"""A pin: the holidays and clock changes an initiative keeps, so that no upgrade of a library moves its dates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pin:
    """What an initiative pins at its start; `operating_models.pin` makes it outside the workflow.

    It covers the local days `first` to `last`, both included. `holidays` ascend. `offsets` are pairs of a UTC instant
    and the seconds east of UTC that hold from it on, ascending; there is at least one, the first at or before `first`.
    Outside its coverage a pin answers with the nearest offset it knows and without holidays; it never fails.
    """

    zone: str
    first: date
    last: date
    holidays: tuple[date, ...]
    offsets: tuple[tuple[datetime, int], ...]

    def is_holiday(self, day: date) -> bool:
        """Whether the pinned list holds this local day."""
        place = bisect_left(self.holidays, day)
        return place < len(self.holidays) and self.holidays[place] == day

    def local(self, instant: datetime) -> datetime:
        """The wall time of the zone at an aware instant, as a naive datetime."""
        return instant.astimezone(UTC).replace(tzinfo=None) + self._offset(instant)

    def instant(self, day: date, at: time) -> datetime:
        """The aware UTC instant at which the zone's wall clock shows `at` on `day`.

        A wall time that the clock skips in spring is moved forward by the skipped hour; of one that it shows twice in
        autumn, the first is meant.
        """
        wall = datetime.combine(day, at, tzinfo=UTC)
        before = self._offset(wall - _DAY)
        early = wall - before
        after = self._offset(early)
        late = wall - after
        return late if self._offset(late) == after else early

    def joined(self, later: Pin) -> Pin:
        """This pin, continued by what `later` knows beyond it. Whatever this one covers stays as it was pinned.

        A pin of another zone, or one that reaches no further, adds nothing.
        """
        if later.zone != self.zone or later.last <= self.last:
            return self
        end = self.instant(self.last + _DAY, time())
        known = tuple(pair for pair in self.offsets if pair[0] < end)
        turns = tuple(pair for pair in later.offsets if pair[0] > end)
        offset = int(later._offset(end).total_seconds())
        meeting = ((end, offset),) if known[-1][1] != offset else ()
        return replace(
            self,
            last=later.last,
            holidays=self.holidays + tuple(day for day in later.holidays if day > self.last),
            offsets=known + meeting + turns,
        )

    def _offset(self, instant: datetime) -> timedelta:
        place = bisect_right(self.offsets, instant, key=itemgetter(0))
        return timedelta(seconds=self.offsets[max(place - 1, 0)][1])
