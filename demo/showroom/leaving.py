"""How a village's initiative leaves each phase: everyone answers, and the gate opens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from demo.initiative import Initiative, met_criterion
from demo.showroom.villages import ASSOCIATION, COUNTY, MUNICIPALITY, WORK, YOUTH, Village

Step = Callable[[Initiative, Village], Awaitable[None]]
RAISE_NEEDS = (ASSOCIATION, YOUTH, MUNICIPALITY)
MEASURE = (ASSOCIATION, YOUTH, WORK)
OUTSIDER = COUNTY  # owns nothing in the plan, so its word on a claim counts
LEVELS, BASELINES, VALUES = ("output", "outcome", "input"), ("0", "2", "12"), ("14", "3", "31.5")
READY = {"approach": "right", "champions": 3, "resources": 2, "urgency": 4}
RISK = "Tekijät väsyvät; vuoroja jaetaan useammalle."
STOP_CRITERION = "Iltaan ei tule kukaan kuukauden aikana."
RHYTHM = "P360D"  # half an hour at the showroom's pace


async def ready(run: Initiative, village: Village) -> None:
    """Everyone finds the place ready, and what there is already is noted."""
    await run.entered("readiness")
    await run.letters_to_all("readiness.1")
    await run.each(run.seats, "readiness/answer-readiness", **READY)
    await note(run, village)
    await _advance(run)


async def note(run: Initiative, village: Village) -> None:
    """The champion is named, and what there is already is noted."""
    await run.coordinate("readiness/name-champions", seats=[run.seats[ASSOCIATION]])
    await run.coordinate("readiness/note-landscape", text=village.landscape)


async def identify(run: Initiative, village: Village) -> None:
    """Three needs are raised, all are taken up, and those who raised them confirm the problem."""
    await run.entered("need_identification")
    await run.letters_to_all("need_identification.1")
    raised = zip(RAISE_NEEDS, village.needs, strict=True)
    await asyncio.gather(*(run.answer(seat, "need-identification/submit-need", text=text) for seat, text in raised))
    await run.each((s for s in run.seats if s not in RAISE_NEEDS), "need-identification/nothing-to-raise")
    for need in (await run.view())["state"]["needs"]:
        said = {"need": need, "answer": "taken_up", "reason": "Kuuluu samaan kokonaisuuteen."}
        await run.coordinate("need-identification/answer-need", **said)
    await run.coordinate("need-identification/state-problem", text=village.problem)
    await run.each(RAISE_NEEDS, "need-identification/confirm-statement", agrees=True)
    baseline = {"subject": f"Lähtötilanne, {village.name}", "value": {"number": "0"}}
    await run.coordinate("need-identification/settle-baseline", **baseline)
    await _advance(run)


async def convene(run: Initiative, village: Village) -> None:
    """Everyone accepts the invitation and agrees to go on."""
    await run.entered("convening")
    await run.each(run.seats, "convening/answer-invitation", reply="yes")
    chairs = {"chair": run.seats[ASSOCIATION], "deputy_chair": run.seats[MUNICIPALITY]}
    await run.coordinate("convening/name-chair", **chairs)
    minutes = f"Läsnä kuusi toimijaa. Päätettiin suunnitella yhdessä: {village.title.lower()}."
    await run.answer(ASSOCIATION, "convening/write-minutes", text=minutes)
    await run.coordinate("meetings/fix-meeting", at=(datetime.now(UTC) + timedelta(minutes=5)).isoformat())
    await run.vote("advance", dict.fromkeys(run.seats, "for"))


async def plan(run: Initiative, village: Village) -> None:
    """One goal, one activity, three indicators; the association commits itself, and everyone endorses the plan."""
    await draft(run, village)
    for number, definition in enumerate(village.indicators, start=1):
        owner = MEASURE[number - 1]
        contract = {"definition": definition, "level": LEVELS[number - 1], "rhythm": RHYTHM, "minutes": 10}
        await run.coordinate("joint-planning/define-indicator", **contract, owner=run.seats[owner])
        baseline = {"indicator": f"i{number}", "value": {"number": BASELINES[number - 1]}}
        await run.answer(owner, "joint-planning/set-baseline", **baseline)
    await run.coordinate("joint-planning/add-risk", text=RISK)
    await run.coordinate("joint-planning/add-stop-criterion", text=STOP_CRITERION)
    day = datetime.now(UTC).date() + timedelta(days=365)
    await run.coordinate("joint-planning/fix-evaluation", day=day.isoformat())
    await run.answer(ASSOCIATION, "joint-planning/make-commitment", activity="a1", text=village.commitment)
    await run.each((s for s in run.seats if s != ASSOCIATION), "joint-planning/no-commitment")
    await run.coordinate("joint-planning/open-comments")
    await run.coordinate("joint-planning/open-endorsement")
    await run.each(run.seats, "joint-planning/endorse-plan", endorses=True)
    await run.require_open_gate()
    await run.vote("advance", dict.fromkeys(run.seats, "for"))


async def draft(run: Initiative, village: Village) -> None:
    """The beginning of a plan: a goal, and an activity with its owner and deputy."""
    await run.entered("joint_planning")
    await run.coordinate("joint-planning/add-goal", text=village.goal)
    owners = {"owner": run.seats[ASSOCIATION], "deputy": run.seats[WORK]}
    await run.coordinate("joint-planning/add-activity", title=village.activity, **owners)


async def pilot(run: Initiative, village: Village) -> None:
    """A pulse and each indicator are answered, and the commitment is kept."""
    await run.entered("piloting")
    await run.each(run.seats, "piloting/answer-pulse", progress=3, energy=3)
    for number, owner in enumerate(MEASURE, start=1):
        await observe(run, number, owner)
    await run.coordinate("piloting/check-start", lacking=[])
    met = met_criterion(await run.view())
    await run.coordinate("piloting/begin-settling", reason="Ilta siirtyy kylätalolta koululle.", **met)
    kept = {"commitment": next(iter((await run.view())["facts"]["commitments"])), "state": "kept"}
    await run.answer(ASSOCIATION, "piloting/settle-commitment", **kept)
    await _advance(run)


async def observe(run: Initiative, number: int, owner: str) -> None:
    """The owner of an indicator reports a value."""
    said = {"indicator": f"i{number}", "value": {"number": VALUES[number - 1]}}
    await run.answer(owner, "piloting/report-observation", **said)


async def evaluate(run: Initiative, village: Village) -> None:
    """Conditions are rated, a claim is confirmed by an outsider, and the seats decide to establish the practice."""
    view = await run.entered("evaluation")
    await rate(run, run.seats)
    claim = {"text": village.claim, "observations": sorted(view["facts"]["observations"])[:1]}
    await run.coordinate("evaluation/make-claim", **claim, verifier=run.seats[OUTSIDER])
    made = next(iter((await run.view())["state"]["claims"]))
    verdict = {"claim": made, "verdict": "confirmed", "grounds": "Kävin paikalla ja näin merkinnät."}
    await run.answer(OUTSIDER, "evaluation/verify-claim", **verdict)
    await run.coordinate("evaluation/write-lesson", works_when=village.lesson)
    await run.vote("advance", dict.fromkeys(run.seats, "for"), verdict="establish")


async def rate(run: Initiative, seats: list[str] | dict[str, str]) -> None:
    """These seats rate the five conditions of collective impact."""
    ratings = {"common_agenda": 4, "shared_measurement": 3, "reinforcing_activities": 3}
    further = {"continuous_communication": 3, "backbone_support": 4}
    await run.each(seats, "evaluation/answer-rubric", **ratings, **further)


async def _advance(run: Initiative) -> None:
    await run.require_open_gate()
    await run.coordinate("take-exit", exit="advance")


STEPS: dict[str, Step] = {
    "readiness": ready,
    "need_identification": identify,
    "convening": convene,
    "joint_planning": plan,
    "piloting": pilot,
    "evaluation": evaluate,
}
