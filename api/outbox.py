"""The development outbox: letters that would have been sent, rendered again as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlmodel import Session

from api.services import Services
from domain.operating_model import Addressee
from letters.rendering import render
from models.letter_facts import Correspondence
from models.letter_matters import Matter
from models.letters import addressee, outbox
from models.tables import Letter

_LOOKED_THROUGH = 1000  # letters at most, the latest, for those to one addressee


@dataclass(frozen=True)
class OutboxLetter:
    """A letter as its reader would have got it, in the role `addressee`; None for whoever sent a need to an
    open call.

    `link` is the link in it: personal for those who speak for a seat; the coordinator's leads to the initiative.
    """

    letter: str
    initiative: str
    obligation: str
    actor: str
    seat: str | None
    addressee: Addressee | None
    kind: str
    step: str
    state: str
    sent_at: datetime | None
    to: str
    subject: str
    link: str
    text: str
    html: str


async def letters(
    services: Services, initiative: str | None, limit: int, to: Addressee | None = None
) -> Sequence[OutboxLetter]:
    """The letters sent last, newest first, of one initiative or of all, to one kind of addressee or to all."""
    correspondence = Correspondence(services.vault, services.keys, services.public_url)

    def read(session: Session) -> list[OutboxLetter]:
        rows = outbox(session, initiative=initiative, limit=_LOOKED_THROUGH if to else limit)
        asked = (row for row in rows if to is None or addressee(session, row) is to)
        shown = (_shown(services, session, correspondence, row) for row in islice(asked, limit))
        return [letter for letter in shown if letter is not None]

    return await services.database.read(read)


def _shown(services: Services, session: Session, correspondence: Correspondence, row: Letter) -> OutboxLetter | None:
    sent_at = row.sent_at or row.due_at
    facts = correspondence.facts(session, row.id, sent_at)
    if facts is None:
        return None
    message = render(facts, sender=services.sender, date=sent_at)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    matter = Matter.of(session, row.id)
    return OutboxLetter(
        letter=row.id,
        initiative=row.initiative_id,
        obligation=row.obligation_id,
        actor=row.actor,
        seat=matter.seat,
        addressee=addressee(session, row),
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
