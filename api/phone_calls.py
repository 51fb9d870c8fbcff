"""Calls that were made: "nobody answered", "will answer", and a day to call again, kept with the duty."""

from __future__ import annotations

import secrets
from typing import Self

from pydantic import Field, model_validator
from sqlmodel import Session, select

from api.doors import Principal
from api.phone_lines import Telling
from api.phone_list import require_coordinating
from api.phone_views import CallMade
from api.problems import NotFound
from api.services import Services
from api.stamps import digest_of
from api.strict import Strict
from api.words import Day, Id, Line, Text
from domain.correspondence.silences import to_call
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.refusals import AlreadyAnswered, Malformed
from letters.phoning import Phoning
from models.dialects import insert_unless_there
from models.enrolment import subject_of
from models.idempotency import KeyReused
from models.states import CallResult
from models.tables import Actor, PhoneCall

NOTE = "call.note"


class Called(Strict):
    """A call about a duty: to whom (an actor of the line; left out, the one it lies with), and how it went."""

    obligation: Line = Field(examples=["convening.1/answer_invitation/seat-01"])
    result: CallResult
    actor: Id | None = None
    again_on: Day | None = Field(default=None, description="the day on which to call again, with `call_back` alone")
    note: Text | None = Field(default=None, description="kept in the vault as the called person's, and goes with them")

    @model_validator(mode="after")
    def _day_fits(self) -> Self:
        if self.result is CallResult.CALL_BACK and self.again_on is None:
            raise ValueError("call_back needs the day on which to call again, as again_on")
        if self.result is not CallResult.CALL_BACK and self.again_on is not None:
            raise ValueError("a day to call again, again_on, goes with call_back alone")
        return self


async def record(
    services: Services, asking: Principal, initiative: str, call: Called, key: str | None, language: str
) -> CallMade:
    """Keep that somebody was called. Sent again with the same key it counts once.

    Raises NotFound, NotEntitled, AlreadyAnswered, Malformed, KeyReused, SubjectErased.
    """
    await require_coordinating(services, asking, initiative)
    folded, now = (await services.folds.of(initiative)).initiative, services.clock()
    owed = _owed(folded, call.obligation)
    actor = call.actor or owed.owed_by
    if actor not in to_call(folded, owed):
        raise Malformed("nobody of this duty is meant", path="actor", remedy="take an actor of its line")
    id_ = digest_of(asking.id, key)[:32] if key else secrets.token_hex(16)
    said: dict[str, object] = {"initiative_id": initiative, "obligation_id": owed.id, "actor": actor}
    said |= {"result": call.result, "again_on": call.again_on}

    def write(session: Session) -> CallMade:
        if insert_unless_there(session, PhoneCall, id=id_, called_at=now, by=asking.id, **said):
            row = session.get_one(PhoneCall, id_)
            row.note_ref = _kept(services, session, initiative, actor, call.note) if call.note else None
            session.add(row)
        row = session.get_one(PhoneCall, id_)
        if any(getattr(row, name) != value for name, value in said.items()):
            raise KeyReused("this key came before with another call", remedy="use a new Idempotency-Key for a new call")
        note = services.vault.reveal(session, row.note_ref) if row.note_ref else None
        return Telling(session, services.vault, folded, Phoning.of(language), now).called(row, note)

    return await services.database.write(write)


def _owed(initiative: Initiative, obligation: str) -> Obligation:
    owed = initiative.obligations.get(obligation)
    if owed is None or not to_call(initiative, owed):
        raise NotFound("nobody here owes this", path="obligation", remedy="take an obligation of the phone list")
    if not owed.state.answerable:
        raise AlreadyAnswered("this needs no call any more: it has been settled", remedy="read the phone list again")
    return owed


def _kept(services: Services, session: Session, initiative: str, actor: str, note: str) -> str:
    """The note in the vault, as the called person's."""
    person = session.exec(select(Actor.person_id).where(Actor.id == actor)).first()
    subject = subject_of(person) if person else f"initiative:{initiative}"
    return services.vault.put(session, subject, NOTE, note, services.clock())
