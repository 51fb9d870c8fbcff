"""Proposed operating models and their approvals. Whether enough have approved is judged by `domain.publishing`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, delete, select

from domain.house import models as told
from domain.operating_model import OperatingModel
from domain.publishing import APPROVALS
from domain.refusals import AlreadyAnswered, ModelPublished, NotAsked, UnknownModel
from models import house
from models.tables import ModelApproval, ProposedModel


def propose(session: Session, model: OperatingModel, sha256: str, text: str, by: str, now: datetime) -> ProposedModel:
    """Keep a version for approval. The same text again changes nothing; another one takes the place of a proposal that
    is not published yet, and of its approvals. Raises ModelPublished.
    """
    row = session.get(ProposedModel, (model.id, model.version), with_for_update=True)
    if row is not None and row.sha256 == sha256:
        return row
    if row is not None and row.published_at is not None:
        raise ModelPublished(
            f"{model.id} {model.version} is published, and initiatives may run on it",
            path="operating_model.version",
            remedy="give the changed model the next version",
        )
    if row is not None:
        session.execute(delete(ModelApproval).where(_of(model.id, model.version)))
        session.delete(row)
        session.flush()
    row = ProposedModel(
        model_id=model.id, version=model.version, sha256=sha256, text=text, proposed_by=by, proposed_at=now
    )
    session.add(row)
    _record(session, [told.ModelProposed(model=model.id, version=model.version, sha256=sha256)], by, now)
    return row


def approve(session: Session, model: str, version: str, sha256: str, by: str, now: datetime) -> ProposedModel:
    """Approve a proposal as it stands; with enough approvals it is published. Raises UnknownModel for none of this
    name, NotAsked when it says something else by now, AlreadyAnswered.
    """
    row = session.get(ProposedModel, (model, version), with_for_update=True)
    if row is None:
        raise UnknownModel(f"nobody has proposed {model} {version}", remedy="list the models, or propose it first")
    if row.sha256 != sha256:
        raise NotAsked(
            "the proposal says something else by now", path="sha256", remedy="read it anew, and approve what it says"
        )
    if session.get(ModelApproval, (model, version, by)) is not None:
        raise AlreadyAnswered("you have approved this already", remedy="somebody else approves it as well")
    session.add(ModelApproval(model_id=model, version=version, approved_by=by, approved_at=now))
    session.flush()
    said = {"model": model, "version": version, "sha256": sha256}
    facts: list[told.OfModel] = [told.ModelApproved(**said)]
    if row.published_at is None and len(approvals(session, model, version)) >= APPROVALS:
        row.published_at = now
        session.add(row)
        facts.append(told.ModelPublished(**said))
    _record(session, facts, by, now)
    return row


def approvals(session: Session, model: str, version: str) -> Sequence[ModelApproval]:
    """Who approved a proposal, the earliest first."""
    return session.exec(select(ModelApproval).where(_of(model, version)).order_by(col(ModelApproval.approved_at))).all()


def listed(session: Session) -> Sequence[ProposedModel]:
    """All proposals, published or not, by id and in the order they were made."""
    return session.exec(
        select(ProposedModel).order_by(col(ProposedModel.model_id), col(ProposedModel.proposed_at))
    ).all()


def published_texts(session: Session, model: str) -> Sequence[ProposedModel]:
    """The published versions of a model."""
    return session.exec(
        select(ProposedModel).where(ProposedModel.model_id == model, col(ProposedModel.published_at).is_not(None))
    ).all()


def _record(session: Session, events: Sequence[told.OfModel], by: str, now: datetime) -> None:
    house.record(session, events, actor=house.actor_for(session, by), now=now)


def _of(model: str, version: str) -> ColumnElement[bool]:
    return and_(col(ModelApproval.model_id) == model, col(ModelApproval.version) == version)
