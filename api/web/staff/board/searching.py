"""Searching the board by words: in titles, places and themes, as their readers see them."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from api.services import Services
from api.web.staff.board.wanting import SEARCHED, Choices, theme_name
from api.web.words import Words
from models import attention
from models.attention import Asked

MOST = 500
"""So many of what is found are shown."""


def narrowed(
    here: Services, session: Session, asked: Asked, typed: str, choices: Choices, words: Words
) -> tuple[Asked, bool]:
    """The board narrowed to the reader's own, and to initiatives in which each typed word stands; and whether all were
    looked through.
    """
    asked = attention.narrowed(session, asked)
    if not typed:
        return asked, True
    rows = attention.titles(session, asked, SEARCHED + 1)
    texts = here.vault.reveal_many(session, [row[1] for row in rows[:SEARCHED]])
    wanted, names = typed.casefold().split(), choices.place_names
    found = []
    for initiative, title_ref, place, theme in rows[:SEARCHED]:
        told = " ".join((texts.get(title_ref, ""), names.get(place, place), theme_name(words, theme))).casefold()
        if all(word in told for word in wanted):
            found.append(initiative)
    return replace(asked, ids=found[:MOST]), len(rows) <= SEARCHED and len(found) <= MOST
