"""Joint planning: goals, activities, few indicators with a baseline, commitments, and a plan that is endorsed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from demo.initiative import Initiative
from demo.story.convening import DECLINES

PHASE, SAYS = "joint_planning", "joint-planning"
COMMITMENTS = {
    "village_1": "Avaamme kylätalon torstai-iltaisin.",
    "youth_group": "Suunnittelemme iltojen ohjelman.",
    "kuopio": "Nuorisotyöntekijä on paikalla joka toinen viikko.",
    "village_2": "Järjestämme kimppakyydit.",
    "work_group": "Laitamme kylätalon kuntoon.",
}
INDICATORS = (
    ("Kävijöitä illassa", "output", "village_1", "0"),
    ("Nuorten oma arvio viihtymisestä (1–4)", "outcome", "youth_group", None),
    ("Talkootunteja kuukaudessa", "input", "work_group", "12"),
)
RISK = "Kunnostus viivästyy; ensimmäiset illat pidetään koululla."
STOP_CRITERIA = ("Iltoihin ei löydy aikuista kolmeen viikkoon.", "Nuoret eivät enää halua iltoja.")
RHYTHM = "P5D"
DOES_NOT_ENDORSE = "village_4"


async def plan(run: Initiative) -> None:
    """The plan is drafted together, frozen, endorsed by each organisation, and taken into use."""
    await run.entered(PHASE)
    await run.coordinate(f"{SAYS}/add-goal", text="Jokaisella nuorella on paikka kylällä.")
    await run.answer("youth_group", f"{SAYS}/add-goal", text="Nuoret päättävät iltojen ohjelmasta.")
    await _activities(run)
    await _indicators(run)
    await run.answer("kuopio", f"{SAYS}/add-risk", text=RISK)
    for criterion in STOP_CRITERIA:
        await run.coordinate(f"{SAYS}/add-stop-criterion", text=criterion)
    day = datetime.now(UTC).date() + timedelta(days=365)
    await run.coordinate(f"{SAYS}/fix-evaluation", day=day.isoformat())
    await _commitments(run)
    await _comments(run)
    await run.coordinate(f"{SAYS}/open-endorsement")
    endorsing = [seat for seat in run.seats if seat not in (DECLINES, DOES_NOT_ENDORSE)]
    await run.refused("NotAsked", run.coordinate(f"{SAYS}/add-goal", text="Myöhässä tullut tavoite."))
    await run.each(endorsing, f"{SAYS}/endorse-plan", endorses=True)
    await run.answer(DOES_NOT_ENDORSE, f"{SAYS}/endorse-plan", endorses=False, reason="Hallitus ei ehtinyt kokoontua.")
    run.tell("ten of eleven endorse the frozen plan")
    await run.require_open_gate()
    await run.refused("NotEntitled", run.coordinate("take-exit", exit="advance"))
    await run.vote("advance", dict.fromkeys((seat for seat in run.seats if seat != DECLINES), "for"))
    run.tell("nobody objects: the seats go on by consent")


async def _activities(run: Initiative) -> None:
    for title, owner, deputy, after in (
        ("Kylätalon kunnostus", "work_group", "village_2", []),
        ("Nuorten ilta viikoittain", "village_1", "youth_group", ["a1"]),
    ):
        said = {"title": title, "owner": run.seats[owner], "deputy": run.seats[deputy], "depends_on": after}
        await run.coordinate(f"{SAYS}/add-activity", **said)


async def _indicators(run: Initiative) -> None:
    for number, (definition, level, owner, baseline) in enumerate(INDICATORS, start=1):
        contract = {
            "definition": definition,
            "level": level,
            "owner": run.seats[owner],
            "rhythm": RHYTHM,
            "minutes": 10,
            "measures": ["a2"],
        }
        await run.coordinate(f"{SAYS}/define-indicator", **contract)
        await run.answer(owner, f"{SAYS}/set-baseline", indicator=f"i{number}", value={"number": baseline})


async def _comments(run: Initiative) -> None:
    await run.coordinate(f"{SAYS}/open-comments")
    await run.answer("village_2", f"{SAYS}/comment-plan", text="Kyydit puuttuvat toimista.")
    await run.answer("county_youth", f"{SAYS}/no-comment")
    await run.refused("TooEarly", run.coordinate(f"{SAYS}/open-endorsement"))
    await run.coordinate(f"{SAYS}/answer-plan-comment", plan_comment="p1", text="Kyydit ovat lupauksissa.")
    run.tell("the draft is commented on, and the comment answered before the plan is endorsed")


async def _commitments(run: Initiative) -> None:
    for seat, text in COMMITMENTS.items():
        await run.answer(seat, f"{SAYS}/make-commitment", activity="a2", text=text)
    freely = [seat for seat in run.seats if seat not in (*COMMITMENTS, DECLINES)]
    await run.each(freely, f"{SAYS}/no-commitment")
    run.tell("five commitments; six seats commit to nothing now, which is an answer too")
