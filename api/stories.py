"""The story of an initiative over HTTP: the same facts as its view, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from api.folds import Folded
from api.services import Services
from domain.telling import account
from letters.story import Paragraph, as_text, story
from models.register import seats


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
    names = await services.database.read(
        lambda session: {
            seat.id: f"{organisation.name} ({seat.role_title})"
            for seat, organisation in seats(session, folded.initiative.seats)
        }
    )
    paragraphs = story(account(folded.initiative, now), names, language)
    return StoryView(folded.initiative.id, folded.seq, language, paragraphs, as_text(paragraphs))
