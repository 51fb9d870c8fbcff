"""Changes of the model of many initiatives: the list that is tried, approved, and worked through one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, update
from sqlmodel import Session, col, select

from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled, Refusal, UnknownModel
from models.states import ChangeState, InitiativeStatus
from models.tables import ChangedInitiative, Initiative, ModelChange


def going_by(session: Session, model: str, version: str) -> Sequence[str]:
    """The initiatives that have not ended and go by this version, by id."""
    of_model = (Initiative.model_id == model, Initiative.model_version == version)
    going = col(Initiative.status) != InitiativeStatus.ENDED
    return session.exec(select(Initiative.id).where(*of_model, going).order_by(col(Initiative.id))).all()


def one(session: Session, change: str, *, locked: bool = False) -> ModelChange:
    """A change by its id, `locked` where it is to be written. Raises UnknownModel."""
    row = session.get(ModelChange, change, with_for_update=locked)
    if row is None:
        raise UnknownModel("there is no such change of the model", path="change", remedy="list the changes")
    return row


def listed(session: Session) -> Sequence[ModelChange]:
    """All changes, the newest first."""
    return session.exec(select(ModelChange).order_by(col(ModelChange.proposed_at).desc(), col(ModelChange.id))).all()


def initiatives(session: Session, change: str) -> Sequence[ChangedInitiative]:
    """What became of each initiative in a change, by its id."""
    of_change = select(ChangedInitiative).where(ChangedInitiative.change_id == change)
    return session.exec(of_change.order_by(col(ChangedInitiative.initiative_id))).all()


def left(session: Session, change: str, most: int) -> Sequence[ChangedInitiative]:
    """The next ones that are still to be changed, by id. Those that were put off come last, in any order: so none of
    them stands before the others for ever.
    """
    to_do = (ChangedInitiative.change_id == change, col(ChangedInitiative.state) == ChangeState.TRIED)
    put_off, id = col(ChangedInitiative.code).is_not(None), col(ChangedInitiative.initiative_id)
    query = select(ChangedInitiative).where(*to_do).order_by(put_off, case((~put_off, id)), func.random())
    return session.exec(query.limit(most)).all()


def put_off(session: Session, row: ChangedInitiative, met: Refusal) -> None:
    """Note why an initiative could not be asked, unless another request has changed it meanwhile."""
    noted = update(ChangedInitiative).where(
        col(ChangedInitiative.change_id) == row.change_id,
        col(ChangedInitiative.initiative_id) == row.initiative_id,
        col(ChangedInitiative.state) == ChangeState.TRIED,
    )
    session.execute(noted.values(code=met.code, why=met.reason))


def sha256_of(rows: Sequence[ChangedInitiative]) -> str:
    """The hash over what was tried of each initiative: what an approval of the whole list names."""
    tried = sorted(f"{row.initiative_id} {row.dry_run}" for row in rows if row.dry_run is not None)
    return hashlib.sha256("\n".join(tried).encode()).hexdigest()


def tried_again(session: Session, change: str, rows: Sequence[ChangedInitiative]) -> ModelChange:
    """Keep what another trial of some initiatives has shown. It is another list, which nobody has approved yet."""
    row = one(session, change, locked=True)
    for tried in rows:
        session.merge(tried)
    session.flush()
    row.sha256, row.approved_by, row.approved_at = sha256_of(initiatives(session, change)), None, None
    session.add(row)
    return row


def approve(session: Session, change: str, sha256: str, by: str, now: datetime) -> ModelChange:
    """Approve the list as it stands. Raises UnknownModel, NotAsked, NotEntitled for the one who proposed it,
    AlreadyAnswered.
    """
    row = one(session, change, locked=True)
    if row.sha256 != sha256:
        raise NotAsked("the list says something else by now", path="sha256", remedy="read it anew, and approve that")
    if row.proposed_by == by:
        raise NotEntitled("you have proposed this yourself", remedy="let another administrator approve it")
    if row.approved_by is not None:
        raise AlreadyAnswered("this has been approved already", remedy="apply it")
    row.approved_by, row.approved_at = by, now
    session.add(row)
    return row


def settle(session: Session, row: ChangedInitiative) -> None:
    """Keep what became of an initiative."""
    session.merge(row)
