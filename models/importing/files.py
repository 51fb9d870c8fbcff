"""A file is taken whole or not at all, and a preview is the same work, taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from domain.refusals import Malformed, Refusal
from domain.sheets.columns import COLUMNS, Kind
from domain.sheets.faults import Fault
from domain.sheets.reading import Line, Reading
from models.dialects import one_at_a_time
from models.importing.desks import Desk
from models.importing.mandates import MandateDesk
from models.importing.organisations import OrganisationDesk
from models.importing.outcomes import FileFaulty, Import, Outcome, Verdict
from models.importing.persons import PersonDesk
from models.importing.seats import SeatDesk
from models.vault import Vault

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


def preview(session: Session, vault: Vault, kind: Kind, reading: Reading, now: datetime) -> Import:
    """What taking this file would do, with all its faults; nothing of it stays."""
    savepoint = session.begin_nested()
    lines, faults = _work(session, vault, kind, reading, now)
    savepoint.rollback()
    seen = [outcome if outcome.verdict is not Verdict.NEW else _unnamed(outcome) for outcome in lines]
    return Import.of(kind, seen, faults, taken=False)


def take(session: Session, vault: Vault, kind: Kind, reading: Reading, now: datetime) -> Import:
    """Take a file; the same file again changes nothing. Raises FileFaulty, RegisterMoved."""
    lines, faults = _work(session, vault, kind, reading, now)
    taken = Import.of(kind, lines, faults, taken=True)
    if taken.faults:
        raise FileFaulty(taken.faults)
    return taken


def _work(
    session: Session, vault: Vault, kind: Kind, reading: Reading, now: datetime
) -> tuple[list[Outcome], list[Fault]]:
    one_at_a_time(session, _LOCK)
    desk = _DESKS[kind](session, vault, now)
    lines: list[Outcome] = []
    faults = list(reading.faults)
    spoken_of: dict[str, int] = {}
    with session.no_autoflush:
        for line in reading.lines:
            try:
                lines.append(_one(desk, line, spoken_of))
            except Refusal as refusal:
                faults.append(_fault(kind, reading, line, refusal))
    try:
        desk.finish()
    except IntegrityError:
        raise RegisterMoved(
            "something that this file is about was entered or removed at the same moment", remedy="send the file again"
        ) from None
    return lines, faults


def _one(desk: Desk, line: Line, spoken_of: dict[str, int]) -> Outcome:
    said = desk.resolved(line.said)
    known = desk.match(said)
    if known in spoken_of:
        raise Malformed(f"line {spoken_of[known]} is about the same", remedy="leave one of the two lines out")
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
