"""Evaluation: five conditions rated, claims on observations, an outsider's verdict, lessons, results, the decision."""

from __future__ import annotations

from demo.initiative import Initiative
from demo.story.convening import DECLINES

PHASE = "evaluation"
OUTSIDER = "county_community"
TIED = "village_1"  # owns an activity, so it cannot verify


async def evaluate(run: Initiative) -> None:
    """What came of it is claimed, verified by an outsider, and the seats decide to establish the practice."""
    view = await run.entered(PHASE)
    taking_part = [seat for seat in run.seats if seat != DECLINES]
    ratings = {"common_agenda": 4, "shared_measurement": 3, "reinforcing_activities": 3, "backbone_support": 4}
    await run.each(taking_part, f"{PHASE}/answer-rubric", **ratings, continuous_communication=3)
    observation = next(o["id"] for o in view["facts"]["observations"].values() if o["indicator"] == "i1")
    claim = {"text": "Kylätalolla kävi illassa neljätoista nuorta.", "observations": [observation]}
    tied = run.coordinate(f"{PHASE}/make-claim", **claim, verifier=run.seats[TIED])
    await run.refused("NotEntitled", tied)
    await run.coordinate(f"{PHASE}/make-claim", **claim, verifier=run.seats[OUTSIDER])
    made = next(iter((await run.view())["state"]["claims"]))
    verdict = {"claim": made, "verdict": "confirmed", "grounds": "Kävin paikalla ja luin vieraskirjan."}
    await run.answer(OUTSIDER, f"{PHASE}/verify-claim", **verdict)
    run.tell("a claim is confirmed by an outsider to the pilot")
    await run.coordinate(f"{PHASE}/write-lesson", works_when="Toimii, kun nuoret päättävät ohjelmasta itse.")
    await run.answer("village_1", f"{PHASE}/write-lesson", works_when="Toimii, kun avaimesta vastaa yksi ihminen.")
    await run.coordinate(f"{PHASE}/write-report", text="Illoissa kävi neljätoista nuorta. Perjantai toimi parhaiten.")
    await run.coordinate(f"{PHASE}/publish-results", text="Illat toimivat, kun nuoret päättivät itse. Kiitos kaikille!")
    run.tell("a report is written, and everybody who gave input is told the results")
    await run.require_open_gate()
    await run.vote("advance", dict.fromkeys(taking_part, "for"), verdict="establish")
    run.tell("the seats decide to establish the practice")
