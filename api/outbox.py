"""The development outbox: letters that would have been sent, rendered again as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.services import Services
from letters.rendering import render
from models.letter_facts import Correspondence
from models.letters import outbox
from models.tables import Letter, Obligation


@dataclass(frozen=True)
class OutboxLetter:
    """A letter as its reader would have got it; `link` is the personal link in it."""

    letter: str
    initiative: str
    obligation: str
    actor: str
    seat: str | None
    kind: str
    step: str
    state: str
    sent_at: datetime | None
    to: str
    subject: str
    link: str
    text: str
    html: str


async def letters(services: Services, initiative: str | None, limit: int) -> Sequence[OutboxLetter]:
    """The letters sent last, newest first, of one initiative or of all."""
    correspondence = Correspondence(services.vault, services.keys, services.public_url)

    def read(session: Session) -> list[OutboxLetter]:
        rows = outbox(session, initiative=initiative, limit=limit)
        shown = (_shown(services, session, correspondence, row) for row in rows)
        return [letter for letter in shown if letter is not None]

    return await services.database.read(read)


def _shown(services: Services, session: Session, correspondence: Correspondence, row: Letter) -> OutboxLetter | None:
    sent_at = row.sent_at or row.due_at
    facts = correspondence.facts(session, row.id, sent_at)
    if facts is None:
        return None
    message = render(facts, sender=services.sender, date=sent_at)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    obligation = session.get(Obligation, (row.initiative_id, row.obligation_id))
    return OutboxLetter(
        letter=row.id,
        initiative=row.initiative_id,
        obligation=row.obligation_id,
        actor=row.actor,
        seat=obligation.seat if obligation else None,
        kind=row.kind,
        step=row.step,
        state=row.state,
        sent_at=row.sent_at,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        link=facts.link,
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
    )
