"""Reading: who may see what, from SQL only, never from Temporal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from heapq import merge

from sqlmodel import Session

from api.doors import Principal
from api.folds import Folded
from api.problems import NotFound
from api.services import Services
from api.views import EntryView, entry_view
from domain.actors import Role
from domain.correspondence.accounts import STREAM as LETTERS
from domain.cycle import PHASES
from domain.ledger.entries import Entry
from domain.refusals import Malformed, NotEntitled
from domain.voting.events import BallotSealed
from models import boards, sayings
from models.actings import coordinates
from models.append import STREAM, entries_between
from models.merging import goes_on_in
from models.offers import asked_by_offer
from models.states import InitiativeStatus
from models.tables import Initiative


@dataclass(frozen=True)
class BoardRow:
    """One initiative on the board: where it stands, how many owe, and the earliest deadline among them."""

    id: str
    title: str | None
    model: str
    place: str
    theme: str
    phase: str
    round: int
    status: InitiativeStatus
    outcome: str | None
    opened_at: datetime
    phase_due: datetime
    owing: int
    earliest_due: datetime | None


@dataclass(frozen=True)
class BoardPage:
    """A page of the board; `cursor` asks for the next one, None after the last."""

    initiatives: tuple[BoardRow, ...]
    cursor: str | None


@dataclass(frozen=True)
class HistoryPage:
    """Entries of an initiative's ledger in order; `after` asks for the next ones, None after the last. With letters
    `after_letters` has to be asked for as well: each stream has numbers of its own.
    """

    entries: tuple[EntryView, ...]
    after: int | None
    after_letters: int | None = None


async def require_sight(services: Services, asking: Principal, initiative: str) -> None:
    """Raise NotFound or NotEntitled unless the one who asks, a reader, may see this initiative."""
    await services.database.read(lambda session: _require_own(session, asking, initiative))


def _require_own(session: Session, asking: Principal, initiative: str) -> None:
    row = session.get(Initiative, initiative)
    if row is None:
        raise NotFound("there is no such initiative", path="initiative", remedy="list the initiatives you may see")
    if not sees(session, asking, row):
        raise NotEntitled("this initiative has another coordinator", remedy="ask its coordinator")


def sees(session: Session, asking: Principal, row: Initiative) -> bool:
    """Whether the one who asks, a reader, may see this initiative."""
    return asking.role is not Role.COORDINATOR or _is_own(session, asking.id, row)


def _is_own(session: Session, asking: str, row: Initiative) -> bool:
    """Whether they coordinate it, are asked to, or coordinate the one that it goes on in."""
    if coordinates(session, asking, row.id, row.coordinator) or asked_by_offer(session, asking, row.id):
        return True
    into = session.get(Initiative, goes_on_in(session, row.id) or "")
    return into is not None and _is_own(session, asking, into)


async def coordinates_it(services: Services, asking: Principal, initiative: str) -> bool:
    """Whether the one who asks is an administrator, the initiative's coordinator, or named to stand in for that one."""

    def coordinate(session: Session) -> bool:
        row = session.get(Initiative, initiative)
        return row is not None and coordinates_this(session, asking, row)

    return asking.role is Role.ADMIN or await services.database.read(coordinate)


def coordinates_this(session: Session, asking: Principal, row: Initiative) -> bool:
    """The same, of an initiative that is at hand."""
    return asking.role is Role.ADMIN or coordinates(session, asking.id, row.id, row.coordinator)


async def require_coordination(services: Services, asking: Principal, initiative: str) -> None:
    """Raise NotFound or NotEntitled unless they coordinate it: whoever is only offered it may see it, no more."""
    await require_sight(services, asking, initiative)
    if not await coordinates_it(services, asking, initiative):
        raise NotEntitled("this initiative has another coordinator", remedy="ask its coordinator")


async def standing(services: Services, initiative: str, as_of: datetime | None) -> tuple[Folded, datetime]:
    """An initiative as it stands, or stood at an instant, and that instant. Raises NotFound, and Malformed for one that
    has yet to come.
    """
    now = services.clock()
    if as_of is None:
        return await services.folds.of(initiative), now
    if as_of > now:
        raise Malformed("this instant has yet to come", path="as_of", remedy="name one that has passed")
    return await services.folds.as_of(initiative, as_of), as_of


async def title(services: Services, initiative: str) -> str | None:
    """The title of an initiative, None once erased."""

    def revealed(session: Session) -> str | None:
        row = session.get(Initiative, initiative)
        return services.vault.reveal(session, row.title_ref) if row else None

    return await services.database.read(revealed)


async def board(
    services: Services, asking: Principal, filters: dict[str, object], cursor: str | None, limit: int
) -> BoardPage:
    """A page of the board, newest first. Raises Malformed for a cursor that is none, and for a phase or theme that is
    none.
    """
    principal = asking.id if asking.role is Role.COORDINATOR else None
    if (phase := filters.get("phase")) is not None and phase not in PHASES:
        raise Malformed(f"no phase is called {phase}", path="phase", remedy=f"name one of {', '.join(PHASES)}")

    def page(session: Session) -> BoardPage:
        rows = boards.page(session, filters, principal, boards.read_cursor(cursor), limit + 1)
        if not rows and "theme" in filters:
            boards.require_theme(session, str(filters["theme"]))
        titles = services.vault.reveal_many(session, [row.title_ref for row in rows])
        shown = tuple(_board_row(row, titles) for row in rows[:limit])
        more = boards.cursor_of(rows[limit - 1]) if len(rows) > limit else None
        return BoardPage(shown, more)

    return await services.database.read(page)


def _board_row(row: boards.Standing, titles: dict[str, str]) -> BoardRow:
    return BoardRow(
        id=row.id,
        title=titles.get(row.title_ref),
        model=row.model_id,
        place=row.place,
        theme=row.theme,
        phase=row.phase,
        round=row.round,
        status=row.status,
        outcome=row.outcome,
        opened_at=row.opened_at,
        phase_due=row.phase_due,
        owing=row.owing,
        earliest_due=row.earliest_due,
    )


async def history(services: Services, initiative: str, after: int, limit: int) -> HistoryPage:
    """A page of the ledger, with the texts that are not erased."""

    def page(session: Session) -> HistoryPage:
        entries = entries_between(session, STREAM + initiative, after, limit + 1)
        shown = _shown(services, session, initiative, entries[:limit])
        return HistoryPage(shown, shown[-1].seq if len(entries) > limit else None)

    return await services.database.read(page)


async def history_with_letters(
    services: Services, initiative: str, after: int, after_letters: int, limit: int
) -> HistoryPage:
    """The same, merged by time with what the ledger tells of the initiative's letters; of what is told at the same
    instant, letters come last.
    """

    def page(session: Session) -> HistoryPage:
        own = entries_between(session, STREAM + initiative, after, limit + 1)
        of_letters = entries_between(session, LETTERS + initiative, after_letters, limit + 1)
        merged = list(merge(_shown(services, session, initiative, own), _letters_shown(of_letters), key=_time))
        shown, seqs = tuple(merged[:limit]), {STREAM: after, LETTERS: after_letters}
        if len(merged) <= limit:
            return HistoryPage(shown, None)
        for entry in shown:
            seqs[entry.content["stream"].removesuffix(initiative)] = entry.seq
        return HistoryPage(shown, seqs[STREAM], seqs[LETTERS])

    return await services.database.read(page)


def _shown(services: Services, session: Session, initiative: str, entries: tuple[Entry, ...]) -> tuple[EntryView, ...]:
    texts, superseded = _texts(services, session, entries), sayings.superseded(session, initiative)
    return tuple(entry_view(entry, texts, superseded) for entry in entries)


def _letters_shown(entries: tuple[Entry, ...]) -> tuple[EntryView, ...]:
    return tuple(entry_view(entry, {}) for entry in entries)


def _time(entry: EntryView) -> str:
    """Instants are written alike, so their texts are in their order."""
    time: str = entry.content["time"]
    return time


def _texts(services: Services, session: Session, entries: tuple[Entry, ...]) -> dict[str, str]:
    """The texts by commitment; what a secret ballot says is shown to nobody."""
    said = [entry_view(entry, {}).content for entry in entries]
    refs = [ref for content in said if content["type"] != BallotSealed.KIND for ref in content["private"].values()]
    return services.vault.reveal_many(session, refs) if refs else {}
