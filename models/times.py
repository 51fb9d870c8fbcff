"""Moments at rest: UTC, aware, to the microsecond, the same on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. Naive ones are refused: SQLite would keep the wall clock and lose the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC for the database. Raises ValueError (as StatementError from a session) for a naive datetime."""
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        return None if value is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """On SQLite in one step: a thousand reminders write two thousand moments."""
        return _text_of if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """On SQLite, which keeps text without a zone, in one step: a page of the board reads 150 moments."""
        return _of_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone; the database keeps aware moments only")
    return moment.astimezone(UTC)


def _text_of(moment: datetime | None) -> str | None:
    return None if moment is None else _utc_text(_in_utc(moment))


@lru_cache(maxsize=64)
def _utc_text(moment: datetime) -> str:
    """Kept for a while, as what is written together mostly happened at one instant. Of UTC only: local times of the
    hour that a clock change repeats are equal, and two instants.
    """
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def _of_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")
