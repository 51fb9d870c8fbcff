"""Words as they come in: texts in one normal form, ids, days and instants, each with the bounds that it must keep."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StrictInt
from pydantic_core import PydanticCustomError

from domain.mandates import LONGEST_REFERENCE, PLACE, WORD, is_reference

_DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d", re.ASCII)
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # make a text read otherwise than it is
_LARGEST = 2**53 - 1


def _lines(text: str) -> str:
    """A text of many lines: normal form C, so that what looks alike is alike; line ends as `\\n`."""
    return _written(text.replace("\r\n", "\n"), kept="\n\t")


def _one_line(text: str) -> str:
    return _written(text, kept="")


def _written(text: str, kept: str) -> str:
    kinds = {character: unicodedata.category(character) for character in set(text)}
    if any((kind in _UNSEEN and one not in kept) or one in _TURNING for one, kind in kinds.items()):
        raise ValueError("holds a control character")
    if text and not any(kind[0] != "Z" and kind not in ("Cc", "Cf") for kind in kinds.values()):
        raise ValueError("holds nothing but blanks")
    return unicodedata.normalize("NFC", text)


def _reference(text: str) -> str:
    written = _one_line(text)
    if not is_reference(written):
        raise ValueError("should be letters, digits and . , : / § ( ) -, and at least one digit")
    return written


def _of_a_day(value: object) -> object:
    """Only text is a date here: a number, also as text, would be read as seconds since 1970."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("should be a day as YYYY-MM-DD, between 1900 and 2099")
    return value


def _of_an_instant(value: object) -> object:
    if not isinstance(value, str) or not _DAY.fullmatch(value[:10]):
        raise ValueError("should be an instant in ISO 8601 with its zone, between 1900 and 2099")
    return value


def _of_a_figure(value: object) -> object:
    """A JSON number has been read as a binary fraction on its way here, and would be kept as that."""
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        meant = f"{Decimal(repr(value)):f}"
        reason = "should be the number as text, so that it is kept as it was written"
        raise PydanticCustomError("number_as_text", reason, {"remedy": f'send "{meant}"'})
    return value


Text = Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(_lines)]
"""Free text of one or more lines."""

Line = Annotated[str, Field(max_length=500), AfterValidator(_one_line)]
"""What a command names in a word or a line."""

Figure = Annotated[
    str,
    BeforeValidator(_of_a_figure),
    Field(max_length=40, description='a decimal number as text, such as "12" or "-3.5"'),
]
"""A measured number: text, so that it is kept as it was written."""

Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_one_line)]
"""The name of something or somebody."""

Title = Annotated[str, Field(min_length=3, max_length=200), AfterValidator(_one_line)]
"""The title of an initiative."""

Word = Annotated[str, Field(pattern=f"^{WORD}$")]
"""A word for a theme or a field. It may be copied into ledgers, which are kept for ever: it has no room for a name."""

Scope = Annotated[str, Field(pattern=rf"^({WORD}|\*)$")]
"""A word of a mandate's scope: an act or a theme, or `*` for all. It is copied into ledgers."""

Where = Annotated[str, Field(pattern=rf"^({PLACE}|\*)$")]
"""A municipality code of a mandate's scope, or `*` for the whole region."""

Reference = Annotated[str, Field(max_length=LONGEST_REFERENCE), AfterValidator(_reference)]
"""A pointer to minutes."""

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
"""An id of ours."""

PathId = Annotated[Id, Path()]
"""An id in an address."""

Place = Annotated[str, Field(pattern=f"^{PLACE}$")]
"""The three digits of a municipality's code."""

Number = Annotated[StrictInt, Field(ge=-_LARGEST, le=_LARGEST)]
"""A whole number that every reader of JSON can hold."""

Day = Annotated[date, BeforeValidator(_of_a_day)]
"""A local day."""

Instant = Annotated[AwareDatetime, BeforeValidator(_of_an_instant)]
"""An instant with its zone."""
