"""The sentence of the day: how many initiatives go on, how many are late, how much is asked of the reader."""

from __future__ import annotations

from collections.abc import Sequence

from api.web.staff.board.reading import Board
from api.web.staff.board.today import Ask
from api.web.staff.door import Staff
from api.web.words import Words
from domain.actors import Role
from letters import wording
from models.attention import COUNTED


def lead(
    words: Words, language: str, board: Board, asks: Sequence[Ask], who: Staff, *, is_filtered: bool
) -> tuple[str, ...]:
    """The sentences, in order."""
    told = words["board"]
    if not sum(board.counts.values()):
        if is_filtered:
            return (told["nothing_found"],)
        return (told["none_own"] if who.principal.role is Role.COORDINATOR else told["none"],)
    said = [_counted(told["running"], language, board.running)]
    if board.running:
        said.append(_counted(told["being_late"], language, board.counts["late"]))
    if who.principal.role is not Role.AUDITOR and not is_filtered:
        said.append(_counted(told["asked"], language, len(asks)))
    return tuple(said)


def _counted(forms: Words, language: str, number: int) -> str:
    """A sentence about none, one or some, which begins with a capital letter."""
    if number < 2:
        return str(forms["one" if number else "none"])
    written = wording.counted(wording.words_in(language), number) if number < COUNTED else f"{COUNTED}+"
    said = str(forms["some"].format(number=written))
    return said[0].upper() + said[1:]
