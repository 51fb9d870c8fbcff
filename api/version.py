"""Which Talkoot this is. `pyproject.toml` and the newest heading of `CHANGELOG.md` say the same."""

from __future__ import annotations

PRODUCT = "Talkoot"
VERSION = "0.1.0"
