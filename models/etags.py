"""ETags: which state of a row somebody has seen, so that nobody's edit is lost under another's."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from domain.refusals import Refusal
from models.register import AnyRow

ANY = "*"


class Stale(Refusal):
    """The row has changed since the caller read it."""

    status = 412
    title = "This was changed meanwhile"


def etag_of(row: AnyRow) -> str:
    """The strong ETag of a row as it stands, with its quotation marks. It tells nothing of a person: of texts it knows
    the commitments.
    """
    return f'"{hashlib.sha256(row.model_dump_json().encode()).hexdigest()[:32]}"'


def require_seen(row: AnyRow, seen: Collection[str]) -> None:
    """Raise Stale unless one of these ETags is the row's, or `*` is among them."""
    if ANY not in seen and etag_of(row) not in seen:
        raise Stale(
            "somebody has changed it since it was read",
            path="If-Match",
            remedy="read it again, see whether your change is still right, and send it with the new ETag",
        )
