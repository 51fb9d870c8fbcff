"""Pages about one person, for that person: the receipt of an erasure, and all that is known of them."""

from __future__ import annotations

from letters.page_making import page, words_from


def receipt_page(done: object, language: str) -> str:
    """What an erasure took, what the law keeps of it, and what stays; `done` has the fields of an `Erasure`."""
    return _page("receipt", language, done=done)


def export_page(everything: object, language: str) -> str:
    """All that is known of a person; `everything` has the fields of a `PersonExport`."""
    return _page("export", language, all=everything)


def _page(name: str, language: str, **told: object) -> str:
    words = words_from("privacy", language)
    return page(name, words, title=words[name]["title"], **told)
