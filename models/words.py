"""Column types for words and lists of words: text at rest, readable by any tool, without native enums or JSONB."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator


class Word(TypeDecorator[StrEnum]):
    """One word of a StrEnum, stored as its text. An unknown word raises ValueError on the way in and out."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text of the word."""
        if isinstance(value, self.words):
            return value.value
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """The word itself."""
        return None if value is None else self.words(value)


class WordList(TypeDecorator[Sequence[str]]):
    """A list of texts, stored as a JSON array in text; comes back as a list."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        """A JSON array, non-ASCII kept readable."""
        return None if value is None else json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str] | None:
        """The list of texts."""
        if value is None:
            return None
        texts: list[str] = json.loads(value)
        return texts
