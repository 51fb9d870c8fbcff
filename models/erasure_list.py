"""The list of erasures: a file outside the database, of ids and times alone, by which a restored backup forgets again.

It is only ever added to. A line says `asked`, before the erasure is made, `erased` once the database says so, or
`withdrawn`, when it was not made after all. Other lines tell what else a backup must not bring back: whose data was
`restricted` (or `unrestricted`), which reminders were `stopped` (or `resumed`), which hold was `lifted`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlmodel import Session, col, select

from models.tables import SubjectKey

log = structlog.get_logger(__name__)
_LINE = re.compile(
    r"(asked|erased|withdrawn|restricted|unrestricted|stopped|resumed|lifted) (\S+) (\S+\+00:00)", re.ASCII
)
ASKED, ERASED, WITHDRAWN = "asked", "erased", "withdrawn"
RESTRICTED, STOPPED, LIFTED = "restricted", "stopped", "lifted"
_ENDED = {RESTRICTED: "unrestricted", STOPPED: "resumed"}
Kept = Mapping[str, Mapping[str, datetime]]
"""By word, whom or what it is said of, and since when."""


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
        asked = self._standing(lines, ASKED, ERASED, WITHDRAWN)
        fresh = [(ERASED, subject, at) for subject, at in sorted(erased.items()) if subject not in known]
        return self._add(fresh + [(WITHDRAWN, subject, now) for subject in sorted(asked - erased.keys())])

    def subjects(self) -> set[str]:
        """Everybody to be forgotten again: who was erased, and who was about to be when all ended."""
        lines = self._lines()
        erased = {subject for word, subject, _ in lines if word == ERASED}
        return erased | self._standing(lines, ASKED, ERASED, WITHDRAWN)

    def keep(self, kept: Kept, now: datetime) -> bool:
        """Note what stands now of what is `restricted`, `stopped` and `lifted`; whether it could be written."""
        lines, fresh = self._lines(), list[tuple[str, str, datetime]]()
        for word, standing in kept.items():
            known = self._standing(lines, word, _ENDED.get(word, ""))
            fresh += [(word, one, since) for one, since in sorted(standing.items()) if one not in known]
            if word in _ENDED:
                fresh += [(_ENDED[word], one, now) for one in sorted(known - standing.keys())]
        return self._add(fresh)

    def kept(self) -> dict[str, set[str]]:
        """What stands by the list, by word."""
        lines = self._lines()
        return {word: self._standing(lines, word, _ENDED.get(word, "")) for word in (RESTRICTED, STOPPED, LIFTED)}

    def take_in(self, others: Iterable[str], now: datetime) -> bool:
        """Note subjects that another list names; whether it could be written."""
        return self._add([(ERASED, subject, now) for subject in sorted(set(others) - self.subjects())])

    @staticmethod
    def _standing(lines: list[tuple[str, str, str]], word: str, *others: str) -> set[str]:
        """Of whom this word, and none of the others, was said last."""
        last = {subject: said for said, subject, _ in lines if said in (word, *others)}
        return {subject for subject, said in last.items() if said == word}

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
