"""Keeping: which function of the register enters and changes each kind of row."""

from __future__ import annotations

from typing import Any

from api import register_keeping as keeping
from api.doors import Principal
from api.services import Services
from api.strict import Strict
from domain.sheets.columns import Kind
from models.register import AnyRow

_ENTER: dict[Kind, Any] = {
    Kind.PERSONS: keeping.enter_person,
    Kind.ORGANISATIONS: keeping.enter_organisation,
    Kind.SEATS: keeping.enter_seat,
    Kind.MANDATES: keeping.enter_mandate,
}
_CHANGE: dict[Kind, Any] = {
    Kind.PERSONS: keeping.change_person,
    Kind.ORGANISATIONS: keeping.change_organisation,
    Kind.SEATS: keeping.change_seat,
    Kind.MANDATES: keeping.change_mandate,
}


async def enter(here: Services, asking: Principal, kind: Kind, new: Strict, nonce: str) -> AnyRow:
    """Enter a row, once for a nonce. Raises a Refusal for one that does not fit."""
    row: AnyRow = await _ENTER[kind](here, asking, new, nonce)
    return row


async def change(here: Services, asking: Principal, kind: Kind, row: str, seen: str, changes: Strict) -> AnyRow:
    """Change a row for the state that was seen. Raises Stale, and a Refusal for what does not fit."""
    changed: AnyRow = await _CHANGE[kind](here, asking, row, (seen,), changes)
    return changed
