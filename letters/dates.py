"""Days and moments in the words of a language, as the section `dates` of its stories has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


def day(words: Mapping[str, Any], day: date) -> str:
    """A local day."""
    return str(words["day"].format(**_parts(words, day)))


def moment(words: Mapping[str, Any], local: datetime) -> str:
    """A local moment, to the minute."""
    parts = _parts(words, local) | {"hour": f"{local.hour:02}", "minute": f"{local.minute:02}"}
    return str(words["moment"].format(**parts))


def _parts(words: Mapping[str, Any], day: date) -> dict[str, Any]:
    names = words.get("month_names")
    return {"day": day.day, "month": day.month, "year": day.year, "month_name": names[day.month - 1] if names else ""}
