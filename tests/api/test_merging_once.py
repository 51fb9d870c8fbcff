"""Merging is done exactly once, whatever breaks between the two words, and however often they are said."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError

from activities.handing_on import HandingOn
from models.merging import bringing
from stack.restarting import restart
from tests.api.merges import WHY, kinds, two, until_merged, view
from tests.api.test_exits import said
from tests.fixtures.api import Http
from tests.fixtures.audit import stands
from workflows import calls

pytestmark = pytest.mark.server


async def test_a_run_that_is_lost_between_the_two_words_is_started_from_its_ledger_and_goes_on(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = await two(http)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    http.services.patience = timedelta(seconds=3)

    def broken(*_: Any) -> Any:
        raise ApplicationError("the worker was killed")

    with monkeypatch.context() as patch:
        patch.setattr("activities.handing_on.bringing", broken)
        await said(http, one, "accept-merge")
        assert ((await view(http, one))["outcome"], (await view(http, one))["waiting_on"]) == (None, [])
        refused = await http.post(f"/initiatives/{one}/withdraw-merge", {})
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:PhaseSettled")
        await restart(http.services.database, http.services.temporal, http.runs.queue, one)
    await until_merged(http, one)
    assert len(await kinds(http, other, "merge.taken_in")) == len(await kinds(http, one, "initiative.merged")) == 1


@pytest.mark.parametrize("lost", ["before it is asked", "after it has taken in"])
async def test_what_breaks_between_the_two_words_is_done_once(
    http: Http, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    one, other = await two(http)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    attempts, broken = 0, HandingOn._asked if lost == "after it has taken in" else bringing

    async def asked(self: HandingOn, handing: calls.HandingOn, brings: Any) -> calls.HandedOn:
        nonlocal attempts
        attempts += 1
        answer: calls.HandedOn = await broken(self, handing, brings)  # type: ignore[operator]
        if attempts < 3:
            raise ApplicationError("the worker was killed")
        return answer

    def read(*arguments: Any) -> Any:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            raise ApplicationError("the worker was killed")
        return broken(*arguments)

    if lost == "after it has taken in":
        monkeypatch.setattr(HandingOn, "_asked", asked)
    else:
        monkeypatch.setattr("activities.handing_on.bringing", read)
    await said(http, one, "accept-merge")
    await until_merged(http, one)
    assert attempts >= (1 if lost == "after it has taken in" else 3)
    assert len(await kinds(http, other, "merge.taken_in")) == len(await kinds(http, one, "initiative.merged")) == 1
    assert len((await view(http, other))["seats"]) == 12
    for initiative in (one, other):
        await stands(http.services.database, initiative)


async def test_the_same_word_said_again_is_answered_as_before_and_another_finds_it_done(http: Http) -> None:
    one, other = await two(http)
    offer = {"into": other, "reason": WHY}
    offers = [await http.post(f"/initiatives/{one}/offer-merge", offer, key="the-offer") for _ in range(2)]
    assert offers[0].status_code == 200
    assert offers[0].json() == offers[1].json()
    answers = await asyncio.gather(
        *(http.post(f"/initiatives/{one}/accept-merge", {}, key="agreed-to") for _ in range(3))
    )
    done = [answer.json() for answer in answers if answer.status_code == 200]
    assert done
    assert all(answer == done[0] for answer in done)
    assert (await http.post(f"/initiatives/{one}/accept-merge", {}, key="agreed-to")).json() == done[0]
    late = await http.post(f"/initiatives/{one}/accept-merge", {}, key="once-more")
    assert (late.status_code, late.json()["type"]) == (410, "urn:talkoot:InitiativeEnded")
    assert len(await kinds(http, other, "merge.taken_in")) == 1
