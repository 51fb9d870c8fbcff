"""A file is taken whole or not at all, and a preview is the same work, of which nothing is written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from domain.refusals import Malformed, Refusal
from domain.sheets.columns import COLUMNS, Kind
from domain.sheets.faults import Fault
from domain.sheets.reading import Line, Reading
from models import house_register
from models.amending import InUse
from models.dialects import one_at_a_time
from models.engine import Database
from models.house_register import Touched
from models.importing.desks import Desk
from models.importing.mandates import MandateDesk
from models.importing.organisations import OrganisationDesk
from models.importing.outcomes import FileFaulty, Import, Outcome, Verdict
from models.importing.persons import PersonDesk
from models.importing.seats import SeatDesk
from models.vault import SubjectErased, Vault

_LOCK = 7_426_551_904  # two files that come at once are taken one after the other, else each would enter the same
_DESKS: dict[Kind, type[Desk]] = {
    Kind.ORGANISATIONS: OrganisationDesk,
    Kind.PERSONS: PersonDesk,
    Kind.SEATS: SeatDesk,
    Kind.MANDATES: MandateDesk,
}


class RegisterMoved(Refusal):
    """Somebody entered or removed something that this file is about at the same moment."""

    title = "The register changed meanwhile"


async def preview(
    database: Database, vault: Vault, kind: Kind, reading: Reading, now: datetime, *, administers: bool = False
) -> Import:
    """What taking this file would do, with all its faults. It reads one view of the register, beside whoever writes."""
    return await database.read(lambda s: _foresee(_DESKS[kind](s, vault, now, {}, administers), kind, reading))


async def take(
    database: Database,
    vault: Vault,
    kind: Kind,
    reading: Reading,
    now: datetime,
    *,
    by: str,
    administers: bool = False,
) -> Import:
    """Take a file for a principal, who administers or not; the same file again changes nothing. Raises FileFaulty,
    RegisterMoved.

    It is foreseen first, and the writer, which all wait for, is asked only for a file that has no fault and changes
    something. There it is worked through again, as the register stands then, with texts that are opened already.
    """
    opened: dict[str, str] = {}
    seen = await database.read(lambda s: _foresee(_DESKS[kind](s, vault, now, opened, administers), kind, reading))
    if seen.faults:
        raise FileFaulty(seen.faults)
    if not seen.new and not seen.changed:
        return replace(seen, taken=True)

    def enter(session: Session) -> Import:
        taken = _enter(_DESKS[kind](session, vault, now, opened, administers), kind, reading)
        house_register.touched(session, _touched(taken), by, now)
        return taken

    return await database.write(enter)


def _foresee(desk: Desk, kind: Kind, reading: Reading) -> Import:
    """The same work as entering it, of which nothing is written down."""
    lines, faults = _work(desk, kind, reading)
    desk.session.expunge_all()
    seen = [outcome if outcome.verdict is not Verdict.NEW else _unnamed(outcome) for outcome in lines]
    return Import.of(kind, seen, faults, taken=False)


def _enter(desk: Desk, kind: Kind, reading: Reading) -> Import:
    one_at_a_time(desk.session, _LOCK)
    lines, faults = _work(desk, kind, reading)
    taken = Import.of(kind, lines, faults, taken=True)
    if taken.faults:
        raise FileFaulty(taken.faults)
    try:
        desk.finish()
    except (IntegrityError, SubjectErased, InUse):
        raise RegisterMoved(
            "something that this file is about was entered or removed at the same moment", remedy="send the file again"
        ) from None
    return taken


def _touched(taken: Import) -> Iterator[Touched]:
    for line in taken.lines:
        if line.id is not None and line.verdict is not Verdict.UNCHANGED:
            yield Touched(taken.kind, line.id, None if line.verdict is Verdict.NEW else line.fields)


def _work(desk: Desk, kind: Kind, reading: Reading) -> tuple[list[Outcome], list[Fault]]:
    lines: list[Outcome] = []
    faults = list(reading.faults)
    spoken_of: dict[str, int] = {}
    with desk.session.no_autoflush:
        for line in reading.lines:
            try:
                lines.append(_one(desk, line, spoken_of))
            except Refusal as refusal:
                faults.append(_fault(kind, reading, line, refusal))
    return lines, faults


def _one(desk: Desk, line: Line, spoken_of: dict[str, int]) -> Outcome:
    said = desk.resolved(line.said)
    known = desk.match(said)
    if known in spoken_of:
        raise Malformed(f"line {spoken_of[known]} is about the same", remedy=desk.said_twice)
    if known is None:
        namesake = desk.has_namesake(said)
        row = desk.enter(said)
        outcome = Outcome(line.number, Verdict.NEW, desk.what(line.said), row, namesake=namesake)
    else:
        row, fields = known, tuple(desk.amend(known, said))
        verdict = Verdict.CHANGED if fields else Verdict.UNCHANGED
        outcome = Outcome(line.number, verdict, desk.what(line.said), row, fields)
    spoken_of[row] = line.number
    return outcome


def _unnamed(outcome: Outcome) -> Outcome:
    """A new line without the id that it would have had only now."""
    return Outcome(outcome.line, outcome.verdict, outcome.what, namesake=outcome.namesake)


def _fault(kind: Kind, reading: Reading, line: Line, refusal: Refusal) -> Fault:
    field = refusal.path.partition(".")[0]
    ours = next((column.titles[0] for column in COLUMNS[kind] if column.field == field), "")
    return Fault(line.number, reading.titles.get(field, ours), refusal.reason, refusal.remedy)
