"""How pictures speak: their words in a language, days, numbers, names of sectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from api.web.staff.words import words_in
from letters import story, wording

ZONE: Final = ZoneInfo("Europe/Helsinki")
"""Of all days and clocks that pictures show."""


@dataclass(frozen=True)
class Speaking:
    """The words of pictures in a language: fi, sv or en."""

    language: str

    def of(self, picture: str) -> Mapping[str, Any]:
        """The words of one picture."""
        words: Mapping[str, Any] = words_in(self.language)["pictures"][picture]
        return words

    def word(self, name: str) -> str:
        """A word that pictures share."""
        return str(words_in(self.language)["pictures"][name])

    def day(self, when: datetime | date) -> str:
        """A day of the zone without its year, for axes: `23.11.`."""
        return self._written("short", when)

    def long_day(self, when: datetime | date) -> str:
        """A day with its year: `23.11.2026`."""
        return self._written("long", when)

    def weekday(self, when: datetime | date) -> str:
        """A day with its weekday: `ma 23.11.`."""
        return wording.short_day(wording.words_in(self.language), local_day(when))

    def clock(self, when: datetime) -> str:
        """The time of day: `klo 9.42`."""
        at = when.astimezone(ZONE)
        return str(self.of("dates")["clock"].format(hour=at.hour, minute=f"{at.minute:02}"))

    def number(self, text: str) -> str:
        """Decimal text as the language writes it: `3,5`."""
        return text.replace(".", self.decimal_mark)

    @property
    def decimal_mark(self) -> str:
        """What stands between a number and its fraction."""
        return "." if self.language == "en" else ","

    def sector(self, sector: str) -> str:
        """The name of a sector."""
        return str(story.words_in(self.language)["sectors"].get(sector) or self.word("unknown"))

    def _written(self, form: str, when: datetime | date) -> str:
        day = local_day(when)
        months = wording.words_in(self.language)["dates"]["months_short"]
        return str(self.of("dates")[form].format(day=day.day, month=months[day.month - 1], year=day.year))


def local_day(when: datetime | date) -> date:
    """The day of the zone on which an instant lies, or the day itself."""
    return when.astimezone(ZONE).date() if isinstance(when, datetime) else when
