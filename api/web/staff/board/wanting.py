"""What of the board somebody wants to see: the filters in its address, and what there is to choose from.

Words that are searched for are sent in a form and stand in no address: titles of initiatives are free text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from sqlmodel import Session

from api.doors import Principal
from api.services import Services
from api.web.words import Words
from domain.actors import Role
from domain.cycle import PHASES
from models import attention, register_search
from models.attention import Asked

SOON: Final = timedelta(days=7)
SEARCHED: Final = 2_000
"""Titles lie sealed in the vault, where no database finds words: so many of the newest are opened for it."""

FILTERS: Final = ("place", "phase", "theme", "own")
_LONGEST = 100


@dataclass(frozen=True)
class Wanted:
    """The filters as they were typed, empty where there is none; `after` is the cursor of a page."""

    place: str = ""
    phase: str = ""
    theme: str = ""
    own: str = ""
    words: str = ""
    after: str = ""

    @classmethod
    def of(cls, request: Request) -> Wanted:
        """As the address says. What it does not know is left aside: nobody is refused their board."""
        return cls.typed({**request.query_params, "words": ""})

    @classmethod
    def typed(cls, given: Mapping[str, str]) -> Wanted:
        """As a form says, without NUL, which PostgreSQL takes in no text."""
        said = {name: given.get(name, "").replace("\0", "").strip() for name in (*FILTERS, "words", "after")}
        said["words"] = said["words"][:_LONGEST]
        if said["phase"] not in PHASES:
            said["phase"] = ""
        return cls(**said)

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.in_address())

    def in_address(self) -> dict[str, str]:
        """The filters that an address may hold, those that are set."""
        return {name: value for name in FILTERS if (value := getattr(self, name))}

    def query(self, **more: str) -> str:
        """These filters behind an address's question mark, with more of them."""
        return urlencode(self.in_address() | {name: value for name, value in more.items() if value})

    def asked(self, here: Services, asking: Principal) -> Asked:
        """The same as the database is asked: a coordinator sees the own initiatives, others all."""
        now = here.clock()
        of_one = asking.role is Role.COORDINATOR or bool(self.own)
        return Asked(
            now,
            now + SOON,
            of=asking.id if of_one else None,
            place=self.place or None,
            phase=self.phase or None,
            theme=self.theme or None,
        )


@dataclass(frozen=True)
class Choices:
    """What the lists of the filters offer, as values and labels."""

    places: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]
    phases: tuple[tuple[str, str], ...]

    @property
    def place_names(self) -> dict[str, str]:
        """Places by their code."""
        return dict(self.places)


def choices(session: Session, words: Words) -> Choices:
    """The places and themes that there are initiatives for."""
    names = dict(register_search.municipalities(session))
    places = sorted(
        ((code, names.get(code, code)) for code in attention.in_use(session, "place")), key=lambda one: one[1]
    )
    themes = sorted(
        ((one, theme_name(words, one)) for one in attention.in_use(session, "theme")), key=lambda one: one[1]
    )
    phases = ((name, f"{number} {words['phase'][name]}") for number, name in enumerate(PHASES, start=1))
    return Choices(tuple(places), tuple(themes), tuple(phases))


def theme_name(words: Words, theme: str) -> str:
    """A theme in the reader's language; themes are free words, so one that has no name is shown as it is."""
    known: dict[str, str] = words["theme"]
    return known.get(theme, theme.replace("_", " "))
