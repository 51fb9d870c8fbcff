"""The words of pages that anybody may read, and in which language somebody reads them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import Request

from api.web.staff.words import COOKIE
from api.web.words import Words, gathered

LANGUAGES: Final = ("fi", "fi-selko", "sv", "en")
STATEMENTS: Final = ("accessibility", "privacy")
"""By their addresses, as every page links them in its foot."""
_TEXTS = Path(__file__).parents[1] / "texts" / "public"


@cache
def words_in(language: str) -> Words:
    """All words of these pages in one of the LANGUAGES, as nested tables."""
    return gathered(_TEXTS / language)


def language_of(request: Request) -> str:
    """In which language to answer: as the address says or staff chose before, else as the browser prefers, else
    Finnish. Nothing is remembered: these pages are led to from pages of other people's languages.
    """
    chosen = (request.query_params.get("language", ""), request.cookies.get(COOKIE, ""))
    preferred = re.findall(r"[a-z]{2}", request.headers.get("accept-language", "").lower())
    return next((one for one in (*chosen, *preferred) if one in LANGUAGES), LANGUAGES[0])


def statements(language: str) -> list[tuple[str, str]]:
    """The statements that the foot of a page in this language leads to: their addresses and names."""
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    return [(f"/{one}?language={spoken}", words_in(spoken)["page"][one]) for one in STATEMENTS]
