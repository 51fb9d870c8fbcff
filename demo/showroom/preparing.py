"""A preparation beside the villages: partners of three of them write an application, and its deadline comes nearer.

It has real clocks, as the deadline is the funder's: what its partners say is entered by phone, since letters of real
clocks leave in the mornings of working days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.api import Api, Json
from demo.initiative import Initiative
from demo.register import Register
from demo.showroom.leaving import READY
from demo.showroom.villages import ASSOCIATION, COUNTY, LEADER, MUNICIPALITY, YOUTH, villages
from demo.starting import started

MODEL = "fi.yhteisovaikuttavuus.valmistelu"
TITLE = "Hakemus: kylien yhteinen koordinaatio"
ABOUT = {"place": "297", "theme": "village"}
LEFT = timedelta(weeks=10)  # until the deadline: time enough for every milestone, and little more
PHASE = "joint_planning"
COUNCIL = "council_1"
CALL: Json = {
    "title": "Älykkäät kylät",
    "funder": "ely_keskus",
    "requirements": [
        {"id": "goals", "kind": "text"},
        {"id": "establishment", "kind": "text"},
        {"id": "budget", "kind": "budget"},
        {"id": "partners", "kind": "commitment"},
    ],
}
NEEDS = {
    ASSOCIATION: "Yhteistyötä kylien kesken ei koordinoi kukaan.",
    COUNTY: "Järjestöjen ja hyvinvointialueen yhteiset käytännöt puuttuvat.",
    YOUTH: "Pienten ryhmien ääni ei kuulu suunnittelussa.",
}


async def prepared(api: Api, register: Register) -> str:
    """The id of the preparation that is shown, brought to the drafting of its application.

    Raises Refused, Unexpected.
    """
    page = await api.get("/initiatives", limit=200, status="open")
    for row in page["initiatives"]:
        if (row["title"], row["phase"]) == (TITLE, PHASE):
            return str(row["id"])
    run = await begun(api, register, TITLE)
    await planning(run)
    await _draft(run)
    return run.id


async def begun(api: Api, register: Register, title: str) -> Initiative:
    """A preparation of this title has started, and its call is named. Raises Refused."""
    seats = _seats(register)
    opened = await started(api, register, MODEL, [*seats.values()], title=title, **ABOUT)
    run = Initiative(api, opened, seats, lambda _: None)
    deadline = (datetime.now(UTC) + LEFT).date()
    await run.coordinate("application/name-call", **CALL, day=deadline.isoformat())
    return run


async def planning(run: Initiative) -> None:
    """A preparation that has begun is brought to the planning by its partners. Raises Refused, Unexpected."""
    for leave in (_ready, _needs, _partners):
        await leave(run)


def _seats(register: Register) -> dict[str, str]:
    first, second, third, *_ = villages()
    partners = {ASSOCIATION: first, COUNTY: first, LEADER: first, YOUTH: second, MUNICIPALITY: third}
    return {COUNCIL: register.seats[COUNCIL]} | {
        kind: register.seats[village.seat(kind)] for kind, village in partners.items()
    }


async def _ready(run: Initiative) -> None:
    await each(run, run.seats, "readiness/answer-readiness", **READY)
    await run.coordinate("readiness/note-landscape", text="Järjestöneuvosto toimii. Yhteistä toimintamallia ei ole.")
    await run.coordinate("take-exit", exit="advance")


async def _needs(run: Initiative) -> None:
    await run.entered("need_identification")
    for seat, need in NEEDS.items():
        raised = await run.enter(seat, "phone", "need-identification/submit-need", text=need)
        taken = {"need": raised["recorded"]["need"], "answer": "taken_up", "reason": "Hakemus vastaa tähän."}
        await run.coordinate("need-identification/answer-need", **taken)
    await run.coordinate("need-identification/state-problem", text="Kylien yhteistyöltä puuttuu koordinaatio.")
    await each(run, NEEDS, "need-identification/confirm-statement", agrees=True)
    await run.coordinate("take-exit", exit="advance")


async def _partners(run: Initiative) -> None:
    await run.entered("convening")
    await each(run, run.seats, "convening/answer-invitation", reply="yes")
    chairs = {"chair": run.seats[COUNCIL], "deputy_chair": run.seats[COUNTY]}
    await run.coordinate("convening/name-chair", **chairs)
    meeting = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(weeks=2)
    await run.coordinate("meetings/fix-meeting", at=meeting.isoformat())
    await run.coordinate("take-exit", exit="advance")


async def _draft(run: Initiative) -> None:
    """The plan has its goal, the sections have their owners, and one of them is written."""
    await run.entered(PHASE)
    await run.coordinate("joint-planning/add-goal", text="Jokaisella kylällä on oma yhteyshenkilö.")
    for title, owner, deputy, answers in (
        ("Tavoitteet", ASSOCIATION, COUNCIL, ["goals"]),
        ("Vakiintuminen", COUNCIL, ASSOCIATION, ["establishment"]),
        ("Kustannusarvio", ASSOCIATION, MUNICIPALITY, ["budget"]),
    ):
        owners = {"owner": run.seats[owner], "deputy": run.seats[deputy]}
        await run.coordinate("application/allot-section", title=title, **owners, answers=answers)
    first = {"section": "s1", "text": "Kylät, järjestöt ja hyvinvointialue löytävät toisensa yhden luukun kautta."}
    await run.enter(ASSOCIATION, "phone", "application/write-section", **first)


async def each(run: Initiative, seats: Iterable[str], verb: str, **said: Any) -> None:
    """What several seats say by phone, one after the other."""
    for seat in seats:
        await run.enter(seat, "phone", verb, **said)
