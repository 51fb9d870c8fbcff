"""Pages: HTML rendered on the server, complete without script, with nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from api.web import statics

_TEMPLATES = Environment(
    loader=PackageLoader("api.web"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals["static"] = statics.address
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


SCRIPTED = HEADERS | {"Content-Security-Policy": f"{_POLICY}; script-src 'self'; connect-src 'self'"}
"""For a page with a script: it may run files of ours and ask this server, and nobody else."""


def page(template: str, status: int = 200, *, headers: Mapping[str, str] = HEADERS, **shown: object) -> HTMLResponse:
    """Render a template."""
    return HTMLResponse(_TEMPLATES.get_template(template).render(**shown), status, headers)
