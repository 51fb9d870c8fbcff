"""Piloting: pulses, observations at their rhythm, harm reviewed, and what became of each commitment."""

from __future__ import annotations

from typing import Any

from demo.initiative import Initiative, met_criterion, owed
from demo.story.convening import DECLINES
from demo.story.joint_planning import COMMITMENTS, INDICATORS

PHASE = "piloting"
VALUES = {"i1": "14", "i2": None, "i3": "31.5"}  # the second could not be obtained, which is a value too
BECAME = {"village_1": "kept", "youth_group": "kept", "kuopio": "changed", "work_group": "kept"}
RELEASED = "village_2"


async def pilot(run: Initiative) -> None:
    """The plan is tried out until its end is brought about."""
    await run.entered(PHASE)
    await _start(run)
    await _pulse(run, 1)
    await _harm(run)
    await run.until("observations asked for", lambda v: len(owed(v, "observe")) >= len(INDICATORS))
    await _observe(run)
    await _release(run)
    await _pulse(run, await run.asked("answer_pulse", 1))
    await _settle(run)
    while owed(await run.view(), "observe"):
        await _observe(run)
    await run.require_open_gate()
    await run.coordinate("take-exit", exit="advance")


async def _pulse(run: Initiative, number: int) -> None:
    active = [seat for seat in run.seats if seat not in (DECLINES, "leader")]
    await run.each(active, f"{PHASE}/answer-pulse", progress=3, energy=2 + number % 3)
    worry = "Kyydit eivät vielä kulje." if number == 1 else None
    said: dict[str, Any] = {"progress": 2, "energy": 3, **({"worry": worry} if worry else {})}
    await run.answer("leader", f"{PHASE}/answer-pulse", **said)
    run.tell(f"pulse {number} is answered")


async def _start(run: Initiative) -> None:
    """The start is checked, a first success told, and something that went wrong put down with what was done."""
    await run.coordinate(f"{PHASE}/check-start", lacking=["permissions"], note="Tilan lupa tulee perjantaina.")
    await run.coordinate(f"{PHASE}/check-start", lacking=[])
    await run.answer("youth_group", f"{PHASE}/tell-early-win", text="Ensimmäiseen iltaan tuli kaksitoista nuorta.")
    incident = {"text": "Ovi jäi yöksi auki.", "done": "Avaimen haltija tarkistaa oven iltaisin."}
    await run.answer("kuopio", f"{PHASE}/report-incident", **incident)
    run.tell("the start is checked; an early win is told, and an incident put down")


async def _harm(run: Initiative) -> None:
    await run.answer("youth_group", f"{PHASE}/halt-on-harm", reason="Illoissa kiusataan.")
    await run.coordinate(f"{PHASE}/review-harm", resume=True, findings="Sovittiin aikuisista joka iltaan.")
    run.tell("the pilot is halted on harm, reviewed and resumed")


async def _observe(run: Initiative) -> None:
    """Report every value that is owed now."""
    for waiting in owed(await run.view(), "observe"):
        indicator = waiting.rpartition("/")[2].partition(".")[0]
        owner = INDICATORS[int(indicator[1:]) - 1][2]
        said = {"indicator": indicator, "value": {"number": VALUES[indicator]}}
        await run.answer(owner, f"{PHASE}/report-observation", **said)
    run.tell("observations are reported; one value could not be obtained")


async def _release(run: Initiative) -> None:
    """A commitment is released; whoever depends on it is named, asked, and goes on as agreed."""
    released = (await _commitments(run))[RELEASED]
    seen = await run.api.get(f"/initiatives/{run.id}/dependants/{released}")
    because = {"because": "done_otherwise", "note": "Kyytivuoro alkoi, eikä kimppakyytejä enää tarvita."}
    await run.coordinate(f"{PHASE}/settle-commitment", commitment=released, state="released", **because)
    asked = sorted(waiting.split("/")[2] for waiting in owed(await run.view(), "answer_release"))
    assert asked == sorted(seen["asked"])
    for seat in asked:
        said = {"activity": seen["activity"], "answer": "keep"}
        await run.answer(run.names[seat], f"{PHASE}/answer-release", **said)
    run.tell(f"a commitment is released without blame; {len(asked)} seats that depend on it go on")


async def _commitments(run: Initiative) -> dict[str, str]:
    """The commitments of the plan, by the demo's name of the seat."""
    made = (await run.view())["facts"]["commitments"].values()
    return {run.names[one["seat"]]: one["id"] for one in made}


async def _settle(run: Initiative) -> None:
    met = met_criterion(await run.view())
    await run.coordinate(f"{PHASE}/begin-settling", reason="Nuoret siirtyvät syksyllä kylätalon vuoroihin.", **met)
    ids = await _commitments(run)
    for seat, state in BECAME.items():
        await run.answer(seat, f"{PHASE}/settle-commitment", commitment=ids[seat], state=state)
    assert len(ids) == len(COMMITMENTS)
    run.tell("commitments are settled: three kept, one changed, one released before")
