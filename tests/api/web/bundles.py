"""Bundles that have gone out, written as the dispatcher leaves them."""

from __future__ import annotations

from sqlmodel import Session, select

from models.keys import token_sha256
from models.states import LetterState
from models.tables import Actor, Bundle, Letter
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.correspondence import INITIATIVE


async def bundled(stage: Rehearsal, actor: str, id_: str = "b1") -> str:
    """Send all letters to an actor so far as one message; the token by which reminders of it are stopped."""
    token, now = stage.services.keys.unsubscribe_token(id_), stage.post.play.now

    def send(session: Session) -> None:
        message_id = f"<{id_}@talkoot.example>"
        person = session.get_one(Actor, actor).person_id
        sent = {"state": LetterState.SENT, "sent_at": now, "message_id": message_id, "composed_at": now}
        session.add(Bundle(id=id_, person_id=person, day=now.date(), unsubscribe_sha256=token_sha256(token), **sent))
        for letter in session.exec(select(Letter).where(Letter.initiative_id == INITIATIVE, Letter.actor == actor)):
            letter.bundle_id, letter.state, letter.sent_at, letter.message_id = id_, LetterState.SENT, now, message_id
            letter.token_sha256 = token_sha256(stage.services.keys.link_token(letter.id))
            session.add(letter)

    await stage.services.database.write(send)
    return token
