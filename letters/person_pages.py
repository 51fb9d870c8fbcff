"""Pages about one person, for that person: the receipt of an erasure, and all that is known of them.

Each is one file without scripts or anything from elsewhere, to be read, printed or sent.
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

_WORDS = Path(__file__).parent / "privacy"
_ZONE = ZoneInfo("Europe/Helsinki")
_TEMPLATES = Environment(
    loader=PackageLoader("letters"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def person_words(language: str) -> Mapping[str, Any]:
    """The words of these pages in one of the languages of stories."""
    return tomllib.loads((_WORDS / f"{language}.toml").read_text(encoding="utf-8"))


def receipt_page(done: object, language: str) -> str:
    """What an erasure took, what the law keeps of it, and what stays; `done` has the fields of an `Erasure`."""
    return _page("receipt", language, done=done)


def export_page(everything: object, language: str) -> str:
    """All that is known of a person; `everything` has the fields of a `PersonExport`."""
    return _page("export", language, all=everything)


def _page(name: str, language: str, **told: object) -> str:
    words = person_words(language)

    def day(when: date) -> str:
        return str(words["day"].format(day=when.day, month=when.month, year=when.year))

    def moment(when: datetime) -> str:
        at = when.astimezone(_ZONE)
        return str(words["moment"].format(day=at.day, month=at.month, year=at.year, hour=at.hour, minute=at.minute))

    page = _TEMPLATES.get_template(f"{name}.html")
    return page.render(words=words, title=words[name]["title"], day=day, moment=moment, **told)
