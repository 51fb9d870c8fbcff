"""The columns of each kind of file: their Finnish and English titles, what their cells say, and which must be there."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.sheets import cells


class Kind(StrEnum):
    """What a file lists; one kind a file."""

    ORGANISATIONS = "organisations"
    PERSONS = "persons"
    SEATS = "seats"
    MANDATES = "mandates"


@dataclass(frozen=True)
class Column:
    """A column: `field` of the register's row, its titles (Finnish, English, others), and the reader of its cells.

    A needed column must be in the header, with no cell empty. Other columns may be missing: then the register keeps
    what it has.
    """

    field: str
    titles: tuple[str, ...]
    read: Callable[[str], Any]
    needed: bool = False


def _needed(field: str, titles: str, read: Callable[[str], Any]) -> Column:
    return Column(field, tuple(titles.split(" | ")), read, needed=True)


def _free(field: str, titles: str, read: Callable[[str], Any]) -> Column:
    return Column(field, tuple(titles.split(" | ")), read)


COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.ORGANISATIONS: (
        _needed("name", "nimi | name | organisaatio | organisation", cells.name),
        _needed("sector", "sektori | sector", cells.sector),
        _free("business_id", "y-tunnus | business id", cells.business_id),
        _free("municipality", "kunta | municipality | kuntakoodi", cells.place),
        _free("fields", "toimialat | fields | toimiala", cells.words),
        _free("closed_on", "lakannut | closed on", cells.day),
        _free("will_on", "tahtotila | will on | tahtotila ilmaistu", cells.day),
        _free("will_by", "tahtotilan ilmaisi | will by", cells.person),
        _free("readiness_on", "valmius | readiness on | valmius ilmaistu", cells.day),
        _free("readiness_by", "valmiuden ilmaisi | readiness by", cells.person),
    ),
    Kind.PERSONS: (
        _needed("name", "nimi | name", cells.name),
        _free("address", "sähköposti | e-mail | sähköpostiosoite | address", cells.address),
        _free("phone", "puhelin | phone | puhelinnumero | phone number", cells.phone),
        _free("language", "kieli | language", cells.language),
        _free("rhythm", "kirjeet | letters | rhythm", cells.rhythm),
        _free("quiet_from", "hiljaista alkaen | quiet from", cells.clock),
        _free("quiet_until", "hiljaista asti | quiet until", cells.clock),
    ),
    Kind.SEATS: (
        _needed("organisation_id", "organisaatio | organisation | organisation id", cells.name),
        _needed("role_title", "tehtävä | role | rooli | role title", cells.name),
        _needed("holder_id", "edustaja | holder | holder id", cells.person),
        _free("deputy_id", "varaedustaja | deputy | deputy id", cells.person),
        _needed("term_from", "kausi alkaa | term from", cells.day),
        _free("term_until", "kausi päättyy | term until", cells.day),
    ),
    Kind.MANDATES: (
        _needed("given_by", "antaja | given by", cells.name),
        _needed("given_to", "saaja | given to", cells.name),
        _free("acts", "teot | acts", cells.scope),
        _needed("places", "kunnat | places", cells.places),
        _needed("themes", "teemat | themes", cells.scope),
        _needed("valid_from", "voimassa alkaen | valid from", cells.day),
        _needed("valid_until", "voimassa asti | valid until", cells.day),
        _needed("meeting_reference", "kokous | meeting reference | pöytäkirja", cells.reference),
        _free("former_id", "aiempi kokous | former meeting reference | former meeting", cells.reference),
    ),
}


def column_of(kind: Kind, title: str) -> Column | None:
    """The column that a title means; capitals, blanks and marks in it do not matter."""
    wanted = _bare(title)
    for column in COLUMNS[kind]:
        if wanted in (_bare(known) for known in column.titles):
            return column
    return None


def _bare(title: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", title).casefold()))
