"""What is read of an initiative is shown as lines and tables, and nothing of it is lost."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from cli.readings import reading, seats_in

SEAT = "seat_5239226ee79f1dad"
FOUND = {
    "initiative": "i1",
    "released": False,
    "drift": None,
    "deadline": "2026-07-01T08:00:00Z",
    "sheet": {"minutes": 90, "seat": SEAT},
    "by_seat": {SEAT: {"minutes": 90}, "seat_00": {"minutes": 15}},
    "conditions": [
        {
            "condition": "common_agenda",
            "rounds": [{"round": 1, "n": 4, "mean": None}, {"round": 2, "n": 5}],
            "last": {"number": "31.5", "not_obtainable": None},
        },
        {"condition": "[bold]backbone[/]", "rounds": [], "met": True},
    ],
    "asked": [SEAT, "seat_11"],
    "written": [],
}


def printed(found: Any, names: dict[str, str]) -> list[str]:
    console = Console(width=200, highlight=False)
    with console.capture() as captured:
        for part in reading(found, names):
            console.print(part)
    return [" ".join(line.replace("│", " ").split()) for line in captured.get().splitlines()]


def test_single_values_are_lines_in_plain_words() -> None:
    lines = printed(FOUND, {})
    for line in ("initiative i1", "released no", "deadline 2026-07-01 11:00:00", "drift", "times Europe/Helsinki"):
        assert line in lines


def test_rows_are_a_table_in_which_what_lies_deeper_is_a_line_each() -> None:
    lines = printed(FOUND, {})
    at = lines.index("common_agenda round 1, n 4 31.5")
    assert lines[at + 1 : at + 3] == ["round 2, n 5", "[bold]backbone[/] yes"]


def test_a_seat_is_shown_by_its_name_wherever_it_stands() -> None:
    assert seats_in(FOUND) == {SEAT, "seat_00", "seat_11"}
    lines = printed(FOUND, {SEAT: "Kylän edustaja"})
    assert {"seat Kylän edustaja", "Kylän edustaja 90", "seat_00 15", "asked Kylän edustaja, seat_11"} <= set(lines)
    assert not any(SEAT in line for line in lines)


def test_a_list_is_a_table_and_an_empty_one_says_so() -> None:
    assert "i1 3" in printed([{"id": "i1", "steps": 3}], {})
    assert printed([], {}) == ["Times in Europe/Helsinki: none"]
