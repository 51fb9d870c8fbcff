"""What a cell may say in each column, and how it is told that it says something else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.seats import Sector
from domain.sheets.columns import Kind
from domain.sheets.faults import Fault
from domain.sheets.reading import read


def said(kind: Kind, text: str | bytes) -> list[dict[str, Any]]:
    """What the lines say; the file must have no fault."""
    reading = read(kind, text.encode() if isinstance(text, str) else text)
    assert reading.faults == ()
    return [dict(line.said) for line in reading.lines]


def only(kind: Kind, text: str | bytes) -> Fault:
    """The one fault of a file."""
    (found,) = read(kind, text.encode() if isinstance(text, str) else text).faults
    return found


SEAT = "organisaatio;tehtävä;edustaja;varaedustaja;kausi alkaa;kausi päättyy\n"
MANDATE = "antaja;saaja;kunnat;teemat;voimassa alkaen;voimassa asti;kokous;teot\n"


def test_a_seat_is_read() -> None:
    assert said(Kind.SEATS, SEAT + "1234567-1;Puheenjohtaja;a@example.org;;1.2.2026;2027-12-31\n") == [
        {
            "organisation_id": "1234567-1",
            "role_title": "Puheenjohtaja",
            "holder_id": "a@example.org",
            "deputy_id": None,
            "term_from": date(2026, 2, 1),
            "term_until": date(2027, 12, 31),
        }
    ]


def test_a_mandate_is_read() -> None:
    line = "Järjestöneuvosto;Nuorten Palvelu ry;297 | 49 5;youth culture;1.1.2026;31.12.2026;Neuvosto 3/2025, 12 §;*\n"
    assert said(Kind.MANDATES, MANDATE + line) == [
        {
            "given_by": "Järjestöneuvosto",
            "given_to": "Nuorten Palvelu ry",
            "places": ("297", "049", "005"),
            "themes": ("youth", "culture"),
            "valid_from": date(2026, 1, 1),
            "valid_until": date(2026, 12, 31),
            "meeting_reference": "Neuvosto 3/2025, 12 §",
            "acts": ("*",),
        }
    ]


CELLS: list[tuple[str, str, Any]] = [
    ("y-tunnus", "1234567-1", "1234567-1"),
    ("kunta", "297", "297"),
    ("kunta", "49", "049"),
    ("toimialat", "culture, village culture", ("culture", "village")),
    ("lakannut", "2026-02-01", date(2026, 2, 1)),
    ("lakannut", "1.2.2026", date(2026, 2, 1)),
    ("lakannut", "01.02.2026", date(2026, 2, 1)),
    ("lakannut", "29.2.2028", date(2028, 2, 29)),
    ("tahtotila", "2026-2-1", date(2026, 2, 1)),
]


@pytest.mark.parametrize(("title", "cell", "value"), CELLS)
def test_a_cell_is_read(title: str, cell: str, value: Any) -> None:
    (row,) = said(Kind.ORGANISATIONS, f'nimi;sektori;{title}\nx;kunta;"{cell}"\n')
    assert list(row.values())[-1] == value


@pytest.mark.parametrize(
    ("word", "sector"),
    [
        ("yhdistys", Sector.ASSOCIATION),
        ("Järjestö", Sector.ASSOCIATION),
        ("informal", Sector.INFORMAL),
        ("Epävirallinen ryhmä", Sector.INFORMAL),
        ("Kaupunki", Sector.MUNICIPALITY),
        ("wellbeing_county", Sector.WELLBEING_COUNTY),
        ("Wellbeing county", Sector.WELLBEING_COUNTY),
        ("hyvinvointialue", Sector.WELLBEING_COUNTY),
        ("Leader-ryhmä", Sector.LEADER),
        ("YRITYS", Sector.COMPANY),
        ("asukas", Sector.RESIDENT),
    ],
)
def test_a_sector_has_finnish_and_english_words(word: str, sector: Sector) -> None:
    assert said(Kind.ORGANISATIONS, f"nimi;sektori\nx;{word}\n")[0]["sector"] is sector


@pytest.mark.parametrize(
    ("word", "code"),
    [
        *(("fi", "fi"), ("Suomi", "fi"), ("SV", "sv"), ("svenska", "sv"), ("en", "en")),
        *(("fi-selko", "fi-selko"), ("Selkosuomi", "fi-selko"), ("selkokieli", "fi-selko")),
    ],
)
def test_a_language_has_its_code_and_its_names(word: str, code: str) -> None:
    assert said(Kind.PERSONS, f"nimi;kieli\nx;{word}\n")[0]["language"] == code


WRONG: list[tuple[Kind, str, str]] = [
    *((Kind.ORGANISATIONS, "sektori", cell) for cell in ("", "seura", "company yritys")),
    *(
        (Kind.ORGANISATIONS, "y-tunnus", cell)
        for cell in ("1234567", "1234567-2", "1234567-12", "FI12345671", "１２３４５６７-1")
    ),
    *((Kind.ORGANISATIONS, "kunta", cell) for cell in ("Kuopio", "2970", "*", "²97", "1 2")),
    *((Kind.ORGANISATIONS, "toimialat", cell) for cell in ("Kulttuuri", "kylä", "a-b", "|")),
    *(
        (Kind.ORGANISATIONS, "lakannut", cell)
        for cell in ("2026", "1.2.26", "31.2.2026", "1/2/2026", "46054", "1.2.1800")
    ),
    *((Kind.ORGANISATIONS, "nimi", cell) for cell in ("", "x" * 201, "a\tb", "a\u2028b", "a\x00b", "a\nb")),
    *(
        (Kind.PERSONS, "sähköposti", cell)
        for cell in ("kyla", "@example.org", "a@b", "a b@example.org", "a@e.org;b@e.org")
    ),
    *((Kind.PERSONS, "kieli", cell) for cell in ("klingon", "fi sv")),
    *((Kind.MANDATES, "kunnat", cell) for cell in ("", "Kuopio", "297 Kuopio", ";")),
    *((Kind.MANDATES, "teemat", cell) for cell in ("", "Nuoret", "matti meikäläinen!")),
    *((Kind.MANDATES, "kokous", cell) for cell in ("", "Matti Meikäläinen", "3/2025 a@example.org", "§ 1" + "x" * 80)),
    *((Kind.MANDATES, "voimassa asti", cell) for cell in ("", "toistaiseksi")),
]
GOOD: dict[Kind, dict[str, str]] = {
    Kind.ORGANISATIONS: {"nimi": "x", "sektori": "kunta"},
    Kind.PERSONS: {"nimi": "x"},
    Kind.MANDATES: {
        "antaja": "a",
        "saaja": "b",
        "kunnat": "*",
        "teemat": "*",
        "voimassa alkaen": "1.1.2026",
        "voimassa asti": "1.1.2027",
        "kokous": "3/2025",
    },
}


@pytest.mark.parametrize(("kind", "title", "cell"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_cell_is_told_by_line_and_column_and_not_repeated(kind: Kind, title: str, cell: str) -> None:
    row = GOOD[kind] | {title: '"{}"'.format(cell.replace('"', '""'))}
    fault = only(kind, f"\n{';'.join(row)}\n\n{';'.join(row.values())}\n")
    assert (fault.line, fault.column) == (4, title)
    assert fault.reason.startswith("the cell ")
    assert len(cell) < 4 or cell not in fault.reason


def test_a_person_is_named_by_an_address_of_any_length_and_a_name_before_it() -> None:
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.fi"
    named = f"{'N' * 200} <{address}>"
    seats = said(Kind.SEATS, f"{SEAT}Kylä ry;x;{address};{named};1.1.2026;\n")
    assert (seats[0]["holder_id"], seats[0]["deputy_id"]) == (address, named)
    assert only(Kind.SEATS, f"{SEAT}Kylä ry;x;{'a' * 455};;1.1.2026;\n").reason.endswith("longer than 454 characters")


def test_a_phone_number_is_kept_as_it_is_written() -> None:
    found = said(Kind.PERSONS, "nimi;puhelinnumero\nMaija;+358 40-123 4567\nMatti;\n")
    assert found == [{"name": "Maija", "phone": "+358 40-123 4567"}, {"name": "Matti", "phone": None}]


@pytest.mark.parametrize("text", ["1", "040 123 4567 kotona", "0" * 41])
def test_what_is_no_phone_number_is_told(text: str) -> None:
    fault = only(Kind.PERSONS, f"nimi;puhelin\nMaija;{text}\n")
    assert (fault.line, fault.column, fault.reason) == (2, "puhelin", "the cell is no phone number")
    assert "040 123 4567" in fault.remedy
