"""Pages: HTML rendered on the server, complete without script, with nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from api import safety
from api.web import statics
from api.web.public.words import statements

_TEMPLATES = Environment(
    loader=PackageLoader("api.web"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals["static"] = statics.address
_TEMPLATES.globals["statements"] = statements
HEADERS, SCRIPTED = safety.PAGE, safety.SCRIPTED


def page(template: str, status: int = 200, *, headers: Mapping[str, str] = HEADERS, **shown: object) -> HTMLResponse:
    """Render a template."""
    return HTMLResponse(_TEMPLATES.get_template(template).render(**shown), status, headers)
