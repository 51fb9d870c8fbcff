"""How far each phase has come in the village that shows it: some have answered, and others are still asked."""

from __future__ import annotations

from demo.api import Api
from demo.initiative import Initiative
from demo.showroom.beside_phases import correct, keep_hours, offer_coordination, seek_date
from demo.showroom.leaving import READY, STEPS, Step, draft, note, observe, rate
from demo.showroom.villages import ASSOCIATION, COUNTY, LEADER, MUNICIPALITY, YOUTH, Village

SENT = (
    {"text": "Illalla ei pääse kylätalolle, kun bussi ei kulje.", "place": "Puutossalmi"},
    {"text": "Kylätalon ovi pitäisi olla auki myös lauantaisin.", "place": "Vehmersalmi"},
)


async def bring(run: Initiative, village: Village) -> None:
    """Drive the village's initiative to the middle of the phase that it shows. Raises Unexpected, Refused."""
    for phase, leave in STEPS.items():
        if phase == village.phase:
            break
        await leave(run, village)
    await _HALFWAY[village.phase](run, village)


async def _readiness(run: Initiative, village: Village) -> None:
    await run.entered("readiness")
    await run.letters_to_all("readiness.1")
    await note(run, village)
    await run.each((ASSOCIATION, LEADER), "readiness/answer-readiness", **READY)
    practice = "Piha on kylän oma. Talkooväkeä on, vetäjä puuttuu."
    poorly = READY | {"approach": "unsure", "champions": 1}
    await run.answer(MUNICIPALITY, "readiness/answer-readiness", **poorly, nuts_and_bolts=practice)


async def _needs(run: Initiative, village: Village) -> None:
    await run.entered("need_identification")
    await run.letters_to_all("need_identification.1")
    await run.answer(ASSOCIATION, "need-identification/submit-need", text=village.needs[0])
    await run.answer(MUNICIPALITY, "need-identification/submit-need", text=village.needs[2])
    await _called(run)


async def _called(run: Initiative) -> None:
    """A call is open to anybody; of two needs that were sent without an account one is taken in, the other waits."""
    await run.coordinate("need-identification/open-call")
    address = (await run.api.get(f"/initiatives/{run.id}/open-call"))["address"]
    anybody = Api(run.api.http)
    for need in SENT:
        await anybody.post(f"/open-calls/{address.rpartition('/')[2]}", need)
    held = (await run.api.get(f"/initiatives/{run.id}/open-call"))["held"]
    await run.coordinate("need-identification/take-in-held", held=held[0]["id"])


async def _invitations(run: Initiative, village: Village) -> None:
    await run.entered("convening")
    await run.each((ASSOCIATION, YOUTH, LEADER), "convening/answer-invitation", reply="yes")
    await seek_date(run)
    await correct(run)


async def _plan(run: Initiative, village: Village) -> None:
    await draft(run, village)
    await run.each((COUNTY, LEADER), "joint-planning/no-commitment")


async def _pilot(run: Initiative, village: Village) -> None:
    await run.entered("piloting")
    await run.each((ASSOCIATION, LEADER), "piloting/answer-pulse", progress=3, energy=2)
    await observe(run, 1, ASSOCIATION)
    await keep_hours(run)


async def _ratings(run: Initiative, village: Village) -> None:
    await run.entered("evaluation")
    await rate(run, [ASSOCIATION, YOUTH, COUNTY])
    await offer_coordination(run)


async def _established(run: Initiative, village: Village) -> None:
    """The practice is the association's from now on, which asks for support with it."""
    await run.entered("establishment")
    for ground, evidence in village.grounds.items():
        await run.coordinate("establishment/evidence-ground", ground=ground, evidence=evidence)
    await run.coordinate("establishment/name-receiver", seat=run.seats[ASSOCIATION])
    await run.answer(ASSOCIATION, "establishment/accept-hand-over", accepts=True)
    await run.answer(ASSOCIATION, "support/request-support", level="actor", text=village.lacks)


_HALFWAY: dict[str, Step] = {
    "readiness": _readiness,
    "need_identification": _needs,
    "convening": _invitations,
    "joint_planning": _plan,
    "piloting": _pilot,
    "evaluation": _ratings,
    "establishment": _established,
}
