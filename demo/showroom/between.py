"""Between initiatives: one goes on as part of another, and one begins from a need that a practice left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from demo.api import Json
from demo.initiative import Initiative
from demo.register import Register
from demo.showroom.beside_phases import rest
from demo.showroom.leaving import READY
from demo.showroom.villages import ASSOCIATION, COUNTY, MUNICIPALITY, WORK, YOUTH, Village
from demo.starting import started

EVENING = "Iltakahvila kylätalolle"
COUNCIL = "council_2"
NEED = "Kylällä ei ole paikkaa, jossa eri-ikäiset tapaisivat iltaisin."
WHY = "Molemmissa haetaan käyttöä samalle kylätalolle."
SHRANK = "Talkkari on töissä enää päivän viikossa. Lumityöt jäävät tekemättä."
LINKED = "w1-1"  # what the first check-in of the first round leaves


class Between(NamedTuple):
    """What comes about beside a village's initiative once that stands: `what`, in a word, and the title it has if that
    is not the village's.
    """

    what: str
    bring: Callable[[Initiative, Register, Village], Awaitable[str]]
    title: str | None = None


async def merged(run: Initiative, register: Register, village: Village) -> str:
    """The id of a small initiative that goes on in the village's: with its need, and the seat that was lacking there.

    Raises Refused, Unexpected.
    """
    ended = await run.api.get("/initiatives", limit=200, status="ended")
    for row in ended["initiatives"]:
        if row["title"] == EVENING:
            return str(row["id"])
    shared = {kind: register.seats[village.seat(kind)] for kind in (ASSOCIATION, YOUTH, WORK, MUNICIPALITY, COUNTY)}
    seats = shared | {COUNCIL: register.seats[COUNCIL]}
    about = {"title": EVENING, "place": village.municipality, "theme": village.theme}
    model = (await run.view())["model"]
    small = Initiative(run.api, await started(run.api, register, model, [*seats.values()], **about), seats, run.tell)
    for seat in shared:
        await small.enter(seat, "phone", "readiness/answer-readiness", **READY)
    await small.coordinate("readiness/note-landscape", text=village.landscape)
    await small.coordinate("take-exit", exit="advance")
    await small.entered("need_identification")
    await small.enter(COUNCIL, "phone", "need-identification/submit-need", text=NEED)
    await small.coordinate("offer-merge", into=run.id, reason=WHY)
    await small.coordinate("accept-merge")
    await small.until("the merge", lambda view: view["outcome"] == "merged")
    return small.id


async def begun_again(run: Initiative, _: Register, __: Village) -> str:
    """The id of the initiative that starts from what the village's practice left, which shrank by its first check-in.
    It rests at once, until there is an answer to what it depends on.

    Raises Refused, Unexpected.
    """
    view = await run.until("its first check-in", _is_asked, every=1.0)
    left = view["state"]["linked"].get(LINKED)
    if left is None:
        said = {"condition": "shrunk", "note": SHRANK}
        await run.enter(ASSOCIATION, "phone", "establishment/answer-check-in", **said)
    elif left["initiative"] is not None:
        return str(left["initiative"])
    begun = str((await run.coordinate("establishment/start-from-need", need=LINKED))["recorded"]["initiative"])
    await rest(Initiative(run.api, {"id": begun}, {}, run.tell))
    return begun


def _is_asked(view: Json) -> bool:
    return any(owed["duty"] == "check_in" for owed in view["obligations"])


BETWEEN = {
    "need_identification": Between("merged", merged, EVENING),
    "establishment": Between("linked_need", begun_again),
}
"""By the phase of the village beside which it comes about."""
