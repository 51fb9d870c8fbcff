"""The story of an initiative over HTTP: the same facts as its view, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from api.folds import Folded
from api.services import Services
from domain.telling import account
from letters.links import linked_ids
from letters.story import Paragraph, as_text, story
from models.register import seat_names
from models.tables import Initiative


class Language(StrEnum):
    """The languages that stories are told in."""

    FI = "fi"
    SV = "sv"
    EN = "en"


@dataclass(frozen=True)
class StoryView:
    """An initiative as it stands after entry `seq`, told sentence by sentence, and the whole as plain `text`.

    `rule` is the place in its operating model under which a sentence holds; None for plain facts.
    """

    initiative: str
    seq: int
    language: str
    paragraphs: tuple[Paragraph, ...]
    text: str


async def told(services: Services, folded: Folded, now: datetime, language: str) -> StoryView:
    """Tell a folded initiative as it stands, or stood, at `now`."""

    changed = folded.initiative.remodelled

    def called(session: Session) -> tuple[dict[str, str], str | None]:
        names = seat_names(session, folded.initiative.seats)
        rows = [session.get(Initiative, other) for other in linked_ids(folded.initiative)]
        titles = {row.id: services.vault.reveal(session, row.title_ref) for row in rows if row}
        why = services.vault.reveal(session, changed.reason.commitment) if changed else None
        return names | {other: title for other, title in titles.items() if title}, why

    names, why = await services.database.read(called)
    paragraphs = story(account(folded.initiative, now), names, language, why)
    return StoryView(folded.initiative.id, folded.seq, language, paragraphs, as_text(paragraphs))
