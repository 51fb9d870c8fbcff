"""Open calls: where anybody with the address may send a need.

No need stands in the initiative before its sender confirms it or the coordinator takes it in. Whether the call takes
needs, the initiative's rules say at each knock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from api.needs_sent import LONGEST
from api.problems import NotFound
from api.services import Services
from domain.initiative import Initiative
from domain.phases.need_identification import NeedIdentification
from domain.phases.need_identification.open_call import takes_needs
from models import open_calls
from models.register import organisation
from models.tables import Initiative as InitiativeRow
from models.tables import OpenCall


@dataclass(frozen=True)
class CallView:
    """An open call as anybody sees it who has its address: what it is about, who asks, and its last day."""

    title: str
    backbone: str
    until: date
    longest: int = LONGEST


@dataclass(frozen=True)
class Knocked:
    """A call that takes needs now, and its initiative."""

    row: OpenCall
    initiative: Initiative


async def call_at(services: Services, token: str) -> Knocked:
    """The call at an address. Raises the same NotFound for one that is unknown and one that takes no needs."""
    row = await services.database.read(lambda session: open_calls.by_token(session, token)) if token.isascii() else None
    if row is not None:
        initiative = (await services.folds.of(row.initiative_id)).initiative
        state = initiative.now_in
        is_it = isinstance(state, NeedIdentification) and row.call == call_of(initiative, state.call.number)
        if is_it and isinstance(state, NeedIdentification) and takes_needs(state, initiative, services.clock()):
            return Knocked(row, initiative)
    raise NotFound("no open call is here", remedy="ask whoever gave you the address for a new one")


def call_of(initiative: Initiative, number: int) -> str:
    """How a call of the present round is named at the door."""
    return f"{initiative.at.round}.{number}"


async def viewed(services: Services, call: Knocked) -> CallView:
    """What anybody sees of a call."""

    def read(session: Session) -> CallView:
        row = session.get_one(InitiativeRow, call.initiative.id)
        models = call.initiative.charter.model.title
        title = services.vault.reveal(session, row.title_ref) or next(iter(models.values()))
        until = call.initiative.calendar.due_day(call.initiative.at.due)
        return CallView(title, organisation(session, call.initiative.backbone).name, until)

    return await services.database.read(read)
