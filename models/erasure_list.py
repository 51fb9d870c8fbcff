"""The list of erasures: a file outside the database, of ids and times alone, by which a restored backup forgets again.

It is only ever added to. A line says `asked`, before the erasure is made, `erased` once the database says so, or
`withdrawn`, when it was not made after all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlmodel import Session, col, select

from models.tables import SubjectKey

log = structlog.get_logger(__name__)
_LINE = re.compile(r"(asked|erased|withdrawn) (\S+) (\S+\+00:00)")
ASKED, ERASED, WITHDRAWN = "asked", "erased", "withdrawn"


class ErasureList:
    """The list in a file. Whoever cannot write it is told, and nothing is refused for that: to be forgotten is a right,
    which no full disk takes away.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def is_writable(self) -> bool:
        """Whether it could be added to now; nothing is written."""
        if not self.path.exists():
            return self.path.parent.is_dir() and os.access(self.path.parent, os.W_OK | os.X_OK)
        try:
            os.close(os.open(self.path, os.O_WRONLY | os.O_APPEND))
        except OSError:
            return False
        return True

    def ask(self, subject: str, now: datetime) -> bool:
        """Note that a subject of the vault is about to be erased; whether that could be written."""
        return self._add([(ASKED, subject, now)])

    def settle(self, erased: dict[str, datetime], now: datetime) -> bool:
        """Note what the database says: `erased` are all subjects that are, with their times. Whether it could be
        written.
        """
        lines = self._lines()
        known = {subject for word, subject, _ in lines if word == ERASED}
        asked = {subject for subject, word in self._last(lines).items() if word == ASKED}
        fresh = [(ERASED, subject, at) for subject, at in sorted(erased.items()) if subject not in known]
        return self._add(fresh + [(WITHDRAWN, subject, now) for subject in sorted(asked - erased.keys())])

    def subjects(self) -> set[str]:
        """Everybody to be forgotten again: who was erased, and who was about to be when all ended."""
        lines = self._lines()
        erased = {subject for word, subject, _ in lines if word == ERASED}
        return erased | {subject for subject, word in self._last(lines).items() if word == ASKED}

    def take_in(self, others: Iterable[str], now: datetime) -> bool:
        """Note subjects that another list names; whether it could be written."""
        return self._add([(ERASED, subject, now) for subject in sorted(set(others) - self.subjects())])

    @staticmethod
    def _last(lines: list[tuple[str, str, str]]) -> dict[str, str]:
        return {subject: word for word, subject, _ in lines}

    def _lines(self) -> list[tuple[str, str, str]]:
        """The lines that are whole: one that was cut off as all ended is passed over."""
        try:
            text = self.path.read_text(encoding="ascii")
        except FileNotFoundError:
            return []
        whole = text[: text.rfind("\n") + 1]
        return [found.groups() for line in whole.splitlines() if (found := _LINE.fullmatch(line))]  # type: ignore[misc]

    def _add(self, lines: list[tuple[str, str, datetime]]) -> bool:
        if not lines:
            return True
        text = "".join(f"{word} {subject} {at.astimezone(UTC).isoformat()}\n" for word, subject, at in lines)
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                end = os.lseek(descriptor, 0, os.SEEK_END)
                broken = end > 0 and os.pread(descriptor, 1, end - 1) != b"\n"
                os.write(descriptor, (b"\n" if broken else b"") + text.encode("ascii"))
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            log.error("the list of erasures cannot be written", file=str(self.path), because=error.strerror)
            return False
        return True


def erased_subjects(session: Session) -> dict[str, datetime]:
    """All subjects of the vault that have been erased, with their times."""
    rows = session.exec(
        select(SubjectKey.subject_id, SubjectKey.erased_at).where(col(SubjectKey.erased_at).is_not(None))
    )
    return {subject: at for subject, at in rows if at is not None}
