"""The calendar activity: later years are pinned from the libraries of the day, outside the workflow."""

from __future__ import annotations

from typing import Any

from temporalio import activity

from domain.wire import plain
from operating_models.pin import pin
from workflows import calls


@activity.defn(name=calls.PIN_CALENDAR)
async def pin_calendar(years: calls.Years) -> dict[str, Any]:
    """A pin from a local day on, in plain form. A retry is harmless: it only computes."""
    pinned: dict[str, Any] = plain(pin(years.zone, years.holidays, years.first))
    return pinned
