"""Sealed texts: the rules see that something was written, never what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sealed:
    """Free text or personal data that lies in the vault: its commitment (hex), length in characters and language
    (`fi`, `sv`, `en`).
    """

    commitment: str
    length: int
    language: str
