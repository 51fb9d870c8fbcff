"""Static files: read once, and named by what they hold, so that browsers may keep them for ever.

Ours, those of others in `vendor/` (listed there), and those of Swagger UI (Apache-2.0) as a pinned package brings
them, which we use for nothing else.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as files_of
from pathlib import Path

_OURS = Path(__file__).parent / "static"
_FOLDERS = (_OURS, _OURS / "vendor", Path(str(files_of("fastapi_standalone_docs") / "static" / "swagger")))
_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class StaticFile:
    """A file as it is served: its bytes, as they are and compressed, and media type.

    Files alone are compressed: in pages, secrets stand beside what others may have typed.
    """

    content: bytes
    compressed: bytes
    media_type: str


@cache
def files() -> dict[str, StaticFile]:
    """All static files by the name they are served under: `talkoot.3f2a9c1b7d04.css`."""
    return {_names()[path.name]: _read(path) for path in _found()}


def address(name: str) -> str:
    """Where a static file is fetched from, by its name in its folder. Raises KeyError for one that is not there."""
    return f"/static/{_names()[name]}"


def _read(path: Path) -> StaticFile:
    content = path.read_bytes()
    return StaticFile(content, gzip.compress(content, mtime=0), _KINDS[path.suffix])


@cache
def _names() -> dict[str, str]:
    return {path.name: _named(path) for path in _found()}


def _found() -> list[Path]:
    return sorted(path for folder in _FOLDERS for path in folder.iterdir() if path.suffix in _KINDS)


def _named(path: Path) -> str:
    return f"{path.stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}{path.suffix}"
