"""What tests of merging look at: two initiatives that have seats in common, and what became of them."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlmodel import Session

from domain.ledger.entries import content
from models.append import STREAM, entries_after
from tests.api.test_exits import said
from tests.fixtures.api import Http

WHY = "Molemmissa kylissä puuttuu sama kyyti."


async def history(http: Http, initiative: str) -> list[dict[str, Any]]:
    def read(session: Session) -> list[dict[str, Any]]:
        return [content(entry) for entry in entries_after(session, STREAM + initiative, 0)]

    return await http.services.database.read(read)


async def kinds(http: Http, initiative: str, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in await history(http, initiative) if entry["type"] == kind]


async def view(http: Http, initiative: str, *, by: str = "") -> dict[str, Any]:
    answer = await http.get(f"/initiatives/{initiative}", by=by)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def two(http: Http) -> tuple[str, str]:
    """The village's ride ring with its first six seats, and the culture house with the last eight."""
    one = await http.start(title="Kyytirinki", seats=http.village.seats[:6])
    other = await http.start(title="Kulttuuritalo", seats=http.village.seats[4:])
    need = {"text": "Kyyti puuttuu.", "for_seat": http.village.seats[0], "channel": "phone"}
    await said(http, one, "need-identification/submit-need", **need)
    await said(http, other, "need-identification/submit-need", text="Tila puuttuu.", sector="resident")
    return one, other


async def until_merged(http: Http, initiative: str) -> None:
    """Wait until it has gone on in the other."""
    async with asyncio.timeout(20):
        while (await view(http, initiative))["outcome"] != "merged":  # noqa: ASYNC110 - asked over HTTP
            await asyncio.sleep(0.05)
