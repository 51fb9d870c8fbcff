"""Reading a page of the board: its rows in groups, and how many there are in each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from api.doors import Principal
from api.services import Services
from api.web.staff.board.rows import BoardRow, RowTeller
from api.web.staff.board.searching import narrowed
from api.web.staff.board.wanting import Choices, Wanted, choices
from api.web.words import Words
from models import attention, waiting
from models.attention import Stretch

SHOWN: Final = 50
GROUPS: Final[Mapping[str, tuple[Stretch, ...]]] = {
    "late": (Stretch.LATE,),
    "soon": (Stretch.SOON,),
    "others": (Stretch.LATER, Stretch.UNDATED),
    "resting": (Stretch.PAUSED, Stretch.HELD),
    "ended": (Stretch.ENDED,),
}


@dataclass(frozen=True)
class Group:
    """The initiatives of a group on this page, and how many there are in all (of very many: so many and more)."""

    name: str
    number: int
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True)
class Board:
    """A page of the board. `counts` are those of all groups, `after` is the cursor of the next page, empty on the last.
    `is_whole` is false where not everything could be searched.
    """

    groups: tuple[Group, ...]
    counts: Mapping[str, int]
    after: str
    is_whole: bool
    choices: Choices

    @property
    def running(self) -> int:
        """How many initiatives go on."""
        return self.counts["late"] + self.counts["soon"] + self.counts["others"]

    @property
    def state(self) -> str:
        """A digest of all that the rows show: the same as long as nothing has changed."""
        return hashlib.sha256(repr((self.groups, self.after)).encode()).hexdigest()[:16]


async def board(here: Services, asking: Principal, wanted: Wanted, language: str, words: Words) -> Board:
    """What somebody may see of what they want to see. Raises Malformed for a cursor that is none."""
    asked, after = wanted.asked(here, asking), attention.read_cursor(wanted.after)

    def read(session: Session) -> Board:
        offered = choices(session, words)
        narrow, is_whole = narrowed(here, session, asked, wanted.words, offered, words)
        rows = attention.page(session, narrow, after, SHOWN + 1)
        counted, shown = attention.counts(session, narrow), rows[:SHOWN]
        teller = RowTeller(
            here,
            language,
            words,
            asked.now,
            offered.place_names,
            here.vault.reveal_many(session, [row.title_ref for _, row in shown]),
            waiting.waited_for(session, [row.id for _, row in shown], asked.now),
        )
        told = [(stretch, teller.row(row)) for stretch, row in shown]
        counts = {name: sum(counted[one] for one in stretches) for name, stretches in GROUPS.items()}
        groups = tuple(
            Group(name, counts[name], found)
            for name, stretches in GROUPS.items()
            if (found := tuple(row for stretch, row in told if stretch in stretches))
        )
        return Board(groups, counts, attention.cursor_of(*shown[-1]) if len(rows) > SHOWN else "", is_whole, offered)

    return await here.database.read(read)
