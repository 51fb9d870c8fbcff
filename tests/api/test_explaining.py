"""A gate that a "no" keeps shut says so: in the view, and in the refusal of whoever tries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.conftest import Shared
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


@dataclass
class Stated:
    """An initiative whose problem has been stated on two needs; a third seat raised its need after that."""

    http: Http
    path: str

    async def says(self, what: str, seat: int | None = None, **body: Any) -> dict[str, Any]:
        """What was recorded of what the coordinator says, or enters for a seat."""
        spoken = {} if seat is None else {"for_seat": self.http.village.seats[seat], "channel": "phone"}
        answer = await self.http.post(f"{self.path}/need-identification/{what}", body | spoken)
        assert answer.status_code == 200, answer.text
        recorded: dict[str, Any] = answer.json()["recorded"]
        return recorded

    async def view(self) -> Any:
        """The initiative as it stands."""
        return (await self.http.get(self.path)).json()


@pytest.fixture
async def stated(shared: Shared) -> Stated:
    here = Stated(shared.http, f"/initiatives/{await shared.http.start()}")
    for seat in (0, 1):
        need = (await here.says("submit-need", seat, text="Kyytejä puuttuu."))["need"]
        await here.says("answer-need", need=need, answer="taken_up", reason="Moni kertoi samasta.")
    await here.says("state-problem", text="Kylältä ei pääse pois.")
    await here.says("submit-need", 2, text="Tie on huono.")
    return here


async def test_a_seat_that_raised_its_need_after_the_statement_is_waited_on_for_its_word(stated: Stated) -> None:
    waiting = (await stated.view())["waiting_on"]
    asked = {who["seat"] for who in waiting if who["duty"] == "confirm_statement"}
    assert asked == set(stated.http.village.seats[:3])


async def test_a_statement_that_was_only_disputed_shows_what_it_shuts_and_what_would_open_it(stated: Stated) -> None:
    for seat in (0, 1, 2):
        await stated.says("confirm-statement", seat, agrees=False)
    gate = (await stated.view())["gate"]
    told = {clause["clause"]: clause for clause in gate["clauses"]}
    assert told["done.confirm_statement"]["met"]
    confirmed = told["statement.confirmed"]
    assert (confirmed["have"], confirmed["need"], confirmed["met"]) == (0, 1, False)
    assert confirmed["missing"] == ["coordinator"]
    assert confirmed["remedy"].startswith(
        "3 of the seats asked said no to the statement and none yes: state the problem"
    )
    first = min(stated.http.village.seats[:3])  # one of those whom another statement will ask
    assert (gate["open"], gate["completing"]) == (False, ["coordinator", first])


async def test_whoever_tries_a_shut_gate_is_told_every_clause_and_what_would_meet_it(stated: Stated) -> None:
    await stated.says("confirm-statement", 0, agrees=False)
    refused = await stated.http.post(f"{stated.path}/take-exit", {"exit": "advance"})
    problem = refused.json()
    assert (refused.status_code, problem["type"], problem["path"]) == (409, "urn:talkoot:GateShut", "exit")
    shut = [clause for clause in (await stated.view())["gate"]["clauses"] if not clause["met"]]
    assert "statement.confirmed" in {clause["clause"] for clause in shut}
    for clause in shut:
        assert f"{clause['clause']} has {clause['have']} of {clause['need']}" in problem["detail"]
        assert clause["remedy"] in problem["remedy"]
