"""Figures of the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily

from models.log_watch import LogStanding


def log_figures(log: LogStanding, now: datetime) -> Iterator[GaugeMetricFamily]:
    """How far the log has come, and since when what waits for it waits."""
    yield GaugeMetricFamily("talkoot_log_entries", "Entries that have a place in the log.", value=log.size)
    words = "How long the oldest entry without a place in the log has waited for it; 0 at rest."
    yield GaugeMetricFamily("talkoot_log_oldest_waiting_seconds", words, value=log.waits(now).total_seconds())
    words = "Entries that have a place in the log and stand in no checkpoint yet; 0 at rest."
    yield GaugeMetricFamily("talkoot_log_unsigned_entries", words, value=log.unsigned)
    yield _ages("checkpoint", "the log was last signed", log.signed_at, now)
    # where none has ever left, since there was one that could
    yield _ages("anchor", "a checkpoint last left the house", log.anchored_at or log.begun_at, now)


def _ages(what: str, since: str, moment: datetime | None, now: datetime) -> GaugeMetricFamily:
    seconds = max((now - moment).total_seconds(), 0.0) if moment is not None else 0.0
    words = f"Time since {since}; 0 before the first time."
    return GaugeMetricFamily(f"talkoot_log_{what}_age_seconds", words, value=seconds)
