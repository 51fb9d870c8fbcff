"""A letter as plain text: the same that its page says, in blocks with an empty line between them."""

from __future__ import annotations

from collections.abc import Iterator

from letters.sheets import Row, Sheet, Whole


def as_text(letter: Whole) -> str:
    """The letter in plain text."""
    return "\n\n".join(block for block in _blocks(letter) if block) + "\n"


def _blocks(letter: Whole) -> Iterator[str]:
    yield from (letter.heading, letter.greeting, *letter.opening)
    for group in letter.groups:
        if letter.is_single:
            yield from _matter(group.sheets[0], (group.sheets[0].matter, *group.sheets[0].facts))
        else:
            yield from _several(letter, group.title, group.sheets)
    yield letter.link_note
    yield _points(letter.reach_heading, letter.reach)
    yield letter.closing
    yield from ("\n".join(filter(None, signature)) for signature in letter.signatures)
    yield "* * *"
    yield _why(letter, letter.only) if letter.only else ""
    yield " ".join(filter(None, (letter.only.silence if letter.only else "", letter.budget)))
    yield _stops(letter.only) if letter.only else ""


def _several(letter: Whole, title: str, sheets: tuple[Sheet, ...]) -> Iterator[str]:
    yield f"{title}\n{'=' * len(title)}"
    for sheet in sheets:
        yield f"{sheet.heading}\n{'-' * len(sheet.heading)}"
        yield from _matter(sheet, sheet.facts)
        yield _points(sheet.ways_heading, sheet.ways)
        yield _why(letter, sheet)
        yield sheet.silence
        yield _stops(sheet)


def _matter(sheet: Sheet, facts: tuple[Row, ...]) -> Iterator[str]:
    yield from sheet.paragraphs
    yield "\n".join(f"{label}: {value}" for label, value in facts)
    yield f"{sheet.button}:\n{sheet.link}"


def _points(heading: str, points: tuple[str, ...]) -> str:
    return "\n".join((heading, *(f"- {point}" for point in points))) if points else ""


def _why(letter: Whole, sheet: Sheet) -> str:
    return f"{letter.why_heading} {sheet.why}"


def _stops(sheet: Sheet) -> str:
    tongues = ((one.words, one.to) for one in sheet.tongues)
    return "\n".join(f"{words}: {to}" for words, to in (*sheet.stops, *tongues))
