"""Pages to be printed: whole in themselves, so that they can be kept as a file and opened without a server."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse

from api.web.pages import HEADERS, page

_STYLE = (Path(__file__).parent / "templates" / "paper.css").read_text(encoding="utf-8")
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def paper_page(**shown: Any) -> HTMLResponse:
    """A letter on paper."""
    return page("paper.html", headers=HEADERS | {"Content-Security-Policy": _POLICY}, style=_STYLE, **shown)
