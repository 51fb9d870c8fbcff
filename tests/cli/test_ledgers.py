"""The ledger as people read it: who spoke, in which role, and how it reached us."""

from __future__ import annotations

from typing import Any

import pytest

from cli.ledgers import Cast, entries

SEAT = {"id": "seat_1", "holder": "a1", "deputy": "a2"}
WITHOUT_DEPUTY = {"id": "seat_2", "holder": "a3"}  # what a charter leaves out is not there
CHARTER = {"coordinator": "a9", "seats": [SEAT, WITHOUT_DEPUTY]}


def entry(actor: str, seat: str | None = None, **more: Any) -> dict[str, Any]:
    content = {
        "time": "2026-01-12T08:00:00.000000Z",
        "type": "need.submitted",
        "actor": actor,
        "seat": seat,
        "data": {},
    }
    return {"seq": 1, "content": content | more, "texts": {}}


STARTED = entry("a9", type="initiative.started", channel="api", data={"charter": CHARTER})


def shown(*ledger: dict[str, Any]) -> dict[str, list[str]]:
    """The cells of the table by column."""
    (table,) = entries(list(ledger))
    return {str(column.header): [str(cell) for cell in column.cells] for column in table.columns}


@pytest.mark.parametrize(
    ("said", "who"),
    [
        (entry("a1", "seat_1", channel="link"), "holder"),
        (entry("a2", "seat_1", channel="link"), "deputy"),
        (entry("a3", "seat_2", channel="link"), "holder"),
        (entry("a9", "seat_1", channel="phone"), "coordinator"),
        (entry("a9", channel="api"), "coordinator"),
        (entry("a5", "seat_1", channel="paper"), "a5"),
        (entry("rule"), "rule"),
        (entry("a1", "seat_1", channel="link", principal="a7"), "deputy"),
        (entry("a6", channel="api", principal="a9"), "a6 for the coordinator"),
    ],
)
def test_an_actor_is_called_by_the_role_it_spoke_in(said: dict[str, Any], who: str) -> None:
    assert Cast.of([STARTED]).who(said["content"]) == who


def test_whoever_a_seat_was_passed_to_is_its_holder() -> None:
    passed = entry("a9", type="seat.passed", data={"seat": "seat_1", "holder": "a8"})
    assert Cast.of([STARTED, passed]).who(entry("a8", "seat_1", channel="link")["content"]) == "holder"


def test_a_coordinator_who_holds_a_seat_is_told_apart_by_how_it_was_heard() -> None:
    both = {**CHARTER, "seats": [{**SEAT, "holder": "a9"}]}
    cast = Cast.of([entry("a9", type="initiative.started", data={"charter": both})])
    assert cast.who(entry("a9", "seat_1", channel="link")["content"]) == "holder"
    assert cast.who(entry("a9", "seat_1", channel="phone")["content"]) == "coordinator"


def test_the_channel_has_a_column_in_words() -> None:
    channels = [entry("a1", channel=channel) for channel in ("api", "link", "phone", "paper")]
    assert shown(STARTED, *channels, entry("rule"))["channel"] == ["API", "API", "personal link", "phone", "paper", ""]


def test_a_ledger_without_a_start_knows_actors_by_id_only() -> None:
    assert shown(entry("a9"))["by"] == ["a9"]
    assert shown()["by"] == []


def test_times_are_helsinkis_and_the_zone_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (table,) = entries([entry("a1", data={"due": "2026-06-30T21:00:00.000000Z"})])
    assert table.title == "Times in Europe/Helsinki"
    cells = shown(entry("a1", data={"due": "2026-06-30T21:00:00.000000Z"}))
    assert (cells["time"], cells["what"]) == (["2026-01-12 10:00:00"], ["due=2026-07-01 00:00:00"])
