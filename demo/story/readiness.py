"""Readiness: nobody carries the matter yet, so the place is cultivated, and asked again; and the mandate is renewed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from demo.initiative import Initiative
from demo.register import renewed

PHASE = "readiness"
LISTENERS = ("village_1", "youth_group", "kuopio", "county_youth", "leader")
POORLY = {"approach": "right", "champions": 1, "resources": 2, "urgency": 4}
WELL = POORLY | {"champions": 3}


async def get_ready(run: Initiative) -> None:
    """Five seats of five sectors find no champion; an action finds one, and asked again they find the place ready."""
    view = await run.entered(PHASE)
    await run.letters_to_all(f"{PHASE}.1")
    await run.each(LISTENERS, f"{PHASE}/answer-readiness", **POORLY)
    await run.enter("work_group", "phone", f"{PHASE}/answer-readiness", **POORLY, nuts_and_bolts="Kylätalo on kylmä.")
    await run.coordinate(
        f"{PHASE}/note-landscape", text="Nuorisotyö käy kylällä kerran kuussa; kylätalo on tyhjillään."
    )
    await run.refused("GateShut", run.coordinate("take-exit", exit="advance"))
    await _cultivate(run)
    await run.each(LISTENERS, f"{PHASE}/answer-readiness", **WELL)
    renewal = await renewed(run.api, view["mandate"])
    await run.coordinate("renew-mandate", mandate=renewal)
    run.tell("the initiative goes on under the mandate that the council renewed")
    await run.require_open_gate()
    await run.coordinate("take-exit", exit="advance")


async def _cultivate(run: Initiative) -> None:
    day = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    owner = {"owner": run.seats["village_1"], "due": day}
    await run.coordinate(f"{PHASE}/name-action", text="Kysytään kolmelta kyläläiseltä, lähteekö vetäjäksi.", **owner)
    await run.coordinate(f"{PHASE}/cultivate", reason="Asialla ei ole vielä vetäjää.")
    await run.answer("village_1", f"{PHASE}/report-action", action="a1", done=True)
    await run.coordinate(f"{PHASE}/name-champions", seats=[run.seats["village_1"]])
    await run.coordinate(f"{PHASE}/check-again")
    run.tell("the place is cultivated by one named action, and asked again")
