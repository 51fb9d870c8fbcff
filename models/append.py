"""Compare and append: the one transaction that makes something true.

It stores a run of entries only if nothing is stored after the sequence number they build on, together with the rows
they change, their letters, and the texts they seal. Otherwise it changes nothing and returns what is stored there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, update
from sqlalchemy import select as select_columns
from sqlalchemy.sql.functions import coalesce
from sqlmodel import Session, col, select

from domain.ledger.entries import Entry, Recorded, content, decode
from domain.letter import OWED_BY_NOBODY
from domain.obligations import ObligationState
from models.actings import put
from models.dialects import insert_many_unless_there, insert_unless_there
from models.held_outcomes import settle
from models.letter_outcomes import Reason
from models.prepared import Prepared
from models.projected_rows import Row
from models.projection import Changes, project
from models.states import LetterState
from models.superseding import ANEW, UNSENT, supersede
from models.tables import Initiative, LedgerEntry, Letter, Obligation
from models.tables.base import rows_of
from models.takings import take_in_joined
from models.vault import Vault

STREAM = "initiative:"

# Built once, on the plain tables: they run with every answer.
_initiative, _obligation = rows_of(Initiative).c, rows_of(Obligation).c
_MOVE = Prepared(
    update(rows_of(Initiative)).where(
        _initiative.id == bindparam("initiative"),
        _initiative.head_seq == bindparam("after_seq"),
        _initiative.head_hash == bindparam("prev"),
    )
)
_WRITE, _OPEN = Prepared(insert(rows_of(LedgerEntry))), Prepared(insert(rows_of(Obligation)))
_CHANGING = ("owed_by", "due", "state", "settled_at", "principal")
_CHANGE = Prepared(
    update(rows_of(Obligation))
    .where(_obligation.initiative_id == bindparam("initiative"), _obligation.id == bindparam("obligation"))
    .values(
        {
            name: coalesce(bindparam(f"new_{name}", type_=_obligation[name].type), _obligation[name])
            for name in _CHANGING
        }
    )
)
_EARLIEST = (
    select_columns(func.min(_obligation.due))
    .where(_obligation.initiative_id == _initiative.id, _obligation.state == ObligationState.OPEN)
    .correlate(rows_of(Initiative))
    .scalar_subquery()
)
_COME_TO = Prepared(
    update(rows_of(Initiative))
    .where(_initiative.id == bindparam("initiative"), _initiative.next_due.is_distinct_from(_EARLIEST))
    .values(next_due=_EARLIEST)
)
"""Sets the earliest deadline where it has changed: most answers leave it as it is, and write no row."""


class LedgerCutShort(LookupError):
    """The ledger ends before the entry that a proposal builds on: it was restored to an earlier day.

    The run that proposes knows more than the ledger; only a start from the ledger brings the two together.
    """


class RulesChanged(LookupError):
    """The entry that a proposal builds on is not the one in the ledger: the run remembers something else.

    So it is when rules of another version decide anew what an open run had decided, as its history is replayed. What
    stands in the ledger holds; only a start from there brings the two together.
    """


@dataclass(frozen=True)
class Proposal:
    """Entries that an initiative's workflow wants stored after `after_seq` (0 for its first); none only to look."""

    initiative: str
    after_seq: int
    entries: tuple[Entry, ...]


def append(session: Session, vault: Vault, proposal: Proposal) -> tuple[Entry, ...]:
    """Store the proposal whole and return (), or store nothing and return the entries that stand there instead.

    Entries equal to the proposed ones mean that this was a retry of a proposal that had been stored: also ().
    Raises LedgerCutShort, and RulesChanged before a chain would break.
    """
    if not proposal.entries:
        session.get(Initiative, proposal.initiative, with_for_update=True)  # wait for an append that is under way
        return entries_after(session, STREAM + proposal.initiative, proposal.after_seq)
    recorded = [decode(entry.text) for entry in proposal.entries]
    changes = project(proposal.initiative, recorded)
    if not _moved_head(session, proposal, changes):
        _require_same_past(session, proposal)
        stored = entries_after(session, STREAM + proposal.initiative, proposal.after_seq)
        if not stored:
            raise LedgerCutShort(f"{proposal.initiative} has no entry {proposal.after_seq}: start it from its ledger")
        return () if [e.text for e in stored] == [e.text for e in proposal.entries] else stored
    pairs = zip(proposal.entries, recorded, strict=True)
    _WRITE.run_for_each(session, [_ledger_row(proposal.initiative, *pair) for pair in pairs])
    supersede(session, changes)
    _change_obligations(session, changes)
    for seat, actors in changes.lines.items():
        put(session, proposal.initiative, seat, actors)
    if changes.ended:
        _end_letters(session, proposal.initiative)
    settle(session, vault, proposal.initiative, recorded)
    take_in_joined(session, proposal.initiative, recorded)
    if changes.letters:
        insert_many_unless_there(session, Letter, changes.letters)
    keys = {entry.command_key for entry in proposal.entries if entry.command_key}
    if keys and any('"private":{}' not in entry.text for entry in proposal.entries):
        vault.confirm(session, keys, recorded[-1].at)
    return ()


def entries_after(session: Session, stream: str, seq: int) -> tuple[Entry, ...]:
    """The stored entries of a stream after a sequence number, in order."""
    rows = session.exec(
        select(LedgerEntry)
        .where(LedgerEntry.stream == stream, col(LedgerEntry.seq) > seq)
        .order_by(col(LedgerEntry.seq))
    )
    return tuple(Entry(row.seq, row.bytes_text, row.leaf_hash, row.command_key) for row in rows)


def entries_until(session: Session, stream: str, moment: datetime) -> tuple[Entry, ...]:
    """The stored entries of a stream up to an instant: a prefix in the order they were recorded, as time never falls
    from one to the next.
    """
    rows = session.exec(
        select(LedgerEntry)
        .where(LedgerEntry.stream == stream, col(LedgerEntry.time) <= moment)
        .order_by(col(LedgerEntry.seq))
    )
    return tuple(Entry(row.seq, row.bytes_text, row.leaf_hash, row.command_key) for row in rows)


def entries_of_types(session: Session, stream: str, types: Sequence[str]) -> tuple[Entry, ...]:
    """The entries of some types, of the stream's whole length, in order."""
    rows = session.exec(
        select(LedgerEntry)
        .where(LedgerEntry.stream == stream, col(LedgerEntry.type).in_(types))
        .order_by(col(LedgerEntry.seq))
    )
    return tuple(Entry(row.seq, row.bytes_text, row.leaf_hash, row.command_key) for row in rows)


def times_of(session: Session, stream: str, numbers: Collection[int]) -> dict[int, datetime]:
    """When entries of a stream were recorded, by their sequence numbers."""
    if not numbers:
        return {}
    asked = select(LedgerEntry.seq, LedgerEntry.time).where(
        LedgerEntry.stream == stream, col(LedgerEntry.seq).in_(numbers)
    )
    return dict(session.exec(asked).all())


def entries_between(session: Session, stream: str, seq: int, limit: int) -> tuple[Entry, ...]:
    """At most `limit` stored entries of a stream after a sequence number, in order."""
    rows = session.exec(
        select(LedgerEntry)
        .where(LedgerEntry.stream == stream, col(LedgerEntry.seq) > seq)
        .order_by(col(LedgerEntry.seq))
        .limit(limit)
    )
    return tuple(Entry(row.seq, row.bytes_text, row.leaf_hash, row.command_key) for row in rows)


def entry_of_command(session: Session, stream: str, command_key: str) -> Entry | None:
    """The first entry that a command led to, if it has been accepted before."""
    row = session.exec(
        select(LedgerEntry).where(LedgerEntry.stream == stream, LedgerEntry.command_key == command_key)
    ).first()
    return Entry(row.seq, row.bytes_text, row.leaf_hash, row.command_key) if row else None


def _moved_head(session: Session, proposal: Proposal, changes: Changes) -> bool:
    """Move the initiative's head from `after_seq` to the last new entry; false when it stands elsewhere."""
    last = proposal.entries[-1]
    columns = changes.columns | {"head_seq": last.seq, "head_hash": last.leaf_hash}
    if proposal.after_seq == 0:
        return insert_unless_there(session, Initiative, id=proposal.initiative, **columns)
    before = {"after_seq": proposal.after_seq, "prev": content(proposal.entries[0])["prev"]}
    moved = _MOVE.run(session, columns | before | {"initiative": proposal.initiative})
    return moved.rowcount == 1


def _require_same_past(session: Session, proposal: Proposal) -> None:
    """Raise RulesChanged unless the entry before the proposal, if it is there, is the one that it builds on."""
    before = session.get(LedgerEntry, (STREAM + proposal.initiative, proposal.after_seq))
    if before is not None and before.leaf_hash != content(proposal.entries[0])["prev"]:
        raise RulesChanged(
            f"{proposal.initiative} remembers another entry {proposal.after_seq}: start it with 'talkoot restart'"
        )


def _ledger_row(initiative: str, entry: Entry, recorded: Recorded) -> dict[str, object]:
    return {
        "stream": STREAM + initiative,
        "seq": entry.seq,
        "bytes_text": entry.text,
        "leaf_hash": entry.leaf_hash,
        "type": recorded.event.KIND,
        "time": recorded.at,
        "command_key": entry.command_key,
    }


def _change_obligations(session: Session, changes: Changes) -> None:
    for phase, at in changes.closed:  # first, so that what a next phase opens in the same run stays open
        _lapse_open(session, changes.initiative, phase, at)
    if changes.opened:
        _OPEN.run_for_each(session, list(changes.opened.values()))
    if changes.changed:
        rows = [_changed_row(changes.initiative, *change) for change in changes.changed.items()]
        _CHANGE.run_for_each(session, rows)
    if changes.closed or changes.opened or changes.changed:
        _COME_TO.run(session, {"initiative": changes.initiative})


def _changed_row(initiative: str, obligation: str, columns: Row) -> Row:
    """What becomes of an obligation; what is None stays as it is. Nothing that was set is ever taken back."""
    new = {f"new_{name}": columns.get(name) for name in _CHANGING}
    return new | {"initiative": initiative, "obligation": obligation}


def _end_letters(session: Session, initiative: str) -> None:
    """What still waits to be sent about an initiative that has ended is not, but for what tells of its exits."""
    ended = {"state": LetterState.SUPPRESSED, "reason": Reason.ENDED}
    asks = col(Letter.kind).not_in(OWED_BY_NOBODY)
    session.execute(update(Letter).where(col(Letter.initiative_id) == initiative, UNSENT, asks).values(ended | ANEW))


def _lapse_open(session: Session, initiative: str, phase: str | None, at: datetime) -> None:
    lapse = update(Obligation).where(
        col(Obligation.initiative_id) == initiative, col(Obligation.state) == ObligationState.OPEN
    )
    if phase is not None:
        lapse = lapse.where(col(Obligation.phase) == phase)
    session.execute(lapse.values(state=ObligationState.LAPSED, settled_at=at))
