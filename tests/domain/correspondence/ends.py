"""How letters have ended, by the entries that tell it."""

from __future__ import annotations

from domain.correspondence.accounts import End, LetterEvent, LetterSettled


def end_of(event: LetterEvent) -> End:
    """How the letter has ended by this entry."""
    if isinstance(event, LetterSettled):
        return event.said.end
    return End(event.KIND.partition(".")[2])
