"""From a cell to a value: each reader takes a trimmed text that is not empty, and raises Unfit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from domain.mandates import EVERYWHERE, LONGEST_REFERENCE, PLACE, WORD, is_reference, is_scope
from domain.registering import is_business_id, is_phone
from domain.seats import Sector
from domain.sheets.faults import Unfit

T = TypeVar("T")

LONGEST_NAME = 200
LONGEST_ADDRESS = 254
LONGEST_PHONE = 40
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
_DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII),
)
_YEARS = range(1900, 2100)
_SECTORS = {
    Sector.ASSOCIATION: ("yhdistys", "järjestö"),
    Sector.INFORMAL: ("epävirallinen ryhmä", "vapaa ryhmä", "informal group"),
    Sector.MUNICIPALITY: ("kunta", "kaupunki"),
    Sector.WELLBEING_COUNTY: ("hyvinvointialue",),
    Sector.LEADER: ("leader-ryhmä", "leader group"),
    Sector.COMPANY: ("yritys",),
    Sector.RESIDENT: ("asukas",),
}
SECTORS: Mapping[str, Sector] = {
    word: sector for sector, also in _SECTORS.items() for word in (sector.value.replace("_", " "), *also)
}
"""The words for a sector in a file."""
_LANGUAGES = {
    "fi": ("suomi", "finnish"),
    "fi-selko": ("selko", "selkosuomi", "selkokieli", "plain finnish"),
    "sv": ("ruotsi", "svenska", "swedish"),
    "en": ("englanti", "english"),
}
LANGUAGES: Mapping[str, str] = {word: code for code, also in _LANGUAGES.items() for word in (code, *also)}
"""The words for a language in a file."""

RHYTHMS: Mapping[str, str] = {
    **dict.fromkeys(("daily", "päivittäin"), "daily"),
    **dict.fromkeys(("weekly", "viikoittain", "kerran viikossa"), "weekly"),
}
"""The words for how often somebody gets letters at the most."""
_CLOCK = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3])[:.](?P<minute>[0-5][0-9])", re.ASCII)


def trimmed(cell: str) -> str:
    """A cell without the blanks around it, in normal form C. Raises Unfit for what cannot be seen."""
    text = unicodedata.normalize("NFC", cell.strip())
    if any(unicodedata.category(letter) in _UNSEEN for letter in text):
        raise Unfit("holds a line break or another character that cannot be seen", "write it on one line")
    return text


def name(text: str) -> str:
    """A name or title of at most 200 characters."""
    if len(text) > LONGEST_NAME:
        raise Unfit(f"is longer than {LONGEST_NAME} characters", "shorten it")
    return text


def address(text: str) -> str:
    """An e-mail address, by its shape."""
    local, at, host = text.rpartition("@")
    if not at or not local or "." not in host or len(text) > LONGEST_ADDRESS or re.search(r"[\s,;<>]", text):
        raise Unfit("is no e-mail address", "write one address like nimi@example.org, or leave the cell empty")
    return text


def phone(text: str) -> str:
    """A phone number, kept as it is written."""
    if len(text) > LONGEST_PHONE or not is_phone(text):
        raise Unfit("is no phone number", "write it as 040 123 4567 or +358 40 123 4567, or leave the cell empty")
    return text


def person(text: str) -> str:
    """Whom a line names: an address, a name, or both as `Nimi <nimi@example.org>`."""
    longest = LONGEST_NAME + LONGEST_ADDRESS
    if len(text) > longest:
        raise Unfit(f"is longer than {longest} characters", "write the address alone, or the name")
    return text


def business_id(text: str) -> str:
    """A Finnish business id, its last digit checked."""
    if not is_business_id(text):
        raise Unfit("is no business id", "look it up, as 9123450-6; or leave the cell empty")
    return text


def place(text: str) -> str:
    """A municipality's code; the zeros that a spreadsheet drops before a number are put back."""
    code = text.zfill(3) if text.isascii() else text
    if not re.fullmatch(PLACE, code):
        raise Unfit("is no municipality code", "write its three digits, as 297 for Kuopio")
    return code


def day(text: str) -> date:
    """A local day, as 2026-02-01 or 1.2.2026."""
    for shape in _DAYS:
        if found := shape.fullmatch(text):
            year, month, of_month = (int(found[part]) for part in ("year", "month", "day"))
            try:
                if year in _YEARS:
                    return date(year, month, of_month)
            except ValueError:
                break
    raise Unfit("is no day", "write it as 2026-02-01 or 1.2.2026")


def sector(text: str) -> Sector:
    """A sector by its English or Finnish word."""
    return _word(text, SECTORS, "sector")


def language(text: str) -> str:
    """One of the languages that people are written to in."""
    return _word(text, LANGUAGES, "language")


def rhythm(text: str) -> str:
    """How often somebody gets letters."""
    return _word(text, RHYTHMS, "rhythm")


def clock(text: str) -> str:
    """A time of day, as 20:00 or 20.00."""
    if found := _CLOCK.fullmatch(text):
        return f"{int(found['hour']):02}:{found['minute']}"
    raise Unfit("is no time of day", "write it as 20:00")


def reference(text: str) -> str:
    """A pointer to minutes."""
    if not is_reference(text):
        raise Unfit(
            f"is no reference to minutes: letters, digits and . , : / § ( ) - within {LONGEST_REFERENCE} characters, "
            "a digit at least",
            "name the meeting by its number or date and section, and nobody: it is kept for ever",
        )
    return text


def words(text: str) -> tuple[str, ...]:
    """Words apart by blanks, `|`, `,` or `;`, each once."""
    return _several(text, lambda word: re.fullmatch(WORD, word) is not None, "small letters a-z, digits and _")


def scope(text: str) -> tuple[str, ...]:
    """Words of a mandate's scope, or `*`."""
    return _several(text, lambda word: is_scope(word, WORD), "small letters a-z, digits and _; * for all")


def places(text: str) -> tuple[str, ...]:
    """Municipality codes of a mandate's scope, or `*`."""
    return tuple(code if code == EVERYWHERE else place(code) for code in _split(text))


def _several(text: str, fits: Callable[[str], bool], remedy: str) -> tuple[str, ...]:
    found = _split(text)
    if not all(map(fits, found)):
        raise Unfit("holds something that is no word of this kind", remedy)
    return found


def _split(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(word for word in re.split(r"[\s|,;]+", text) if word))
    if not found:
        raise Unfit("holds no word", "write one or more, with a blank between them")
    return found


def _word(text: str, known: Mapping[str, T], what: str) -> T:
    found = known.get(" ".join(text.casefold().replace("_", " ").split()))
    if found is None:
        raise Unfit(f"is no {what}", f"one of: {', '.join(known)}")
    return found
