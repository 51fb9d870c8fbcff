"""Files as people save them: what they say, and every fault of theirs, by line, column, reason and remedy."""

from __future__ import annotations

from typing import Any

import pytest

from domain.seats import Sector
from domain.sheets.columns import COLUMNS, Kind, column_of
from domain.sheets.faults import Fault
from domain.sheets.grids import MOST_LINES
from domain.sheets.reading import read

BOM = "\ufeff"
TWO = [{"name": "Kylä ry", "sector": Sector.ASSOCIATION}, {"name": "Kauppa Oy", "sector": Sector.COMPANY}]


def said(kind: Kind, text: str | bytes) -> list[dict[str, Any]]:
    """What the lines say; the file must have no fault."""
    reading = read(kind, text.encode() if isinstance(text, str) else text)
    assert reading.faults == ()
    return [dict(line.said) for line in reading.lines]


def faults(kind: Kind, text: str | bytes) -> list[tuple[int, str]]:
    """Where the faults are; each must say why and what to do."""
    found = read(kind, text.encode() if isinstance(text, str) else text).faults
    assert all(fault.reason and fault.remedy for fault in found)
    return [(fault.line, fault.column) for fault in found]


def only(kind: Kind, text: str | bytes) -> Fault:
    """The one fault of a file."""
    (found,) = read(kind, text.encode() if isinstance(text, str) else text).faults
    return found


@pytest.mark.parametrize("mark", ["", BOM])
@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
def test_any_mark_separator_and_line_end_reads_the_same(mark: str, separator: str, end: str, last: str) -> None:
    lines = ["nimi;sektori", "Kylä ry;yhdistys", "Kauppa Oy;yritys"]
    text = mark + end.join(lines).replace(";", separator) + (end if last else "")
    assert said(Kind.ORGANISATIONS, text) == TWO


@pytest.mark.parametrize(
    "header", ["nimi;sektori", "name;sector", " Nimi ; SEKTORI", '"nimi";"sektori"', "NAME;sektori"]
)
def test_titles_are_finnish_or_english_in_any_capitals(header: str) -> None:
    assert said(Kind.ORGANISATIONS, f"{header}\nKylä ry;yhdistys\nKauppa Oy;yritys\n") == TWO


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Y-tunnus", "business_id"),
        ("business_id", "business_id"),
        ("Business ID", "business_id"),
        ("Ytunnus", "business_id"),
        ("Tahtotilan  ilmaisi", "will_by"),
        ("a\u0308", None),
        ("", None),
    ],
)
def test_blanks_and_marks_in_titles_do_not_matter(title: str, field: str | None) -> None:
    column = column_of(Kind.ORGANISATIONS, title)
    assert (column.field if column else None) == field


def test_every_title_means_one_column() -> None:
    for kind, columns in COLUMNS.items():
        for column in columns:
            assert all(column_of(kind, title) is column for title in column.titles)


def test_columns_come_in_any_order() -> None:
    assert said(Kind.ORGANISATIONS, "sektori,nimi\nyhdistys,Kylä ry\nyritys,Kauppa Oy\n") == TWO


def test_quoted_cells_hold_separators_and_quotation_marks() -> None:
    text = 'nimi;sektori\n"Kylä; ""Ylä""-Savo";yhdistys\n"Metsä, pelto";kunta\n'
    assert [row["name"] for row in said(Kind.ORGANISATIONS, text)] == ['Kylä; "Ylä"-Savo', "Metsä, pelto"]


def test_the_separator_is_that_of_the_header_whatever_the_cells_hold() -> None:
    assert said(Kind.PERSONS, "name,address\na;b;c;d,a@example.org\n") == [
        {"name": "a;b;c;d", "address": "a@example.org"}
    ]


def test_a_file_of_one_column_needs_no_separator() -> None:
    assert said(Kind.PERSONS, "nimi\nMaija\n\nMatti, nuorempi\n"[:11]) == [{"name": "Maija"}]
    assert said(Kind.PERSONS, "nimi\nMaija") == [{"name": "Maija"}]


def test_empty_lines_are_passed_over_and_counted() -> None:
    reading = read(Kind.PERSONS, b"\n\nnimi;kieli\n\nMaija;fi\n;\n ; \n\nMatti;sv\n")
    assert [(line.number, line.said["name"]) for line in reading.lines] == [(5, "Maija"), (9, "Matti")]
    assert reading.faults == ()


def test_a_column_that_is_not_there_says_nothing_and_an_empty_cell_says_none() -> None:
    assert said(Kind.PERSONS, "nimi;sähköposti\nMaija;\n") == [{"name": "Maija", "address": None}]


def test_cells_at_the_end_may_be_left_out() -> None:
    assert said(Kind.PERSONS, "nimi;sähköposti;kieli\nMaija\n") == [
        {"name": "Maija", "address": None, "language": None}
    ]


def test_blanks_around_a_cell_go_and_letters_take_their_normal_form() -> None:
    assert said(Kind.PERSONS, "nimi\n  Kyla\u0308 \u00a0\n") == [{"name": "Kylä"}]


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = "nimi;sektori;kunta;väri\nKylä;yhdistys;297;x\n;kerho;Kuopio;x\nB;kunta;999;x;y\n"
    assert faults(Kind.ORGANISATIONS, text) == [
        (1, "väri"),
        (3, "nimi"),
        (3, "sektori"),
        (3, "kunta"),
        (4, "column 5"),
    ]
    assert [line.number for line in read(Kind.ORGANISATIONS, text.encode()).lines] == [2]


@pytest.mark.parametrize(
    ("header", "where"),
    [
        ("nimi;sektori;väri", [(1, "väri")]),
        ("nimi;sektori;name", [(1, "name")]),
        ("nimi;nimi;sektori", [(1, "nimi")]),
        ("nimi", [(1, "sektori")]),
        ("kunta;y-tunnus", [(1, "nimi"), (1, "sektori")]),
        ("nimi;sector;Sektori;väri", [(1, "Sektori"), (1, "väri")]),
    ],
)
def test_columns_unknown_twice_or_missing_are_told(header: str, where: list[tuple[int, str]]) -> None:
    assert faults(Kind.ORGANISATIONS, f"{header}\n") == where


def test_a_missing_column_is_told_with_its_other_title() -> None:
    assert "'sector'" in only(Kind.ORGANISATIONS, "nimi\n").remedy


def test_a_file_without_titles_is_told_so_once() -> None:
    fault = only(Kind.PERSONS, "Maija Mallikas;maija@example.org\nMatti;matti@example.org\n")
    assert (fault.line, fault.column) == (1, "")
    assert "nimi, sähköposti, puhelin, kieli" in fault.remedy


def test_a_file_of_another_kind_or_apart_by_tabs_is_told() -> None:
    assert faults(Kind.SEATS, "nimi;sähköposti\nMaija;a@example.org\n") == [(1, "")]
    assert faults(Kind.PERSONS, "nimi\tsähköposti\nMaija\ta@example.org\n") == [(1, "")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(content: bytes) -> None:
    assert "empty" in only(Kind.PERSONS, content).reason


def test_a_header_alone_says_nothing() -> None:
    assert said(Kind.PERSONS, "nimi;kieli\n") == []


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("nimi\nMäki\n".encode("latin-1"), 2),
        ("nimi;sähköposti\n".encode("cp1252"), 1),
        (b"nimi\r\nMaija\r\nM\xe4ki\r\n", 3),
        (b"nimi\rMaija\r\rM\xe4ki", 4),
        (b"\xef\xbb\xbfnimi\nM\xff", 2),
        ("nimi\nMaija\n".encode("utf-16"), 1),
        (b"nimi\n\xed\xa0\x80", 2),
    ],
)
def test_what_is_not_utf_8_is_told_with_its_line_and_how_to_save_it(content: bytes, line: int) -> None:
    fault = only(Kind.PERSONS, content)
    assert (fault.line, fault.column) == (line, "")
    assert "CSV UTF-8" in fault.remedy


def test_a_quotation_mark_that_is_not_closed_is_told_where_its_line_begins() -> None:
    reading = read(Kind.PERSONS, b'nimi;kieli\nMaija;fi\n"Matti;fi\nTiina;fi\n')
    assert [(fault.line, fault.column) for fault in reading.faults] == [(3, "")]
    assert [line.number for line in reading.lines] == [2]
    assert faults(Kind.PERSONS, '"nimi;kieli\n') == [(1, "")]


def test_text_after_a_closed_quotation_mark_is_told() -> None:
    assert faults(Kind.PERSONS, 'nimi;kieli\n"Maija"x;fi\n') == [(2, "")]


def test_a_cell_with_a_line_break_is_one_line_as_in_a_spreadsheet() -> None:
    assert faults(Kind.PERSONS, 'nimi;kieli\n"Mai\nja";fi\nMatti;xx\n') == [(2, "nimi"), (3, "kieli")]


def test_an_overlong_cell_is_told() -> None:
    assert faults(Kind.PERSONS, f"nimi\n{'x' * 200_000}\n") == [(2, "")]


def test_a_file_has_a_most_of_lines() -> None:
    full = "nimi\n" + "x\n" * MOST_LINES
    assert len(said(Kind.PERSONS, full)) == MOST_LINES
    fault = only(Kind.PERSONS, full + "x\n")
    assert (fault.line, "in parts" in fault.remedy) == (MOST_LINES + 2, True)


def test_a_fault_names_the_column_as_the_file_does() -> None:
    assert faults(Kind.ORGANISATIONS, "Name;SECTOR\nx;y\n") == [(2, "SECTOR")]


def test_neither_a_line_nor_its_faults_show_cells_in_logs() -> None:
    reading = read(Kind.PERSONS, b"nimi;kieli\nMaija;fi\nMatti Mallikas;xx\n")
    assert "Maija" not in repr(reading)
    assert "Mallikas" not in repr(reading)
