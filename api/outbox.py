"""The development outbox: letters that would have been sent, rendered again as they were."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from sqlmodel import Session

from api.outbox_sign_ins import sign_ins
from api.outbox_views import OutboxLetter
from api.services import Services
from domain.operating_model import Addressee
from letters.rendering import render
from models.letter_facts import Correspondence
from models.letter_matters import Matter
from models.letters import addressee, outbox
from models.tables import Letter

_LOOKED_THROUGH = 1000  # letters at most, the latest, for those to one addressee


async def letters(
    services: Services, initiative: str | None, limit: int, to: Addressee | None = None
) -> Sequence[OutboxLetter]:
    """The letters sent last, newest first, of one initiative or of all, to one kind of addressee or to all."""
    correspondence = Correspondence(services.vault, services.keys, services.public_url)

    def read(session: Session) -> list[OutboxLetter]:
        rows = outbox(session, initiative=initiative, limit=_LOOKED_THROUGH if to else limit)
        asked = (row for row in rows if to is None or addressee(session, row) is to)
        shown = (_shown(services, session, correspondence, row) for row in islice(asked, limit))
        found = [letter for letter in shown if letter is not None]
        if initiative is None and to is None:
            found = sorted([*sign_ins(services, session, limit), *found], key=_newest_first)[:limit]
        return found

    return await services.database.read(read)


def _newest_first(letter: OutboxLetter) -> float:
    return -letter.sent_at.timestamp() if letter.sent_at else 0.0


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
