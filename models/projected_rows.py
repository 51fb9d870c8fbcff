"""The rows that events write into the read model, whole: an initiative's first columns, an obligation, a letter."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from domain.events import InitiativeStarted, ObligationOpened
from domain.obligations import ObligationState, part_of
from models.states import InitiativeStatus, LetterState

Row = dict[str, Any]


def started_row(event: InitiativeStarted, at: datetime) -> Row:
    """What a start sets in the row of its initiative."""
    charter = event.charter
    return {
        "model_id": charter.model.id,
        "model_version": charter.model.version,
        "title_ref": event.title.commitment,
        "place": charter.place,
        "theme": charter.theme,
        "backbone": charter.backbone,
        "coordinator": charter.coordinator,
        "status": InitiativeStatus.OPEN,
        "opened_at": at,
    }


def obligation_row(initiative: str, event: ObligationOpened, at: datetime) -> Row:
    """An obligation that has just been opened."""
    return {
        "initiative_id": initiative,
        "id": event.obligation,
        "kind": event.duty,
        "phase": part_of(event.obligation),
        "seat": event.seat,
        "owed_by": event.owed_by,
        "opened_at": at,
        "due": event.due,
        "state": ObligationState.OPEN,
        "settled_at": None,
        "principal": event.principal,
    }


def letter_row(initiative: str, obligation: str, actor: str, due_at: datetime, step: str) -> Row:
    """A letter that waits. Its id follows from what it is about, so the same letter can never be written twice."""
    kind = obligation.split("/")[1]
    about = "\n".join((initiative, obligation, actor, kind, step))
    return {
        "id": hashlib.sha256(about.encode()).hexdigest()[:32],
        "initiative_id": initiative,
        "obligation_id": obligation,
        "actor": actor,
        "kind": kind,
        "step": step,
        "due_at": due_at,
        "state": LetterState.WAITING,
        "reason": None,
        "attempts": 0,
    }
