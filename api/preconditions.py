"""Preconditions: an edit says by `If-Match` which state it was made for, so that none is lost under another."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Header

from domain.refusals import Malformed, Refusal
from models.etags import ANY

_TAGS = re.compile(r'\s*(W/)?"[\x21\x23-\x7e]*"\s*(,\s*(W/)?"[\x21\x23-\x7e]*"\s*)*', re.ASCII)
_REMEDY = "read it first, and send the ETag that came with it as If-Match"

Said = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=1000,
        description="the ETag with which the row was read; `*` for any state. It is needed: without it, 428",
    ),
]


class PreconditionNeeded(Refusal):
    """An edit came without saying which state it was made for."""

    status = 428
    title = "Say which state you have seen"


async def seen(said: Said = None) -> tuple[str, ...]:
    """The ETags that the caller has seen, with their quotation marks. Raises PreconditionNeeded, Malformed."""
    if said is None:
        raise PreconditionNeeded("the edit does not say which state it was made for", path="If-Match", remedy=_REMEDY)
    if said.strip() == ANY:
        return (ANY,)
    if not _TAGS.fullmatch(said):
        raise Malformed("this is no ETag", path="If-Match", remedy=_REMEDY)
    return tuple(tag.strip() for tag in said.split(","))


Seen = Annotated[tuple[str, ...], Depends(seen)]
