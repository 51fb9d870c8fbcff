"""One time: of many forms with one key that come at once one enters, and what is refused enters nothing."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from api.keeping_keys import NewKey
from api.one_time import OneTime
from models.engine import Database
from models.idempotency import KeyReused

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


def form(label: str = "kuntaportaali", key: str = "a nonce of theirs") -> OneTime:
    said = NewKey.model_validate({"role": "auditor", "label": label}, strict=False)
    return OneTime.of("person:p1", key, "key", said)


async def test_of_many_at_once_one_enters_and_the_others_are_told_what(database: Database) -> None:
    entered: list[str] = []

    def enter(session: Session) -> str:
        if (before := form().before(session, NOW)) is not None:
            return before
        time.sleep(0.05)  # so that the others come before this one commits
        entered.append(f"row-{len(entered)}")
        form().done(session, entered[-1])
        return entered[-1]

    rows = await asyncio.gather(*(database.write(enter) for _ in range(5)))
    assert (entered, set(rows)) == (["row-0"], {"row-0"})
    with pytest.raises(KeyReused):
        await database.write(lambda session: form("toinen").before(session, NOW))


async def test_what_was_refused_may_come_again_with_its_key(database: Database) -> None:
    def refused(session: Session) -> None:
        form().before(session, NOW)
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(refused)
    assert await database.write(lambda session: form().before(session, NOW)) is None


def test_what_is_kept_of_a_form_cannot_be_tried_without_its_key() -> None:
    assert form().body_sha256 != form(key="another nonce").body_sha256
