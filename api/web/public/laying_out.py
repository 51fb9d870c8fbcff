"""Laying out pages that anybody may read."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.web.pages import page
from api.web.public.words import LANGUAGES, language_of, words_in


def public_page(request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page for whoever comes, in a language of theirs; its `t` are all words of that language."""
    language = language_of(request)
    return page(
        f"public/{template}",
        status,
        language=language,
        tag=language.partition("-")[0],
        t=words_in(language),
        tongues=LANGUAGES,
        development=request.app.state.services.development,
        **shown,
    )
