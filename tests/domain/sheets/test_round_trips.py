"""Laws of reading: whatever is written as CSV comes back, and whatever comes, reading ends with lines and faults."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.registering import is_business_id
from domain.sheets.cells import LANGUAGES, SECTORS
from domain.sheets.columns import COLUMNS, Kind
from domain.sheets.reading import read

UNSEEN = ("Cc", "Cs", "Zl", "Zp")
NAMES = (
    st.text(st.characters(exclude_categories=UNSEEN), min_size=1, max_size=60)
    .map(lambda text: unicodedata.normalize("NFC", text.strip()))
    .filter(bool)
)
BUSINESS_IDS = st.integers(0, 9_999_999).map(
    lambda number: next((f"{number:07}-{digit}" for digit in range(10) if is_business_id(f"{number:07}-{digit}")), None)
)
WORDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
HEADER = {
    "name": "nimi",
    "sector": "sektori",
    "business_id": "y-tunnus",
    "municipality": "kunta",
    "fields": "toimialat",
    "closed_on": "lakannut",
}
ORGANISATIONS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "sector": st.sampled_from(sorted(SECTORS)),
        "business_id": st.none() | BUSINESS_IDS,
        "municipality": st.none() | st.from_regex(r"[0-9]{3}", fullmatch=True),
        "fields": st.none() | st.lists(WORDS, min_size=1, max_size=4, unique=True).map(tuple),
        "closed_on": st.none() | DAYS,
    }
)


def written(rows: list[list[str]], separator: str, end: str, quoting: Any) -> bytes:
    """Rows as a spreadsheet writes them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue().encode()


def cell(value: Any, finnish: bool) -> str:
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}" if finnish else value.isoformat()
    return " | ".join(value) if isinstance(value, tuple) else value or ""


@given(
    rows=st.lists(ORGANISATIONS, max_size=8),
    separator=st.sampled_from(";,"),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    finnish=st.booleans(),
)
def test_what_is_written_is_read(
    rows: list[dict[str, Any]], separator: str, end: str, mark: bytes, quoting: Any, finnish: bool
) -> None:
    cells = [[cell(value, finnish) for value in map(row.__getitem__, HEADER)] for row in rows]
    reading = read(Kind.ORGANISATIONS, mark + written([list(HEADER.values()), *cells], separator, end, quoting))
    assert reading.faults == ()
    assert [dict(line.said) for line in reading.lines] == [row | {"sector": SECTORS[row["sector"]]} for row in rows]
    assert [line.number for line in reading.lines] == list(range(2, len(rows) + 2))


@given(names=st.lists(NAMES, min_size=1, max_size=5), language=st.sampled_from(sorted(LANGUAGES)))
def test_empty_lines_move_numbers_and_nothing_else(names: list[str], language: str) -> None:
    rows = [["nimi", "kieli"], *([name, language] for name in names)]
    spread = [row for each in rows for row in (each, ["", ""])]
    reading = read(Kind.PERSONS, written(spread, ";", "\n", csv.QUOTE_ALL))
    assert [(line.number, line.said["name"]) for line in reading.lines] == [
        (3 + 2 * at, name) for at, name in enumerate(names)
    ]


@given(kind=st.sampled_from(Kind), content=st.binary(max_size=200))
def test_no_bytes_break_the_reading(kind: Kind, content: bytes) -> None:
    reading = read(kind, content)
    assert all(fault.line >= 1 and fault.reason and fault.remedy for fault in reading.faults)


@given(
    kind=st.sampled_from(Kind),
    below=st.text(st.sampled_from('ab;,"\n\r\x00ä1.*- '), max_size=80),
)
def test_no_text_under_a_right_header_breaks_the_reading(kind: Kind, below: str) -> None:
    header = ";".join(column.titles[0] for column in COLUMNS[kind])
    reading = read(kind, f"{header}\n{below}".encode())
    numbers = [line.number for line in reading.lines]
    assert numbers == sorted(set(numbers))
    assert not {fault.line for fault in reading.faults if fault.column} & set(numbers)
