"""Sealed texts: the rules see that something was written, never what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Sealed:
    """Free text or personal data that lies in the vault: its commitment (hex), length in characters and language
    (`fi`, `sv`, `en`).
    """

    commitment: str
    length: int
    language: str


def secret_text(words: type[StrEnum], word: str) -> str:
    """One of a few words in the form in which it is sealed: all of them are of one length."""
    return word.ljust(max(len(each) for each in words))
