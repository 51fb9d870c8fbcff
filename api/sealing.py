"""The log, signed as it stands now, for what is taken out."""

from __future__ import annotations

from api.problems import Unavailable
from api.services import Services
from domain.ledger.checkpoints import SignedCheckpoint
from models.checkpoint_copy import CopyUnusable
from models.log_checkpoints import LogRewritten
from models.log_tree import LogIncomplete

AMISS = (LogRewritten, LogIncomplete, CopyUnusable)
"""What keeps the log from being signed."""


async def sealed(services: Services) -> SignedCheckpoint:
    """A checkpoint over all that has been written, once all that waits is in the log. Raises Unavailable."""
    if services.sealed is None:
        raise Unavailable("the log is not signed by this process", remedy="ask for a bundle at a checkpoint")
    try:
        return await services.sealed()
    except AMISS as amiss:
        raise unsigned(amiss) from amiss


def unsigned(amiss: Exception) -> Unavailable:
    """The refusal for what keeps the log from being signed."""
    return Unavailable(f"the log is not signed: {amiss}", remedy="ask an administrator for 'talkoot doctor'")
