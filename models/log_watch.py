"""How the log stands: what waits for its index, what was signed and sent out, and whether it is the log others know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from domain.ledger.checkpoints import Checkpoint
from models import log_checkpoints, log_tree
from models.log_checkpoints import LogRewritten
from models.log_sequencing import waiting_since
from models.log_tree import LogIncomplete
from models.tables import Anchor

LATE = timedelta(seconds=2)
"""An entry that waits longer for its index is told."""


@dataclass(frozen=True)
class LogStanding:
    """How many entries have an index, since when one waits for it, when the log was first and last signed, how many
    entries that is of, and when it was last sent out.
    """

    size: int
    waiting_since: datetime | None
    signed_at: datetime | None
    anchored_at: datetime | None
    begun_at: datetime | None = None
    signed_size: int = 0

    @property
    def unsigned(self) -> int:
        """How many entries have an index and stand in no checkpoint yet."""
        return max(self.size - self.signed_size, 0)

    def waits(self, now: datetime) -> timedelta:
        """How long the entry has waited for its index that has waited longest."""
        return max(now - self.waiting_since, timedelta()) if self.waiting_since else timedelta()


class DatabaseOlder(Exception):
    """The database is not the one that a checkpoint outside it tells of."""

    remedy = (
        "if it was restored from a backup, restore a newer one; if there is none newer, 'talkoot ledger cut-short' "
        "records what is lost and goes on; if nobody restored anything, somebody has changed it: keep it, and get help"
    )

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(f"{said}: {self.remedy}")


class LogDamaged(Exception):
    """The log lacks rows that it must have, so that it cannot be held against what is known of it outside."""

    remedy = (
        "somebody has taken rows of the log away, or the disk has: keep the database as it is, see what "
        "'talkoot verify' names, and restore the newest backup"
    )

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(f"{said}: {self.remedy}")


def standing(session: Session) -> LogStanding:
    """How it stands now: five statements, each of one row of an index."""
    last, first = log_checkpoints.newest(session), log_checkpoints.first_from(session, 0)
    sent = select(Anchor.sent_at).where(col(Anchor.sent_at).is_not(None)).order_by(col(Anchor.sent_at).desc()).limit(1)
    return LogStanding(
        size=log_tree.size(session),
        waiting_since=waiting_since(session),
        signed_at=last.signed_at if last else None,
        anchored_at=session.exec(sent).first(),
        begun_at=first.signed_at if first else None,
        signed_size=last.size if last else 0,
    )


def require_known(session: Session, known: Checkpoint, where: str) -> None:
    """Raise DatabaseOlder unless the log here begins with the one that this checkpoint tells of, which lies `where` it
    says; LogDamaged where it lacks what it takes to know.
    """
    size = log_tree.size(session)
    name = log_checkpoints.origin(session)
    try:
        log_checkpoints.require_continued(session, known, name or known.origin, size, log_tree.root(session, size))
    except LogRewritten as rewritten:
        raise DatabaseOlder(f"this database is not the one of the checkpoint in {where} ({rewritten})") from rewritten
    except LogIncomplete as incomplete:
        raise LogDamaged(str(incomplete)) from incomplete
