"""Entries as rows of a page: number, time, what happened, who made it so, and its hash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.timelines import Happening
from api.web.staff.history.asking import Asked
from api.web.staff.history.marks import Marks
from api.web.staff.laying_out import ZONE
from domain.correspondence.accounts import STREAM as LETTERS
from models.append import STREAM


@dataclass(frozen=True)
class Pointer:
    """Where another entry is found, by its number: on this page or on another."""

    number: int
    address: str


@dataclass(frozen=True)
class Row:
    """One entry. `stream` is `initiative`, `letters` or `house`; each has numbers of its own. `seal` is how far it is
    proved to others: `anchored`, `signed`, or `waiting` for a signature. What a correction `replaced` counts no more.
    """

    id: str
    stream: str
    number: int
    at: datetime
    day: str
    clock: str
    told: str
    who: str
    name: str | None
    hash: str
    seal: str
    replaced: Pointer | None = None
    replaces: Pointer | None = None


@dataclass(frozen=True)
class Reached:
    """How many entries the newest checkpoint has, and the last one that left the house; 0 for none."""

    signed: int = 0
    anchored: int = 0

    def seal(self, index: int | None) -> str:
        """How far an entry at this index is proved to others."""
        if index is None or index >= self.signed:
            return "waiting"
        return "anchored" if index < self.anchored else "signed"


def rows(
    entries: Sequence[Happening], marks: Marks, reached: Reached, asked: Asked, initiative: str = ""
) -> Iterator[Row]:
    """The rows of one page, in its order; of the house where no `initiative` is named."""
    here = {one.seq for one in entries if _kind(one.stream) == "initiative"}

    def pointer(number: int | None) -> Pointer | None:
        if number is None or number not in marks.times:
            return None
        if number in here:
            return Pointer(number, f"#initiative-{number}")
        query = asked.with_(cursor=marks.cursor(initiative, number), kind="", seat="", since="")
        return Pointer(number, f"?{query}#initiative-{number}")

    for one in entries:
        kind, at = _kind(one.stream), one.time.astimezone(ZONE)
        own = one.seq if kind == "initiative" else None
        yield Row(
            id=f"{kind}-{one.seq}",
            stream=kind,
            number=one.seq,
            at=one.time,
            day=f"{at.day}.{at.month}.{at.year}",
            clock=f"{at.hour}.{at:%M.%S}",
            told=one.told,
            who=one.who,
            name=one.name,
            hash=one.leaf_hash,
            seal=reached.seal(marks.places.get((one.stream, one.seq))),
            replaced=pointer(marks.replaced.get(own)) if own else None,
            replaces=pointer(marks.replaces.get(own)) if own else None,
        )


def _kind(stream: str) -> str:
    marks = {STREAM: "initiative", LETTERS: "letters"}
    return next((kind for mark, kind in marks.items() if stream.startswith(mark)), "house")
