"""The phone list: whom a coordinator calls, about what, by which number, and how the answer is entered.

Nothing is stored for a line: the rules say from the ledger and the letters which duties nothing has been heard of.
"""

from __future__ import annotations

from itertools import groupby

from sqlmodel import Session

from api.doors import Principal
from api.phone_lines import Telling
from api.phone_views import PhoneLine, PhoneList
from api.problems import NotFound
from api.services import Services
from domain.actors import Role
from domain.correspondence.silences import Silence, as_it_stands, silences, to_call
from domain.refusals import NotEntitled
from letters.phoning import Phoning
from models import phone_list as listed
from models.actings import coordinates
from models.asked import asked_about
from models.phone_list import Place, candidates
from models.tables import Initiative

_AT_ONCE, _BATCHES = 200, 5


async def phone_list(
    services: Services, asking: Principal, initiative: str | None, cursor: str | None, limit: int, language: str
) -> PhoneList:
    """A page of the phone list: of one initiative, or of all that the one who asks coordinates, or administers. No more
    than a thousand duties are looked at for one page: where few of them are to be called about yet, it is shorter.

    Raises NotFound, NotEntitled, Malformed.
    """
    if initiative is not None:
        await require_coordinating(services, asking, initiative)
    own = asking.role is Role.COORDINATOR
    after, found, now = listed.read_cursor(cursor), list[tuple[Place, PhoneLine]](), services.clock()
    for _ in range(_BATCHES):
        start = after
        batch = await services.database.read(
            lambda session, start=start: candidates(  # type: ignore[misc]
                session, now, principal=asking.id, own=own, initiative=initiative, after=start, limit=_AT_ONCE
            )
        )
        found += await _lines(services, batch, language)
        after = batch[-1] if len(batch) == _AT_ONCE else None
        if len(found) > limit or after is None:
            break
    last = found[limit - 1][0] if len(found) > limit else after
    return PhoneList(tuple(line for _, line in found[:limit]), listed.cursor_of(last) if last else None)


async def phone_line(
    services: Services, asking: Principal, initiative: str, obligation: str, language: str
) -> PhoneLine | None:
    """One duty as a line, whether or not it is time to call about it; None for one that nobody here owes any more.

    Raises NotFound, NotEntitled.
    """
    await require_coordinating(services, asking, initiative)
    folded, now = (await services.folds.of(initiative)).initiative, services.clock()
    owed = folded.obligations.get(obligation)
    if owed is None or not owed.state.answerable or not to_call(folded, owed) or folded.outcome is not None:
        return None

    def read(session: Session) -> PhoneLine:
        asked = asked_about(session, initiative, [obligation]).get(obligation, {})
        title_ref = session.get_one(Initiative, initiative).title_ref
        telling = Telling(session, services.vault, folded, Phoning.of(language), now)
        (line,) = telling.lines([as_it_stands(folded, owed, asked)], title_ref)
        return line

    return await services.database.read(read)


async def require_coordinating(services: Services, asking: Principal, initiative: str) -> None:
    """Raise NotFound or NotEntitled for an initiative that the one who asks neither coordinates nor administers."""

    def check(session: Session) -> None:
        row = session.get(Initiative, initiative)
        if row is None:
            raise NotFound("there is no such initiative", path="initiative", remedy="list the initiatives you may see")
        if asking.role is not Role.ADMIN and not coordinates(session, asking.id, row.id, row.coordinator):
            raise NotEntitled("this initiative has another coordinator", remedy="ask its coordinator")

    await services.database.read(check)


async def _lines(services: Services, batch: list[Place], language: str) -> list[tuple[Place, PhoneLine]]:
    """The lines among these duties, in their order."""
    known: dict[tuple[str, str], PhoneLine] = {}
    for initiative, places in groupby(sorted(batch, key=lambda one: one.initiative), lambda one: one.initiative):
        obligations = [place.obligation for place in places]
        lines = await _of(services, initiative, obligations, language)
        known |= {(initiative, line.obligation): line for line in lines}
    return [(one, known[one[1:]]) for one in batch if one[1:] in known]


async def _of(services: Services, initiative: str, obligations: list[str], language: str) -> list[PhoneLine]:
    folded, now = (await services.folds.of(initiative)).initiative, services.clock()

    def read(session: Session) -> list[PhoneLine]:
        asked = asked_about(session, initiative, obligations)
        silent: tuple[Silence, ...] = silences(folded, asked, now, obligations)
        title_ref = session.get_one(Initiative, initiative).title_ref
        return Telling(session, services.vault, folded, Phoning.of(language), now).lines(silent, title_ref)

    return await services.database.read(read)
