"""What was filled in for an act, in words: so it is looked at before it is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from api.web.staff.acts.filling import tick
from api.web.staff.acts.shapes import PROPOSALS, ActField, Shape
from api.web.staff.laying_out import ZONE, long_day, moment


def read_back(field: ActField, typed: Mapping[str, str], language: str) -> str:
    """A field as its reader would say it; empty where nothing was filled in. What was typed has been read already."""
    text = typed.get(field.name, "").strip()
    match field.shape:
        case Shape.TICKS:
            return ", ".join(label for one, label in field.options if tick(field.name, one) in typed)
        case Shape.MOMENTS:
            several = (typed.get(f"{field.name}:{number}", "") for number in range(1, PROPOSALS + 1))
            return "; ".join(_moment(one, language) for one in several if one)
        case Shape.MOMENT:
            return _moment(text, language) if text else ""
        case Shape.DAY:
            return long_day(language, date.fromisoformat(text)) if text else ""
    return dict(field.options).get(text, text)


def _moment(text: str, language: str) -> str:
    return moment(language, datetime.fromisoformat(text).replace(tzinfo=ZONE))
