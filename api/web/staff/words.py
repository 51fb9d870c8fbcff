"""The words of staff's pages, and in which language somebody reads them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import Request, Response

from api.web.words import Words as Words
from api.web.words import gathered

LANGUAGES: Final = ("fi", "sv", "en")
COOKIE: Final = "talkoot-language"
_TEXTS = Path(__file__).parents[1] / "texts" / "staff"
_A_YEAR = 31_536_000


@cache
def words_in(language: str) -> Words:
    """All words of staff's pages in one of the LANGUAGES, as nested tables: those of every file of its folder."""
    return gathered(_TEXTS / language)


def language_of(request: Request) -> str:
    """In which language to answer: as was chosen now or before, else as the browser prefers, else Finnish."""
    chosen = (request.query_params.get("language", ""), request.cookies.get(COOKIE, ""))
    preferred = re.findall(r"[a-z]{2}", request.headers.get("accept-language", "").lower())
    return next((one for one in (*chosen, *preferred) if one in LANGUAGES), LANGUAGES[0])


def remember(request: Request, response: Response) -> None:
    """Have the browser remember the language, if it was chosen now. It is no secret, and names nobody."""
    if (chosen := request.query_params.get("language", "")) in LANGUAGES:
        keep(response, chosen)


def keep(response: Response, language: str) -> None:
    """Have the browser remember a language for a year."""
    response.set_cookie(COOKIE, language, max_age=_A_YEAR, path="/", samesite="lax", httponly=True)
