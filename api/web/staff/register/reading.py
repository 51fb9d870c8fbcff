"""Reading a form of the register: each field as a cell of a file, so that the same may stand in both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from api.services import Services
from api.strict import Strict
from api.web.staff.problems import wrong_fields
from api.web.staff.register.kinds import FORMER, ORGANISATIONS, PERSONS, Blank, RowKind
from domain.refusals import Refusal
from domain.sheets.cells import trimmed
from domain.sheets.faults import Unfit
from models.meanings import Meanings

Named = Mapping[str, tuple[str, str | None]]
"""By field that names another row: what stands in the form for it, and its id."""


@dataclass(frozen=True)
class Wrong:
    """What is the matter with a form, by field: `needed`, `shape`, `unknown` or `several`."""

    problems: Mapping[str, str]


Said = Strict | Wrong


async def row_from(
    here: Services,
    kind: RowKind,
    typed: Mapping[str, str],
    known: Mapping[str, tuple[str, str | None]],
    *,
    is_new: bool,
) -> Strict | Wrong:
    """What the form says, as the API takes it; or what is the matter. `known` are the fields that name another row, as
    they were shown, with its id: what was left as it stood means the same, also somebody whose name is gone.
    """
    said, problems = dict[str, Any](), dict[str, str]()
    for blank in kind.blanks(is_new=is_new):
        _read(blank, typed.get(blank.name, ""), said, problems)
    named = {name: text for name, text in said.items() if name in (*PERSONS, *ORGANISATIONS, FORMER) and text}

    def look_up(session: Session) -> None:
        meanings = Meanings(session, here.vault, here.clock())
        for name, text in named.items():
            try:
                said[name] = known[name][1] if known.get(name, ("",))[0] == text else _meant(meanings, name, text, said)
            except Refusal as refusal:
                problems[name] = "several" if refusal.code == "Ambiguous" else "unknown"

    if named:
        await here.database.read(look_up)
    if problems:
        return Wrong(problems)
    given = {name: value for name, value in said.items() if value is not None or not is_new}
    try:
        return (kind.new if is_new else kind.changes).model_validate(given)
    except ValidationError as error:
        return Wrong(dict.fromkeys(wrong_fields(error), "shape"))


def _read(blank: Blank, text: str, said: dict[str, Any], problems: dict[str, str]) -> None:
    try:
        cell = trimmed(text)
        if not cell:
            said[blank.name] = None if not _is_list(blank) else []
            if blank.needed:
                problems[blank.name] = "needed"
            if blank.name == "acts":
                said[blank.name] = ["*"]
            return
        value = blank.column.read(cell)
    except Unfit:
        problems[blank.name] = "shape"
        return
    said[blank.name] = value.isoformat() if isinstance(value, date) else list(value) if _is_list(blank) else value


def _is_list(blank: Blank) -> bool:
    return blank.name in ("fields", "acts", "places", "themes")


def _meant(meanings: Meanings, name: str, text: str, said: Mapping[str, Any]) -> str:
    if name in PERSONS:
        return meanings.person(text, name)
    if name in ORGANISATIONS:
        return meanings.organisation(text, name)
    return meanings.mandate(text, said.get("given_by") or "", name)
