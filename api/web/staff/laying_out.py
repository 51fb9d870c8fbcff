"""Laying out pages of staff: the head with who is signed in and where one can go, the languages at the foot."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.safety import STAFF
from api.web.pages import page
from api.web.staff.door import Staff
from api.web.staff.menu import ways_of
from api.web.staff.words import LANGUAGES, language_of, remember, words_in
from letters import wording

ZONE: Final = ZoneInfo("Europe/Helsinki")
"""Of the times that staff read here."""


def staff_page(request: Request, template: str, status: int = 200, *, who: Staff | None, **shown: Any) -> HTMLResponse:
    """A page for somebody who is signed in, or for one who is not (`who` is None). Its `t` are all words of its
    language.
    """
    language = language_of(request)
    words = words_in(language)
    response = page(
        f"staff/{template}",
        status,
        headers=STAFF,
        language=language,
        t=words,
        who=who,
        role=words["role"][who.principal.role] if who else "",
        ways=ways_of(who.principal.role) if who else [],
        path=request.url.path,
        tongues={one: f"?{urlencode({**request.query_params, 'language': one})}" for one in LANGUAGES},
        development=request.app.state.services.development,
        **shown,
    )
    remember(request, response)
    return response


def short_day(language: str, when: Any) -> str:
    """A local day with its weekday: `ma 23.11.`."""
    return wording.short_day(wording.words_in(language), when)


def long_day(language: str, when: Any) -> str:
    """A local day with its weekday and year."""
    return wording.day(wording.words_in(language), when)


def moment(language: str, when: datetime) -> str:
    """An instant as a local day with its weekday and year, and the clock: `tiistaina 24.11.2026 klo 9.42`."""
    at, said = when.astimezone(ZONE), words_in(language)["page"]["moment"]
    return str(said.format(day=long_day(language, at.date()), clock=f"{at.hour}.{at:%M}"))
