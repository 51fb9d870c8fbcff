"""Refusals of the rules, as they reach people over HTTP: typed, with what to do, and nothing has changed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Shared

pytestmark = pytest.mark.server
PHONE: dict[str, Any] = {"for_seat": 0, "channel": "phone"}  # a number stands for a seat of the village
REASON = {"reason": "Aika ei riitä."}
NAME_SEATS = {"for_seat", "chair", "deputy_chair", "seat"}

# where, by whom, what; the status, kind and path of the refusal
REFUSED: list[tuple[str, str, str, dict[str, Any], int, str, str]] = [
    ("open", "coordinator", "convening/answer-invitation", {"reply": "yes"}, 403, "NotEntitled", "for_seat"),
    ("open", "coordinator", "convening/answer-invitation", {"reply": "yes", **PHONE}, 409, "AlreadyAnswered", ""),
    ("open", "link", "convening/answer-invitation", {"reply": "yes"}, 409, "AlreadyAnswered", ""),
    ("open", "link", "convening/answer-invitation", {"reply": "deputy"}, 409, "AlreadyAnswered", ""),
    (
        "open",
        "coordinator",
        "convening/answer-invitation",
        {"reply": "yes", "for_seat": "s", "channel": "paper"},
        422,
        "UnknownSeat",
        "for_seat",
    ),
    ("open", "coordinator", "convening/name-chair", {"chair": "s", "deputy_chair": 0}, 422, "UnknownSeat", "chair"),
    ("open", "coordinator", "convening/name-chair", {"chair": 1, "deputy_chair": 0}, 403, "NotEntitled", "chair"),
    ("open", "coordinator", "convening/name-chair", {"chair": 0, "deputy_chair": 0}, 422, "Malformed", "deputy_chair"),
    ("open", "link", "convening/name-chair", {"chair": 0, "deputy_chair": 1}, 403, "NotEntitled", ""),
    ("open", "coordinator", "convening/write-minutes", {"text": "Ei vielä."}, 409, "NotAsked", ""),
    ("open", "coordinator", "need-identification/nothing-to-raise", PHONE, 409, "OutOfTurn", ""),
    ("open", "link", "piloting/answer-pulse", {"progress": 1, "energy": 1}, 409, "OutOfTurn", ""),
    ("open", "coordinator", "establishment/name-receiver", {"seat": 0}, 409, "OutOfTurn", ""),
    ("open", "link", "pause", {"until": "2030-01-01T00:00:00Z"}, 403, "NotEntitled", ""),
    ("open", "coordinator", "pause", {"until": "2020-01-01T00:00:00Z"}, 422, "Malformed", "until"),
    ("open", "coordinator", "resume", {}, 409, "NotAsked", ""),
    ("open", "coordinator", "take-exit", {"exit": "advance"}, 403, "NotEntitled", "exit"),
    ("open", "coordinator", "take-exit", {"exit": "stop"}, 422, "Malformed", "reason"),
    ("open", "link", "take-exit", {"exit": "stop", **REASON}, 403, "NotEntitled", ""),
    ("open", "coordinator", "call-vote", {"exit": "advance"}, 409, "GateShut", "exit"),
    ("open", "coordinator", "call-vote", {"exit": "stop", "verdict": "stop"}, 422, "Malformed", "verdict"),
    ("open", "link", "cast-ballot", {"choice": "for"}, 409, "NotAsked", ""),
    ("looped", "link", "convening/answer-invitation", {"reply": "yes"}, 409, "PhaseSettled", ""),
    ("looped", "coordinator", "take-exit", {"exit": "loop_back", **REASON}, 409, "OutOfTurn", "exit"),
    ("looped", "coordinator", "need-identification/support-need", {"need": "n9", **PHONE}, 409, "NotAsked", "need"),
    ("ended", "link", "convening/answer-invitation", {"reply": "yes"}, 410, "InitiativeEnded", ""),
    ("ended", "coordinator", "resume", {}, 410, "InitiativeEnded", ""),
]


@pytest.mark.parametrize(
    ("where", "who", "says", "body", "status", "kind", "path"),
    REFUSED,
    ids=[f"{case[0]}-{case[1]}-{case[2]}-{case[5]}" for case in REFUSED],
)
async def test_what_the_rules_refuse(
    unchanged: Shared, where: str, who: str, says: str, body: dict[str, Any], status: int, kind: str, path: str
) -> None:
    http, initiative = unchanged.http, getattr(unchanged, where)
    seats = http.village.seats
    named = {name: seats[value] if name in NAME_SEATS and value != "s" else value for name, value in body.items()}
    by = unchanged.links[initiative] if who == "link" else http.village.coordinator
    for key in (None, f"the same refusal twice {kind}"):  # a refusal is not stored under a key
        answer = await http.post(f"/initiatives/{initiative}/{says}", named, by=by, key=key)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["type"], problem["path"]) == (f"urn:talkoot:{kind}", path), problem
        assert problem["title"]
        assert problem["detail"]


async def test_refusals_that_can_be_helped_say_how(unchanged: Shared) -> None:
    http = unchanged.http
    answer = await http.post(f"/initiatives/{unchanged.open}/convening/answer-invitation", {"reply": "yes"})
    assert answer.json()["remedy"] == "name the seat it is said for, and how it reached you"
    gone = await http.post(f"/initiatives/{unchanged.ended}/resume")
    assert "history" in gone.json()["remedy"]
