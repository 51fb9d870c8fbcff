"""Reading a history for its page: the entries that are asked for, with their marks, and how the log stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from api import checking, stories, timelines
from api.checking import Anchored
from api.problems import NotFound
from api.services import Services
from api.timelines import Wanted
from api.web.staff.history import marks as marking
from api.web.staff.history.asking import Asked
from api.web.staff.history.marks import Marks
from api.web.staff.history.rows import Reached, Row, rows
from letters.story import Paragraph
from models import initiative_proofs, log_proofs, register, stream_chains
from models.log_checkpoints import Kept

SHOWN = 50


@dataclass(frozen=True)
class Entries:
    """A page of rows, the cursor of the next, how many entries the initiative has in all, and how the log stands."""

    rows: tuple[Row, ...]
    cursor: str | None
    checkpoint: Kept | None
    anchored: Anchored | None
    total: int = 0


@dataclass(frozen=True)
class Then:
    """How an initiative stood at a moment: its phase, and the story as it was told then."""

    at: datetime
    phase: str
    round: int
    paragraphs: tuple[Paragraph, ...]


async def of_initiative(services: Services, initiative: str, asked: Asked, language: str, *, oversees: bool) -> Entries:
    """The entries of an initiative that are asked for; who acted in the house is told to who `oversees` it only."""
    until = asked.ends(services.clock())
    found = await timelines.of_initiative(services, initiative, _wanted(asked, language, until), oversees=oversees)
    checkpoint, anchored = await checking.signed_so_far(services, initiative)
    reached = Reached(checkpoint.size if checkpoint else 0, anchored.size if anchored else 0)

    def beside(session: Session) -> tuple[Marks, int]:
        told = initiative_proofs.stored(session, stream_chains.streams_of(session, initiative))
        return marking.marks(session, initiative, found.entries, until), told

    marks, total = await services.database.read(beside)
    shown = tuple(rows(found.entries, marks, reached, asked, initiative))
    return Entries(shown, found.cursor, checkpoint, anchored, total)


async def of_house(services: Services, asked: Asked, language: str) -> Entries:
    """What the house tells, as it is asked for."""
    until = asked.ends(services.clock())
    found = await timelines.of_house(services, _wanted(asked, language, until))
    checkpoint, anchored = await checking.signed_so_far(services)
    reached = Reached(checkpoint.size if checkpoint else 0, anchored.size if anchored else 0)
    of_them = [(one.stream, one.seq) for one in found.entries]
    places = await services.database.read(lambda session: log_proofs.indexes(session, of_them))
    return Entries(tuple(rows(found.entries, Marks(places=places), reached, asked)), found.cursor, checkpoint, anchored)


async def stood(services: Services, initiative: str, until: datetime, language: str) -> Then | None:
    """How an initiative stood right before an instant; None where it had not begun."""
    moment = until - timedelta(microseconds=1)
    try:
        folded = await services.folds.as_of(initiative, moment)
    except NotFound:
        return None
    told = await stories.told(services, folded, moment, language)
    stage = folded.initiative.at
    return Then(moment, stage.phase, stage.round, told.paragraphs)


async def seats_of(services: Services, initiative: str) -> list[tuple[str, str]]:
    """The seats of an initiative by their names."""
    seats = (await services.folds.of(initiative)).initiative.seats
    names = await services.database.read(lambda session: register.seat_names(session, seats))
    return sorted(((seat, names.get(seat, seat)) for seat in seats), key=lambda pair: pair[1].casefold())


def _wanted(asked: Asked, language: str, until: datetime | None) -> Wanted:
    return Wanted.model_validate(
        {
            "seat": asked.seat or None,
            "since": asked.begins.isoformat() if asked.begins else None,
            "until": until.isoformat() if until else None,
            "family": asked.families,
            "newest_first": True,
            "language": language,
            "cursor": asked.cursor or None,
            "limit": SHOWN,
        },
        strict=False,
    )
