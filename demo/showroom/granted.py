"""A preparation that has reached its end: its text was commented on, endorsed, frozen and submitted, the funder granted
what it asks for, and the cycle that was applied for has begun.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from demo.api import Api, Json
from demo.initiative import Initiative
from demo.register import Register
from demo.showroom.preparing import PHASE, begun, each, planning
from demo.showroom.villages import ASSOCIATION, COUNTY, MUNICIPALITY, YOUTH

TITLE = "Hakemus: kylätalojen yhteiset illat"
CYCLE = "fi.yhteisovaikuttavuus"
RECEIPT = "HAK-214/2026"
REFERENCE = "ELY/1021/2026"
ZONE = ZoneInfo("Europe/Helsinki")
SECTIONS: tuple[tuple[str, str, list[str], str], ...] = (
    ("Tavoitteet", ASSOCIATION, ["goals", "establishment"], "Jokaisella kylällä on viikossa yksi yhteinen ilta."),
    ("Kustannusarvio ja kumppanit", MUNICIPALITY, ["budget", "partners"], "Tilat antaa kunta, ohjaajat yhdistykset."),
)
INDICATORS: tuple[tuple[str, str, str], ...] = (
    ("Iltojen määrä", "output", ASSOCIATION),
    ("Kävijät kuukaudessa", "outcome", YOUTH),
    ("Koettu yksinäisyys", "impact", COUNTY),
)


async def granted(api: Api, register: Register) -> str:
    """The id of the preparation whose application was granted, with its cycle begun. Raises Refused, Unexpected."""
    page = await api.get("/initiatives", limit=200, status="ended")
    for row in page["initiatives"]:
        if row["title"] == TITLE:
            return str(row["id"])
    run = await begun(api, register, TITLE)
    await planning(run)
    await run.entered(PHASE)
    for leave in (_plan, _write, _endorse, _submit):
        await leave(run)
    await run.coordinate("take-exit", exit="advance")
    await run.until("the end of the preparation", lambda view: view["status"] == "ended")
    return run.id


async def _plan(run: Initiative) -> None:
    """A goal, an activity and three indicators, held as they are: whoever endorses the application endorses them."""
    await run.coordinate("joint-planning/add-goal", text="Kukaan ei jää illoista pois kyydin takia.")
    owners = {"owner": run.seats[ASSOCIATION], "deputy": run.seats[YOUTH]}
    await run.coordinate("joint-planning/add-activity", title="Yhteinen ilta joka kylässä", **owners)
    for number, (definition, level, owner) in enumerate(INDICATORS, start=1):
        contract = {"owner": run.seats[owner], "rhythm": "P3M", "minutes": 10}
        await run.coordinate("joint-planning/define-indicator", definition=definition, level=level, **contract)
        await run.coordinate("joint-planning/set-baseline", indicator=f"i{number}", value={"number": "0"})
    await run.coordinate("joint-planning/open-endorsement")


async def _write(run: Initiative) -> None:
    """The sections, and a comment that changes nothing."""
    for number, (title, owner, answers, text) in enumerate(SECTIONS, start=1):
        owners = {"owner": run.seats[owner], "deputy": run.seats[COUNTY]}
        await run.coordinate("application/allot-section", title=title, **owners, answers=answers)
        await run.enter(owner, "phone", "application/write-section", section=f"s{number}", text=text)
    await run.coordinate("application/open-comments")
    remark = {"section": "s1", "text": "Hyvä näin. Muistetaan kysyä nuorilta itseltään."}
    await run.enter(YOUTH, "phone", "application/comment-section", **remark)
    await each(run, run.seats.keys() - {YOUTH}, "application/no-comment")


async def _endorse(run: Initiative) -> None:
    await run.coordinate("application/open-endorsing")
    await each(run, run.seats, "application/endorse", endorses=True)
    await run.coordinate("application/freeze")


async def _submit(run: Initiative) -> None:
    """The funder's receipt and decision, and the cycle."""
    now = datetime.now(ZONE)
    await run.coordinate("application/record-submission", number=RECEIPT, at=now.isoformat())
    decision: Json = {"answer": "granted", "reference": REFERENCE, "day": now.date().isoformat()}
    await run.coordinate("application/record-decision", **decision)
    await run.coordinate("application/start-cycle", model=CYCLE)
