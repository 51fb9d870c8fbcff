"""Initiatives: start, list, read, history, letters."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api import reading, starting, stories, trends
from api.closing import ClosingView, closing_of
from api.doors import Coordinator, Here, Reader
from api.preparation import PreparationView
from api.preparation import preparation as preparing
from api.problems import ASKING_TEMPORAL, WRITING, declared
from api.reading import BoardPage, HistoryPage
from api.scopes import needs
from api.stamps import IdempotencyKey
from api.start_previews import StartPreview
from api.stories import Language, StoryView
from api.strict import Strict
from api.trends import IndicatorView
from api.views import InitiativeView, view
from api.words import Instant, PathId, Place, Word
from domain.cycle import PHASES
from models.scopes import Scope
from models.states import InitiativeStatus

router = APIRouter(prefix="/initiatives", tags=["initiatives"])
Limit = Annotated[int, Query(ge=1, le=200)]
After = Annotated[int, Query(ge=0, lt=2**31)]


class Also(StrEnum):
    """What a history can show beside its own entries."""

    LETTERS = "letters"


AsOf = Annotated[
    Instant | None, Query(description="as the ledger stood at this instant, by all that was recorded until then")
]


class Filters(Strict):
    """Which initiatives to list; each filter that is given must match. What is no phase or theme is refused."""

    phase: Annotated[Word | None, Field(description=f"one of {', '.join(PHASES)}")] = None
    status: InitiativeStatus | None = None
    place: Place | None = None
    theme: Annotated[Word | None, Field(description="of an initiative, or one that a mandate names")] = None
    cursor: Annotated[str | None, Field(max_length=200)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@router.post("", status_code=201, responses=declared(*ASKING_TEMPORAL))
@needs(Scope.INITIATIVES_WRITE)
async def start(
    here: Here, asking: Coordinator, wanted: starting.StartInitiative, response: Response, key: IdempotencyKey = None
) -> InitiativeView:
    """Start an initiative. The answer holds the dates computed for its first phase."""
    folded = await starting.start(here, asking, wanted, key)
    response.headers["Location"] = f"/api/v1/initiatives/{folded.initiative.id}"
    return view(folded.initiative, folded.seq, wanted.title, here.clock())


@router.post("/preview", responses=declared(*WRITING))
@needs(Scope.INITIATIVES_WRITE)
async def preview(here: Here, asking: Coordinator, wanted: starting.StartInitiative) -> StartPreview:
    """What a start would ask when it opens, and for whom it would be too much in all their initiatives together.
    Nothing is started, written or sent.
    """
    return await starting.preview(here, asking, wanted)


@router.get("", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def board(
    here: Here,
    asking: Reader,
    wanted: Annotated[Filters, Query()],
) -> BoardPage:
    """The initiatives, newest first; a coordinator sees the own ones."""
    filters = wanted.model_dump(exclude_none=True, exclude={"cursor", "limit"})
    return await reading.board(here, asking, filters, wanted.cursor, wanted.limit)


@router.get("/{initiative}", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def one(here: Here, asking: Reader, initiative: PathId, as_of: AsOf = None) -> InitiativeView:
    """One initiative: phase, gate, obligations, on whom it waits since when, and what comes next if nobody acts."""
    await reading.require_sight(here, asking, initiative)
    folded, now = await reading.standing(here, initiative, as_of)
    return view(folded.initiative, folded.seq, await reading.title(here, initiative), now)


@router.get("/{initiative}/story", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def story(
    here: Here, asking: Reader, initiative: PathId, language: Language = Language.FI, as_of: AsOf = None
) -> StoryView:
    """One initiative in plain words: where it is, why, what is missing and from whom, what happens next, and what comes
    of it if nobody acts; with the rule under which each holds.
    """
    await reading.require_sight(here, asking, initiative)
    return await stories.told(here, *await reading.standing(here, initiative, as_of), language)


@router.get("/{initiative}/preparation", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def preparation(here: Here, asking: Reader, initiative: PathId, as_of: AsOf = None) -> PreparationView:
    """The preparation of an application: the call and its deadline, the latest safe day and slack of each milestone,
    sections, coverage, receipt and decision.
    """
    await reading.require_sight(here, asking, initiative)
    return preparing(*await reading.standing(here, initiative, as_of))


@router.get("/{initiative}/indicators", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def indicators(here: Here, asking: Reader, initiative: PathId) -> tuple[IndicatorView, ...]:
    """The indicators: who reports what and how often, every series of values with the breaks between them, baseline,
    target and bounds of each, and whether it drifts.
    """
    await reading.require_sight(here, asking, initiative)
    return await trends.indicators(here, (await here.folds.of(initiative)).initiative)


@router.get("/{initiative}/history", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def history(
    here: Here,
    asking: Reader,
    initiative: PathId,
    after: After = 0,
    also: Annotated[Also | None, Query(alias="with", description="merge in by time what became of letters")] = None,
    after_letters: After = 0,
    limit: Limit = 100,
) -> HistoryPage:
    """The ledger of an initiative, entry by entry as hashed, with the texts that are not erased; on request with what
    became of its letters, which is told in a stream of its own: `content.stream` tells them apart.
    """
    await reading.require_sight(here, asking, initiative)
    if also is None:
        return await reading.history(here, initiative, after, limit)
    return await reading.history_with_letters(here, initiative, after, after_letters, limit)


@router.get("/{initiative}/closing", responses=declared(409))
@needs(Scope.INITIATIVES_READ)
async def closing(here: Here, asking: Reader, initiative: PathId) -> ClosingView:
    """The document of an end: what was promised, done and learned, whom to thank, and that nothing is owed any more."""
    await reading.require_sight(here, asking, initiative)
    return await closing_of(here, initiative)
