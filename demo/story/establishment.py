"""Establishment: five grounds, a receiver who accepts, and every check-in until the end."""

from __future__ import annotations

from demo.api import Unexpected
from demo.initiative import Initiative

PHASE = "establishment"
RECEIVER = "village_1"
GROUNDS = {
    "owner": "Kyläyhdistyksen hallitus vastaa illoista.",
    "money": "Toiminta-avustus on myönnetty kahdeksi vuodeksi.",
    "practice": "Toimintatapa on kirjattu ja opetettu kahdelle.",
    "year_clock": "Illat ovat yhdistyksen vuosikellossa.",
    "mandate": "Vuosikokous on hyväksynyt tehtävän.",
}
CONDITIONS = ("alive", "alive", "adapted", "shrunk", "alive")
WHY_NOT = "Naapurikylän illat ottavat nuoret mukaan, kunnes uusi ohjaaja löytyy."
PATIENCE = 60.0  # seconds between two check-ins at most


async def establish(run: Initiative) -> None:
    """The practice is handed over to those who stay, and they are asked how it is doing, years after."""
    await run.entered(PHASE)
    for ground, evidence in GROUNDS.items():
        await run.coordinate(f"{PHASE}/evidence-ground", ground=ground, evidence=evidence)
    await run.coordinate(f"{PHASE}/name-receiver", seat=run.seats[RECEIVER])
    await run.answer(RECEIVER, f"{PHASE}/accept-hand-over", accepts=True)
    run.tell("five grounds are evidenced, and the receiver accepts the hand-over")
    number = 0
    while number < len(CONDITIONS):
        number = await run.asked("check_in", number, PATIENCE)
        condition = CONDITIONS[number - 1]
        await run.answer(RECEIVER, f"{PHASE}/answer-check-in", condition=condition)
        run.tell(f"check-in {number} of {len(CONDITIONS)}: {condition}")
        if condition == "shrunk":
            await run.coordinate(f"{PHASE}/decline-linked-need", need=f"w1-{number}", reason=WHY_NOT)
            run.tell("a need is open again; nothing new is started from it, and it is said why")
    view = await run.until("the end", lambda v: v["status"] == "ended", PATIENCE)
    if view["outcome"] != "established":
        raise Unexpected(f"expected the outcome 'established', and it is '{view['outcome']}'")
