"""Telling: what a start would ask of whom, and which letters it would bring, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from api.bearing import Burdened
from api.start_previews import StartPreview
from api.web.staff.laying_out import ZONE, short_day
from api.web.words import Words
from letters.accounting import account_words as words_of_accounts
from letters.wording import spoken
from letters.wording import words_in as words_of_letters
from models.foreseen_letters import ForeseenLetter


@dataclass(frozen=True)
class AskedFirst:
    """How many are asked the same, and the last day in time, also in words."""

    what: str
    number: int
    due_day: date
    due: str


@dataclass(frozen=True)
class LetterAhead:
    """A letter in words: to whom, about what, when it leaves and how; or why it stays."""

    person: str
    organisation: str
    about: str
    leaves_at: datetime | None
    leaves: str
    stays: str


@dataclass(frozen=True)
class TooMuch:
    """For whom the start would be too much, and what of it, in words."""

    person: str
    beyond: str


@dataclass(frozen=True)
class Ahead:
    """What a start leads to; `refused`: it needs a reason."""

    asked: tuple[AskedFirst, ...]
    goes: tuple[LetterAhead, ...]
    stays: tuple[LetterAhead, ...]
    beyond: tuple[TooMuch, ...]
    refused: bool


def ahead(preview: StartPreview, names: dict[str, str | None], language: str, words: Words) -> Ahead:
    """A preview in words; `names` of people who would be asked too much, by id."""
    duties = words_of_letters(spoken((language,)))["duty"]
    return Ahead(
        asked=tuple(
            AskedFirst(duties[one.duty]["ask"], one.number, one.due_day, short_day(language, one.due_day))
            for one in preview.asked
        ),
        goes=tuple(letter_ahead(one, language, words) for one in preview.mail.goes),
        stays=tuple(letter_ahead(one, language, words) for one in preview.mail.stays),
        beyond=tuple(_too_much(one, names, words) for one in preview.beyond),
        refused=preview.refused,
    )


def letter_ahead(one: ForeseenLetter, language: str, words: Words) -> LetterAhead:
    """A letter that is foreseen, in words."""
    local = one.leaves_at.astimezone(ZONE) if one.leaves_at else None
    duty = words_of_letters(spoken((language,)))["duty"].get(one.duty, {})
    return LetterAhead(
        person=one.person or words["phone"]["forgotten"],
        organisation=one.organisation or "",
        about=duty.get("ask", one.duty),
        leaves_at=one.leaves_at,
        leaves=f"{short_day(language, local.date())} {local:%H.%M}" if local else words["start"]["no_moment"],
        stays=_reason(one.because, language) if one.because else words["start"]["by"][one.by or "mail"],
    )


def _reason(because: str, language: str) -> str:
    reasons: dict[str, str] = words_of_accounts(language)["reasons"]
    return reasons.get(because, because)


def _too_much(one: Burdened, names: dict[str, str | None], words: Words) -> TooMuch:
    limits = words["start"]["limit"]
    beyond = ", ".join(limits[over.what].format(amount=over.amount, most=over.most) for over in one.beyond)
    return TooMuch(names.get(one.person) or words["phone"]["forgotten"], beyond)
