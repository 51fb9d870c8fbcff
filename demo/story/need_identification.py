"""Needs: raised by letter and by phone, supported, merged, each answered; then the problem they have in common."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from demo.api import Json
from demo.initiative import Initiative

PHASE, SAYS = "need_identification", "need-identification"
NEEDS = {
    "youth_group": "Nuorilla ei ole kylällä paikkaa, johon kokoontua talvi-iltoina.",
    "village_1": "Kylätalo on tyhjillään arki-iltaisin.",
    "village_2": "Nuorten kyydit harrastuksiin puuttuvat.",
    "leader": "Kylien yhteiset hankkeet jäävät ilman vetäjää.",
    "kuopio": "Nuorisotyö ei tavoita sivukylien nuoria.",
    "shop": "Kylällä ei ole kesätöitä nuorille.",
}
NOTHING = ("village_3", "village_4", "county_youth", "county_community", "tuusniemi")
PARKED_DAYS = 90


async def first_round(run: Initiative) -> None:
    """Everyone is asked; every need gets its answer, and those concerned confirm the statement."""
    await run.entered(PHASE)
    await run.letters_to_all(f"{PHASE}.1")
    await asyncio.gather(*(run.answer(seat, f"{SAYS}/submit-need", text=text) for seat, text in NEEDS.items()))
    await run.enter("work_group", "phone", f"{SAYS}/submit-need", text="Talkoisiin tulee yhä vähemmän väkeä.")
    await run.coordinate(f"{SAYS}/submit-need", text="Iltaisin ei ole mitään tekemistä.", sector="resident")
    await run.each(NOTHING, f"{SAYS}/nothing-to-raise")
    run.tell("needs are raised by seven seats and a resident; five seats have none")
    needs = _by_seat(run, await run.view())
    await run.each(("village_3", "county_youth"), f"{SAYS}/support-need", need=needs["youth_group"])
    again = run.answer("village_3", f"{SAYS}/support-need", need=needs["youth_group"])
    await run.refused("AlreadyAnswered", again)
    await _answer_all(run, needs)
    await _state_problem(run, "Nuorilla ei ole kylällä yhteistä paikkaa, vaikka kylätalo on tyhjillään.")
    await run.require_open_gate()
    await run.coordinate("take-exit", exit="advance")


async def second_round(run: Initiative) -> None:
    """After the loop back one more need is heard, and the problem is stated anew."""
    await run.entered(PHASE, 2)
    await run.enter("tuusniemi", "paper", f"{SAYS}/submit-need", text="Kyydit ratkaisevat, tullaanko illan viettoon.")
    needs = _by_seat(run, await run.view())
    await run.coordinate(f"{SAYS}/merge-needs", need=needs["tuusniemi"], into=needs["village_2"])
    await _state_problem(run, "Nuorilla ei ole kylällä yhteistä paikkaa eikä kyytiä sinne.")
    await run.require_open_gate()
    await run.coordinate("take-exit", exit="advance")


async def _answer_all(run: Initiative, needs: dict[str, str]) -> None:
    later = (datetime.now(UTC) + timedelta(days=PARKED_DAYS)).date().isoformat()
    for need in ("village_1", "kuopio", "resident"):
        await run.coordinate(f"{SAYS}/merge-needs", need=needs[need], into=needs["youth_group"])
    for need, answer, reason in (
        ("youth_group", "taken_up", "Moni taho kertoi samasta asiasta."),
        ("village_2", "taken_up", "Kyydit kuuluvat samaan kokonaisuuteen."),
        ("leader", "declined", "Leader-ryhmällä on tähän oma haku."),
        ("work_group", "declined", "Talkoiden väki on oma kysymyksensä."),
    ):
        await run.coordinate(f"{SAYS}/answer-need", need=needs[need], answer=answer, reason=reason)
    parked = {"need": needs["shop"], "answer": "parked", "until": later}
    await run.coordinate(f"{SAYS}/answer-need", **parked, reason="Kesätöihin palataan keväällä.")
    run.tell("each need is answered: three merged, two taken up, one parked, two declined")


async def _state_problem(run: Initiative, text: str) -> None:
    """State the problem, let two who raised it confirm it, and settle the baseline."""
    await run.coordinate(f"{SAYS}/state-problem", text=text)
    await run.each(("youth_group", "village_1"), f"{SAYS}/confirm-statement", agrees=True)
    await run.coordinate(f"{SAYS}/settle-baseline", subject="Nuorten avoimia iltoja kuukaudessa", value={"number": "0"})


def _by_seat(run: Initiative, view: Json) -> dict[str, str]:
    """Need ids by the name of the seat that raised them, or by the sector of those without one."""
    needs = view["state"]["needs"].values()
    return {run.names.get(need.get("seat"), need["sector"]): need["id"] for need in needs}
