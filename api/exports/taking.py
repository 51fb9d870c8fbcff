"""Exports for readers: signed before, told in the house, and written as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from api import reading
from api.doors import Principal
from api.exports import rows
from api.exports.ocel import ocel
from api.exports.rows import Separator
from api.exports.xes import xes
from api.sealing import sealed
from api.services import Services
from domain.exports.exported import Entries
from domain.exports.traces import Case
from domain.house import ExportTaken
from models import house
from models.exports import Ledgers

PIECE = 1 << 16


class Format(StrEnum):
    """In which form entries are exported."""

    OCEL = "ocel"
    XES = "xes"
    CSV = "csv"
    JSONL = "jsonl"

    @property
    def media_type(self) -> str:
        """As which type it is sent."""
        return _MEDIA[self]


_MEDIA = {
    Format.OCEL: "application/json",
    Format.XES: "application/xml",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSONL: "application/x-ndjson",
}


@dataclass(frozen=True)
class Wanted:
    """Which export: of one initiative or all, and how it is written. `case` is what a trace of XES is about; CSV has
    cells apart by `separator`, after a byte order mark or not.
    """

    format: Format
    initiative: str | None = None
    case: Case = Case.INITIATIVE
    separator: Separator = Separator.SEMICOLON
    bom: bool = True


@dataclass(frozen=True)
class Taken:
    """An export: what the file is called, and its bytes as they are read."""

    name: str
    media_type: str
    pieces: Iterator[bytes]


async def taken(services: Services, asking: Principal, wanted: Wanted) -> Taken:
    """Sign the log, tell in the house that this export is taken, and begin it. The caller has let the reader in.

    Raises Unavailable while the log is not signed.
    """
    size = (await sealed(services)).checkpoint.size
    event = ExportTaken(format=wanted.format, size=size, initiative=wanted.initiative)

    def tell(session: Session) -> None:
        house.record(session, [event], actor=house.actor_for(session, asking.id), now=services.clock())

    await services.database.write(tell)
    named = wanted.initiative or "all"
    return Taken(
        f"talkoot-{named}-{size}.{'ocel.json' if wanted.format is Format.OCEL else wanted.format}",
        wanted.format.media_type,
        _in_pieces(_written(Ledgers(services.database, size), asking, wanted)),
    )


def _written(ledgers: Ledgers, asking: Principal, wanted: Wanted) -> Iterator[str]:
    """The file as it is read. Whom an initiative may be shown to is asked when the reading begins."""
    seen = ledgers.initiatives(lambda session, row: reading.sees(session, asking, row))
    of = [wanted.initiative] if wanted.initiative else list(seen)
    yield from _WRITERS[wanted.format](ledgers.entries, of, wanted)


Writer = Callable[[Entries, Sequence[str], Wanted], Iterator[str]]
_WRITERS: dict[Format, Writer] = {
    Format.OCEL: lambda read, of, wanted: ocel(read, of),
    Format.XES: lambda read, of, wanted: xes(read, of, wanted.case),
    Format.CSV: lambda read, of, wanted: rows.table(read, of, wanted.separator, bom=wanted.bom),
    Format.JSONL: lambda read, of, wanted: rows.lines(read, of),
}


def _in_pieces(texts: Iterable[str]) -> Iterator[bytes]:
    """The same in larger pieces: each is handed on by a thread."""
    waiting, size = list[str](), 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()
