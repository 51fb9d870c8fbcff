"""Applying: one initiative of a list is changed, by a proposal and an approval of the two who decided on the list."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlmodel import Session

from api import dry_runs
from api.calling import is_answer
from api.change_bodies import ApproveModelChangeBody, ProposeModelChangeBody
from api.doors import Caller, Principal
from api.interacting import interact
from api.preparing import Saying
from api.services import Services
from domain.actors import Role
from domain.commands import Command
from domain.ledger.entries import decode
from domain.refusals import Refusal, StateMovedOn
from domain.remodelling.commands import ApproveModelChange, ProposeModelChange
from domain.remodelling.events import ModelChanged
from models.actors import actor_of
from models.append import STREAM, entries_of_types
from models.states import ChangeState
from models.tables import ChangedInitiative, ModelChange

_PERSON = "person:"


class Decider(Caller):
    """An administrator who has decided on the whole list, and so on each of its initiatives."""

    def __init__(self, id: str) -> None:
        super().__init__(token="", needs=frozenset())  # it is who it is by what it decided
        self.id = id

    @property
    def has_a_link(self) -> bool:
        """It came with a key."""
        return False

    def __call__(self, session: Session, now: datetime) -> Principal:
        """Who it is."""
        return self.principal

    @property
    def principal(self) -> Principal:
        """Who it is, whenever it speaks."""
        person = self.id.removeprefix(_PERSON) if self.id.startswith(_PERSON) else None
        return Principal(self.id, Role.ADMIN, person=person)


async def apply_next(services: Services, change: ModelChange, row: ChangedInitiative, reason: str) -> ChangedInitiative:
    """Change one initiative; what became of it. Raises the refusals that tell nothing of it, such as Unavailable.

    It can be called again however far it came before: what stands in the ledger is looked for first, and once more
    where something is refused, as it may be what a former call has just done.
    """
    found = ChangedInitiative(**row.model_dump())
    found.seq = await _made(services, change, row)
    if found.seq is None:
        try:
            await _say_both(services, change, row, reason)
        except Refusal as refusal:
            if not is_answer(refusal):
                raise
            found.code, found.why = refusal.code, refusal.reason
            found.state = ChangeState.MOVED_ON if isinstance(refusal, StateMovedOn) else ChangeState.IMPOSSIBLE
        found.seq = await _made(services, change, row)
    if found.seq is not None:
        found.state, found.code, found.why = ChangeState.MADE, None, None
    else:
        found.dry_run = None
    return found


async def _made(services: Services, change: ModelChange, row: ChangedInitiative) -> int | None:
    """The entry by which this list has changed the initiative; None while none has."""

    def read(session: Session) -> int | None:
        entries = entries_of_types(session, STREAM + row.initiative_id, (ModelChanged.KIND,))
        recorded = [decode(entry.text) for entry in entries]
        of_this = (one for one in recorded if one.at >= change.proposed_at and isinstance(one.event, ModelChanged))
        return next((one.seq for one in of_this if vars(one.event)["dry_run"] == row.dry_run), None)

    return await services.database.read(read)


async def _say_both(services: Services, change: ModelChange, row: ChangedInitiative, reason: str) -> None:
    """Propose it, unless whoever proposed the list has done that, and approve it. Raises a Refusal."""
    named = {"model": change.to_model, "version": change.to_version, "dry_run": row.dry_run}
    proposed = (await services.folds.of(row.initiative_id)).initiative.model_proposal
    by = await services.database.write(partial(_actor, initiative=row.initiative_id, by=change.proposed_by))
    if proposed is None or (proposed.dry_run, proposed.by) != (row.dry_run, by):
        proposal = ProposeModelChangeBody.model_validate({**named, "reason": reason})
        await _say(services, row, change.proposed_by, ProposeModelChange, proposal)
    approval = ApproveModelChangeBody.model_validate(named)
    await _say(services, row, change.approved_by or "", ApproveModelChange, approval)


def _actor(session: Session, initiative: str, by: str) -> str:
    """Who that is in the initiative."""
    asking = Decider(by).principal
    return actor_of(session, initiative, principal=asking.id, person=asking.person)


async def _say(
    services: Services, row: ChangedInitiative, by: str, command: type[Command], body: ApproveModelChangeBody
) -> None:
    rules = dry_runs.lookup(services, body.model, body.version)
    await interact(Saying(services, Decider(by), row.initiative_id, command, body, None, rules))
