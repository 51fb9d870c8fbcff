"""The examination: every part at the same time, each whatever is found of the others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from activities.dispatching import wall_clock
from activities.smtp import MOST_STEPS
from stack.doctor import clocks, database, disk, keys, letters, listening, log, mail, workflows
from stack.doctor import settings as reading
from stack.doctor.findings import Finding, bounded
from stack.settings import Settings


async def examined(
    data: Path | None = None,
    send_to: str | None = None,
    clock: Callable[[], datetime] = wall_clock,
    checkpoint: Path | None = None,
) -> list[Finding]:
    """What is found of this installation, part by part; a data folder that is given wins over the environment's. The
    log is also held against a `checkpoint` that somebody kept.

    Changes nothing, and sends nothing except one letter to `send_to`.
    """
    settings, found = reading.read(data)
    barred = disk.barred(settings.data)
    if barred is not None and not _stands_elsewhere(settings):
        return [*found, barred]
    opened, temporal = database.opened(settings), await workflows.client(settings)
    try:
        parts = await asyncio.gather(
            bounded(keys.PART, keys.examine(settings, opened)),
            bounded(database.PART, database.examine(settings, opened)),
            bounded(workflows.PART, workflows.examine(settings, temporal, opened, clock)),
            bounded(mail.PART, mail.examine(settings, send_to), MOST_STEPS * mail.STEP),
            bounded(letters.PART, letters.examine(opened)),
            bounded(log.PART, log.examine(settings, opened, clock, checkpoint)),
            bounded(clocks.PART, clocks.examine(clock, opened, temporal)),
            bounded(disk.PART, disk.examine(settings, barred)),
            bounded(listening.PART, listening.examine(settings)),
        )
    finally:
        if opened is not None:
            await opened.close()
    return [*found, *(finding for part in parts for finding in part)]


def _stands_elsewhere(settings: Settings) -> bool:
    """Whether database, keys and Temporal are named, so that what lies in the data folder tells nothing of them."""
    return None not in (settings.database_url, settings.key_file, settings.temporal_address)
