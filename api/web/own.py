"""Pages that a personal link opens: in the language that their reader chose in this browser, else in the one that they
are written to in; the languages stand at the foot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.web.pages import HEADERS, page
from api.web.words import LANGUAGES, spoken, words_in
from letters.wording import words_in as words_of_letters

COOKIE: Final = "talkoot-page-language"
"""What the browser remembers of a choice: a language, and nothing of whose page it was made on."""

NAMES: Final = {"fi": "Suomi", "fi-selko": "Selkosuomi", "sv": "Svenska", "en": "English"}
_A_YEAR: Final = 31_536_000


def chosen(request: Request) -> str:
    """The language that was chosen for pages, now or before in this browser; empty where none was."""
    said = (request.query_params.get("language", ""), request.cookies.get(COOKIE, ""))
    return next((one for one in said if one in LANGUAGES), "")


def preferred(request: Request) -> str:
    """The language of a page whose reader is not known: as was chosen, else as the browser prefers, else Finnish."""
    return spoken((chosen(request), *re.findall(r"[a-z]{2}", request.headers.get("accept-language", "").lower())))


def own_page(
    request: Request,
    template: str,
    status: int = 200,
    *,
    language: str,
    headers: Mapping[str, str] = HEADERS,
    **shown: Any,
) -> HTMLResponse:
    """A page in a language; one that was chosen with this request is remembered.

    Only what was asked for can be read again in another language: what came back with a form would be lost.
    """
    asked_for = request.method != "POST"
    response = page(
        template,
        status,
        headers=headers,
        language=language,
        tag=tag_of(language),
        skip=words_in(language)["page"]["skip"],
        languages=words_in(language)["page"]["languages"],
        tongues=[(f"?language={one}", tag_of(one), name) for one, name in NAMES.items()] if asked_for else [],
        **shown,
    )
    if request.query_params.get("language", "") in LANGUAGES:
        response.set_cookie(COOKIE, language, max_age=_A_YEAR, path="/", samesite="lax", httponly=True)
    return response


def told(request: Request, what: str, status: int = 200, *, language: str = "", **shown: Any) -> HTMLResponse:
    """A page that tells somebody of whom no more is known how things stand, by the name of its words; in the language
    that they prefer, if it is not said.
    """
    language = language or preferred(request)
    words = words_in(language)["told"]
    return own_page(request, "told.html", status, language=language, t=words[what], words=words["typed"], **shown)


def tag_of(language: str) -> str:
    """How a language is named to browsers: plain Finnish is `fi-simple`."""
    return str(words_of_letters(language)["language"]["tag"])
