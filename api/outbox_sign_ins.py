"""Letters with sign-in links in the development outbox: about no initiative, and to staff."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from api.outbox_views import OutboxLetter
from api.services import Services
from letters.signing_in import sign_in_letter
from models import sign_in_links
from models.sign_in_letters import DoorPost
from models.states import LetterState

KIND = "sign_in"


def sign_ins(services: Services, session: Session, limit: int) -> Iterator[OutboxLetter]:
    """Those sent last, newest first."""
    post = DoorPost(services.vault, services.keys, services.public_url)
    for link in sign_in_links.sent(session, limit):
        facts = post.facts(session, link)
        if facts is None or link.sent_at is None:
            continue
        message = sign_in_letter(facts, sender=services.sender, date=link.sent_at)
        text, html = message.get_body(("plain",)), message.get_body(("html",))
        yield OutboxLetter(
            letter=link.id,
            initiative="",
            obligation="",
            actor="",
            seat=None,
            addressee=None,
            kind=KIND,
            step=KIND,
            state=LetterState.SENT,
            sent_at=link.sent_at,
            to=str(message["To"]),
            subject=str(message["Subject"]),
            link=facts.link,
            text=text.get_content() if text else "",
            html=html.get_content() if html else "",
        )
