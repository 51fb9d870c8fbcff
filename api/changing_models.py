"""Changing the model of many initiatives: tried on each, approved as a list, and worked through one by one.

A list can be taken up again wherever it was left: what has been done of it is found in the ledgers of its initiatives.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from api import dry_runs
from api.applying_change import apply_next
from api.doors import Principal
from api.services import Services
from domain.operating_model import OperatingModel
from domain.refusals import NotAsked, Refusal
from models import model_changes
from models.states import ChangeState
from models.tables import ChangedInitiative, ModelChange

REASON = "reason"
MOST = 200
"""How many initiatives one request works through at most."""
IN_A_ROW = 3
"""After so many in a row that could not be asked, a request ends: then it is hardly one initiative that is away."""


@dataclass(frozen=True)
class RowView:
    """One initiative of a list: the hash of its dry run, or which refusal it met and why; once it is changed, the entry
    of its ledger that says so. One that is `tried` and has met a refusal could not be asked so far.
    """

    initiative: str
    state: ChangeState
    dry_run: str | None
    code: str | None
    why: str | None
    seq: int | None


@dataclass(frozen=True)
class ChangeView:
    """A change of the model of all initiatives that go by one version. `sha256` is over the dry runs, and is what an
    approval names; `counts` says how many initiatives are in which state. `id` is empty for what is not kept.
    """

    id: str
    from_model: str
    from_version: str
    to_model: str
    to_version: str
    sha256: str
    proposed_at: datetime
    approved_at: datetime | None
    counts: dict[ChangeState, int]
    initiatives: tuple[RowView, ...]


@dataclass(frozen=True)
class Wanted:
    """From which version to which, and why."""

    from_model: str
    from_version: str
    to_model: str
    to_version: str
    reason: str


async def propose(services: Services, asking: Principal, wanted: Wanted, dry: bool) -> ChangeView:
    """Try the change on every initiative that goes by the version, and keep the list unless it is a `dry` run. Raises
    UnknownModel, ModelInvalid.
    """
    model, id = await dry_runs.published(services, wanted.to_model, wanted.to_version), f"mc_{secrets.token_hex(8)}"
    going = await services.database.read(
        lambda session: model_changes.going_by(session, wanted.from_model, wanted.from_version)
    )
    rows, now = [await _tried(services, id, initiative, model) for initiative in going], services.clock()
    change = ModelChange(
        id=id,
        from_model=wanted.from_model,
        from_version=wanted.from_version,
        to_model=wanted.to_model,
        to_version=wanted.to_version,
        reason_ref="",
        sha256=model_changes.sha256_of(rows),
        proposed_by=asking.id,
        proposed_at=now,
    )
    if dry:
        change.id = ""
        return _view(change, rows)

    def kept(session: Session) -> None:
        change.reason_ref = services.vault.put(session, f"model_change:{id}", REASON, wanted.reason, now)
        session.add(change)
        session.flush()
        session.add_all(rows)

    await services.database.write(kept)
    return await shown(services, id)


async def shown(services: Services, change: str) -> ChangeView:
    """A change as it stands. Raises UnknownModel."""
    return await services.database.read(
        lambda session: _view(model_changes.one(session, change), model_changes.initiatives(session, change))
    )


async def listed(services: Services) -> list[ChangeView]:
    """All changes, the newest first, with their counts and without the initiatives."""

    def read(session: Session) -> list[ChangeView]:
        rows = model_changes.listed(session)
        return [_view(row, model_changes.initiatives(session, row.id), whole=False) for row in rows]

    return await services.database.read(read)


async def approve(services: Services, asking: Principal, change: str, sha256: str) -> ChangeView:
    """Approve a list as it stands. Raises UnknownModel, NotAsked, NotEntitled, AlreadyAnswered."""
    now = services.clock()
    await services.database.write(lambda session: model_changes.approve(session, change, sha256, asking.id, now))
    return await shown(services, change)


async def retry(services: Services, change: str) -> ChangeView:
    """Try again what could not be changed or has moved on: another list, to be approved anew. Raises UnknownModel."""
    before = await shown(services, change)
    model = await dry_runs.published(services, before.to_model, before.to_version)
    again = [row.initiative for row in before.initiatives if row.state.may_be_tried]
    rows = [await _tried(services, change, initiative, model) for initiative in again]
    if rows:
        await services.database.write(lambda session: model_changes.tried_again(session, change, rows))
    return await shown(services, change)


async def apply(services: Services, change: str, most: int) -> ChangeView:
    """Change the next ones, `most` at a time; one that cannot be asked now is put off, and keeps nobody waiting. Raises
    UnknownModel, NotAsked before the list is approved; Unavailable, StillWorking or TooMany where nothing could be done
    now: nothing is lost, and it goes on when it is called again.
    """

    def read(session: Session) -> tuple[ModelChange, Sequence[ChangedInitiative], str | None]:
        row = model_changes.one(session, change)
        return row, model_changes.left(session, change, most), services.vault.reveal(session, row.reason_ref)

    row, left, reason = await services.database.read(read)
    if row.approved_by is None:
        raise NotAsked("nobody has approved this yet", remedy="let another administrator approve it")
    silent, done = list[Refusal](), False
    for initiative in left:
        try:
            made = await apply_next(services, row, initiative, reason or "–")
        except Refusal as refusal:
            await services.database.write(partial(model_changes.put_off, row=initiative, met=refusal))
            silent.append(refusal)
            if len(silent) == IN_A_ROW:
                break
        else:
            await services.database.write(partial(model_changes.settle, row=made))
            silent, done = [], True
    if silent and not done:
        raise silent[0]
    return await shown(services, change)


async def _tried(services: Services, change: str, initiative: str, model: OperatingModel) -> ChangedInitiative:
    row = ChangedInitiative(change_id=change, initiative_id=initiative, state=ChangeState.TRIED)
    try:
        row.dry_run = (await dry_runs.tried(services, initiative, model)).sha256
    except Refusal as refusal:
        row.state, row.code, row.why = ChangeState.IMPOSSIBLE, refusal.code, refusal.reason
    return row


def _view(change: ModelChange, rows: Sequence[ChangedInitiative], *, whole: bool = True) -> ChangeView:
    states = [row.state for row in rows]
    return ChangeView(
        id=change.id,
        from_model=change.from_model,
        from_version=change.from_version,
        to_model=change.to_model,
        to_version=change.to_version,
        sha256=change.sha256,
        proposed_at=change.proposed_at,
        approved_at=change.approved_at,
        counts={state: states.count(state) for state in ChangeState if state in states},
        initiatives=tuple(
            RowView(row.initiative_id, row.state, row.dry_run, row.code, row.why, row.seq) for row in rows if whole
        ),
    )
