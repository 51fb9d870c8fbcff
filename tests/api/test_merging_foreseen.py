"""A merge foreseen on a real server: who is told to get which letter, of which of the two, is who gets it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.letter import TAKEN_IN, TOLD
from models.letter_outcomes import Reason
from models.states import LetterState
from tests.api.merges import WHY, history, two
from tests.api.test_dry_runs import said, sent, told, tried, written
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def offered(http: Http) -> tuple[str, str, str]:
    """Two initiatives, the first of which is offered to the second; and where it is agreed to."""
    one, other = await two(http)
    await said(http, f"/initiatives/{one}/offer-merge", {"into": other, "reason": WHY})
    return one, other, f"/initiatives/{one}/accept-merge"


async def require_foretold(http: Http, initiative: str, mail: dict[str, Any], before: dict[str, Any]) -> None:
    """What is written and sent since is what was told, by its readers: who joins has no id there before."""
    fresh = {id: row[0] for id, row in (await written(http, initiative)).items() if id not in before}
    assert Counter(fresh.values()) == told([*mail["goes"], *(one for one in mail["stays"] if one["letter"])])
    claimed = await sent(http, initiative)
    assert Counter(fresh[id] for id in claimed & fresh.keys()) == told(mail["goes"])
    became = await written(http, initiative)
    for one in mail["taken_back"]:
        assert became[one["letter"]][1:] == (LetterState.SUPPRESSED, one["because"])


@pytest.mark.parametrize("is_first", [True, False], ids=["before any letter", "behind all letters"])
async def test_a_merge_writes_takes_back_and_sends_in_both_exactly_what_its_dry_run_told(
    http: Http, is_first: bool
) -> None:
    one, other, path = await offered(http)
    if not is_first:
        await sent(http, one)
    await tried(http, f"{path}/preview", {})
    ahead = (await http.post(f"{path}/preview", {})).json()
    before = {id: (await written(http, id), len(await history(http, id))) for id in (one, other)}
    await said(http, path, {})
    there = ahead["there"]
    for id, shown in ((one, ahead), (other, there)):
        letters, seq = before[id]
        assert shown["happened"] == [entry["type"] for entry in (await history(http, id))[seq:]]
        await require_foretold(http, id, shown["mail"], letters)
    news = [letter for letter in there["mail"]["goes"] if letter["duty"] == TOLD]
    assert (there["initiative"], {letter["step"] for letter in news}, len(news)) == (other, {TAKEN_IN}, 12)
    asked = {letter["seat"] for letter in there["mail"]["goes"] if letter["duty"] == "submit_need"}
    assert asked == {*http.village.seats[:4]}, "who joins is asked by the one that they join"
    back = {letter["because"] for letter in ahead["mail"]["taken_back"]}
    assert back == ({Reason.ENDED} if is_first else set())


async def test_who_hears_of_both_hears_of_them_in_one_message(http: Http) -> None:
    one, _, path = await offered(http)
    await sent(http, one)
    ahead = (await http.post(f"{path}/preview", {})).json()
    shared = {*http.village.seats[4:6]}
    for mail in (ahead["mail"], ahead["there"]["mail"]):
        of_both = [letter for letter in mail["goes"] if letter["seat"] in shared]
        assert of_both
        assert {letter["others"] for letter in of_both} == {1}


async def test_the_dry_run_is_refused_as_the_word_itself_would_be(http: Http) -> None:
    one, other, path = await offered(http)
    stranger = await http.post(f"{path}/preview", {}, by=http.village.other_coordinator)
    assert stranger.status_code == 403
    assert (await http.post(f"{path}/preview", {}, by=http.village.auditor)).status_code == 403
    pause = {"until": (datetime.now(UTC) + timedelta(days=3)).isoformat()}
    await said(http, f"/initiatives/{other}/pause", pause)
    for way in (f"{path}/preview", path):
        refused = await http.post(way, {})
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:NotMergeable")
    await said(http, f"/initiatives/{one}/withdraw-merge", {})
    for way in (f"{path}/preview", path):
        refused = await http.post(way, {})
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:NotAsked")
