"""Letters on paper: what is to be printed, the page of each, and that it was posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from typing import Any

import segno
from sqlmodel import Session

from api import letter_balances, reading
from api.doors import Principal
from api.problems import NotFound
from api.services import Services
from api.web.contacts import coordinator_of
from api.web.paper_forms import PaperForm, paper_form
from api.web.words import spoken, words_in
from domain.correspondence.accounts import Said
from domain.letter import LetterFacts
from letters.rendering import render
from models import paper, print_pile, register
from models.letter_facts import Correspondence
from models.tables import Letter

_NOBODYS_ADDRESS = "paper@paper.invalid"  # a message has to have one; it stands on no paper


@dataclass(frozen=True)
class PrintView:
    """A letter to be printed and posted: whose, about what, due since when. `still_asked` is false where it need not
    go any more.
    """

    letter: str
    initiative: str
    obligation: str
    person: str
    name: str | None
    kind: str
    due_at: datetime
    still_asked: bool


@dataclass(frozen=True)
class PostedView:
    """The letters of an envelope that somebody has posted, and since when they count as sent."""

    letters: tuple[str, ...]
    sent_at: datetime | None


@dataclass(frozen=True)
class Page:
    """What a letter says on paper to whom, and the form on which it can be answered; None where it cannot."""

    language: str
    whose: str
    place: str
    subject: str
    paragraphs: Sequence[str]
    link: str
    qr: str
    form: PaperForm | None
    reference: str


async def to_print(services: Services, asking: Principal) -> list[PrintView]:
    """What is to be printed, of the initiatives that the one who asks coordinates, the longest due first."""

    def read(session: Session) -> list[PrintView]:
        waiting = [
            one for one in print_pile.to_print(session) if reading.coordinates_this(session, asking, one.initiative)
        ]
        records = register.reveal_persons(session, services.vault, [one.reader for one in waiting])
        return [
            PrintView(
                letter=one.letter.id,
                initiative=one.initiative.id,
                obligation=one.letter.obligation_id,
                person=record.id,
                name=record.name,
                kind=one.letter.kind,
                due_at=one.letter.due_at,
                still_asked=one.still_asked(session),
            )
            for one, record in zip(waiting, records, strict=True)
        ]

    return await services.database.read(read)


async def printed(services: Services, initiative: str, letter: str, return_to: str) -> dict[str, Any]:
    """What the template of letters on paper is given, of all that go into one envelope. Raises NotFound, NotOnPaper."""
    folded = (await services.folds.of(initiative)).initiative

    def read(session: Session) -> dict[str, Any]:
        rows = paper.of_one_message(session, _of(session, initiative, letter))
        contact = coordinator_of(session, services.vault, folded)
        pages = [_page(services, session, row) for row in rows]
        return {
            "pages": pages,
            "language": pages[0].language,
            "t": words_in(pages[0].language)["paper"],
            "coordinator": ", ".join(part for part in (contact.name, contact.backbone, contact.address) if part),
            "return_to": return_to,
        }

    return await services.database.read(read)


async def post(services: Services, asking: Principal, initiative: str, letter: str) -> PostedView:
    """Somebody has posted it, and what is in the same envelope. Raises NotEntitled, NotFound, NotOnPaper."""

    def envelope(session: Session) -> Sequence[Letter]:
        return paper.of_one_message(session, _of(session, initiative, letter))

    rows = await services.database.read(envelope)
    if paper.waits(rows[0]):
        await letter_balances.settle(services, asking, initiative, letter, Said.SENT)
        rows = await services.database.read(envelope)
    return PostedView(tuple(row.id for row in rows), rows[0].sent_at)


def _of(session: Session, initiative: str, letter: str) -> Letter:
    row = session.get(Letter, letter)
    if row is None or row.initiative_id != initiative:
        raise NotFound("this initiative has no such letter", path="letter", remedy="list its letters")
    return row


def _page(services: Services, session: Session, row: Letter) -> Page:
    """What a letter on paper says. Raises NotFound."""
    at = row.sent_at or services.clock()
    correspondence = Correspondence(services.vault, services.keys, services.public_url)
    facts = correspondence.facts(session, row.id, at, on_paper=True)
    if facts is None:
        raise NotFound("nobody of this letter is in the register", path="letter", remedy="list what is to be printed")
    message = render(replace(facts, address=_NOBODYS_ADDRESS), sender=services.sender, date=at)
    language = spoken((str(message["Content-Language"]),))
    answers = isinstance(facts, LetterFacts) and facts.voice.opens_a_door
    return Page(
        language=language,
        whose=facts.name or "",
        place=", ".join(part for part in (facts.organisation, facts.role) if part),
        subject=str(message["Subject"]),
        paragraphs=_paragraphs(message, facts.link),
        link=facts.link,
        qr=segno.make(facts.link, error="m").svg_inline(scale=4, border=4, omitsize=True),
        form=paper_form(facts.duty, language) if isinstance(facts, LetterFacts) and answers else None,
        reference=f"{row.initiative_id} · {row.obligation_id}",
    )


def _paragraphs(message: EmailMessage, link: str) -> list[str]:
    """The words of a letter as they are in its plain text, without the address, which is printed beside the code."""
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return [part.strip() for part in text.split("\n\n") if part.strip() and link not in part]
