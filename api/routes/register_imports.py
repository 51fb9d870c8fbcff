"""Files for the register: CSV, one kind a file, taken whole or not at all."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.doors import Coordinator, Here
from api.limits import csv_body
from api.problems import WRITING, declared
from api.scopes import needs
from domain.sheets.columns import Kind
from domain.sheets.reading import read
from models.importing.files import preview, take
from models.importing.outcomes import Import
from models.scopes import Scope

router = APIRouter(prefix="/register", tags=["register"])
Csv = Annotated[bytes, Depends(csv_body)]
"""Read by us: FastAPI would try to read a file that is sent as JSON, and say that it is none."""
DryRun = Annotated[bool, Query(description="say what the file would do, with all its faults, and change nothing")]
_FILE = {
    "type": "string",
    "contentMediaType": "text/csv",
    "description": "UTF-8, with or without a byte order mark; `;` or `,`; a header. docs/register.md has the columns",
    "examples": ["nimi;sektori;kunta\nEsimerkkikylän kyläyhdistys ry;yhdistys;297\n"],
}


@router.post(
    "/{kind}/import",
    responses=declared(*WRITING),
    openapi_extra={"requestBody": {"content": {"text/csv": {"schema": _FILE}}, "required": True}},
)
@needs(Scope.REGISTER_WRITE)
async def import_file(here: Here, asking: Coordinator, csv: Csv, kind: Kind, dry_run: DryRun = False) -> Import:
    """Enter the lines of a file that are new, change what they say otherwise, and leave the rest.

    The same file again changes nothing. A file with a fault is refused whole, with all its faults; a preview tells
    them beside what the other lines would do.
    """
    reading, administers = await asyncio.to_thread(read, kind, csv), Scope.ADMIN in asking.scopes
    if dry_run:
        return await preview(here.database, here.vault, kind, reading, here.clock(), administers=administers)
    return await take(here.database, here.vault, kind, reading, here.clock(), by=asking.id, administers=administers)
