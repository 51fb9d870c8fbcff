"""OCEL 2.0: what is written is in the form of the standard, and says what the ledger says."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from api.exports.ocel import ocel
from domain.exports.relating import Of
from tests.api.exports.ocel_schema import faults
from tests.domain.correcting.histories import histories, scripted
from tests.fixtures.exports import Kept
from tests.fixtures.profiles import examples
from tests.fixtures.rules import Play


def written(kept: Kept) -> dict[str, Any]:
    log: dict[str, Any] = json.loads("".join(ocel(kept, kept.initiatives)))
    return log


@pytest.fixture(scope="module")
def cycle() -> Kept:
    return Kept({"ia": scripted("establishment"), "ib": scripted("piloting")})


@examples(12)
@given(histories())
def test_every_history_is_in_the_form_of_the_standard_and_whole(play: Play) -> None:
    kept = Kept({"ia": play})
    log = written(kept)
    assert list(faults(log)) == []
    entries = kept.all
    assert [one["id"] for one in log["events"]] == [entry.id for entry in entries]
    assert [one["time"] for one in log["events"]] == [entry.time for entry in entries]


def test_several_initiatives_share_their_seats_and_nothing_else(cycle: Kept) -> None:
    log = written(cycle)
    assert list(faults(log)) == []
    seats = [one for one in log["objects"] if one["type"] == Of.SEAT]
    assert len(seats) == 12
    takes_part = {r["objectId"] for r in seats[0]["relationships"] if r["qualifier"] == "takes part in"}
    assert takes_part == {"ia", "ib"}
    mandates = [one for one in log["objects"] if one["id"] == "mandate-1"]
    assert len(mandates) == 1


def test_an_obligation_tells_what_became_of_it_and_when(cycle: Kept) -> None:
    log = written(cycle)
    fulfilled = next(one for one in log["events"] if one["type"] == "obligation.fulfilled")
    (name,) = [r["objectId"] for r in fulfilled["relationships"] if r["qualifier"] == "about"]
    found = next(one for one in log["objects"] if one["id"] == name)
    states = [(a["time"], a["value"]) for a in found["attributes"] if a["name"] == "state"]
    assert states == [("1970-01-01T00:00:00+00:00", "open"), (fulfilled["time"], "fulfilled")]
    assert {r["qualifier"] for r in found["relationships"]} <= {"belongs to", "owed by"}


def test_each_phase_stands_in_the_life_of_its_initiative(cycle: Kept) -> None:
    log = written(cycle)
    found = next(one for one in log["objects"] if one["id"] == "ia")
    phases = [a["value"] for a in found["attributes"] if a["name"] == "phase"]
    opened = ["readiness", "need_identification", "convening", "joint_planning", "piloting", "evaluation"]
    assert phases == ["", *opened, "establishment"]


def test_documents_are_there_with_what_they_are(cycle: Kept) -> None:
    kinds = {a["value"] for one in written(cycle)["objects"] if one["type"] == Of.DOCUMENT for a in one["attributes"]}
    assert kinds == {"letter", "minutes", "plan", "mandate"}


def test_an_initiative_without_entries_yet_is_no_object() -> None:
    empty = Play.of("readiness")
    empty.entries = []
    assert written(Kept({"ia": empty}))["objects"] == []


def test_what_is_not_in_the_form_is_found(cycle: Kept) -> None:
    log = written(Kept({"ia": scripted("need_identification")}))

    def broken(change: Any) -> list[str]:
        other = deepcopy(log)
        change(other)
        return list(faults(other))

    assert broken(lambda one: one["events"][0].update(time="2026-01-12T08:00:00"))
    assert broken(lambda one: one["events"][0]["attributes"].pop())
    assert broken(lambda one: one["events"][0].update(type="never.said"))
    assert broken(lambda one: one["events"].append(one["events"][0]))
    assert broken(lambda one: one["objects"].pop(0))
    assert broken(lambda one: one["objects"][0]["attributes"][0].update(value=3))
