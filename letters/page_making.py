"""How pages and letters are made of templates and words: all in one way, and with days of the region.

A page is one file without scripts or anything from elsewhere, to be read, printed or sent.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

Words = Mapping[str, Any]

TEMPLATES = Environment(
    loader=PackageLoader("letters"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ZONE = ZoneInfo("Europe/Helsinki")


@cache
def words_from(folder: str, language: str) -> Words:
    """The words in one of the folders beside this file, as nested tables."""
    return tomllib.loads((Path(__file__).parent / folder / f"{language}.toml").read_text(encoding="utf-8"))


def page(name: str, words: Words, **told: object) -> str:
    """The page of a template; `words` say how days and moments are written, which templates do by `day` and `moment`,
    in Helsinki.
    """

    def day(when: datetime | date) -> str:
        at = when.astimezone(_ZONE) if isinstance(when, datetime) else when
        return str(words["day"].format(day=at.day, month=at.month, year=at.year))

    def moment(when: datetime) -> str:
        at = when.astimezone(_ZONE)
        return str(words["moment"].format(day=at.day, month=at.month, year=at.year, hour=at.hour, minute=at.minute))

    return TEMPLATES.get_template(f"{name}.html").render(words=words, day=day, moment=moment, **told)
