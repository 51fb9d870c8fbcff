"""Convening: a reminder, one who declines, one who hands over to the deputy; an objection that no round can answer, a
vote that fails, and later consent.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from demo.api import Json, Unexpected
from demo.initiative import Initiative

PHASE = "convening"
INVITATION = f"{PHASE}/answer-invitation"
DECLINES, PASSES_ON, IS_REMINDED, PHONES = "shop", "village_4", "village_3", "tuusniemi"
CHAIR, DEPUTY_CHAIR = "village_1", "leader"
AHEAD = timedelta(minutes=5)  # the next meeting, after the demo


async def first_round(run: Initiative) -> None:
    """The seats answer in every way there is; the meeting does not agree, and the coordinator goes back a step."""
    await run.entered(PHASE)
    at_once = [seat for seat in run.seats if seat not in (DECLINES, PASSES_ON, IS_REMINDED, PHONES)]
    await run.each(at_once, INVITATION, reply="yes")
    await run.refused("AlreadyAnswered", run.answer(at_once[0], INVITATION, reply="yes"))
    await run.answer(DECLINES, INVITATION, reply="no", reason="Kauppias on yksin kaupassa.")
    await run.enter(PHONES, "phone", INVITATION, reply="yes")
    await _through_the_deputy(run)
    await _after_a_reminder(run)
    await _meeting(run, "Läsnä yksitoista toimijaa. Aloitteen rajaus jäi auki.")
    await _ground_rules(run)
    taking_part = [seat for seat in run.seats if seat != DECLINES]
    await _without_consent(run, taking_part)
    view = await run.until("the vote counted", lambda v: v["vote"] is None)
    if view["phase"] != PHASE:
        raise Unexpected("expected the vote to fail, and it passed")
    await run.coordinate("take-exit", exit="loop_back", reason="Kyydit pitää ottaa mukaan ennen suunnittelua.")
    run.tell("the vote fails, and the coordinator loops back with a reason")


async def second_round(run: Initiative) -> None:
    """Everyone is invited anew, and nobody objects to going on."""
    await run.entered(PHASE, 2)
    taking_part = [seat for seat in run.seats if seat != DECLINES]
    await run.each(taking_part, INVITATION, reply="yes")
    await run.answer(DECLINES, INVITATION, reply="other", instead="Kauppiasyhdistyksestä voisi joku ehtiä.")
    followed = {"seat": run.seats[DECLINES], "note": "Yhdistys kertoo kokouksessaan, kuka voisi tulla."}
    await run.coordinate(f"{PHASE}/follow-referral", **followed)
    run.tell("who cannot come says whom to ask instead, and the coordinator asks")
    await _meeting(run, "Läsnä yksitoista toimijaa. Päätettiin aloittaa yhteissuunnittelu.")
    await run.vote("advance", dict.fromkeys(taking_part, "for") | {"county_youth": "abstain"})
    run.tell("nobody objects, and the table goes on by consent")


async def _without_consent(run: Initiative, seats: list[str]) -> None:
    """Half of the seats object; the round with them changes nothing for them, so the seats vote."""
    choices = {seat: "for" if n % 2 else "against" for n, seat in enumerate(seats)}
    objecting = {seat: choice for seat, choice in choices.items() if choice == "against"}
    await run.coordinate("call-vote", exit="advance")
    await run.refused("Malformed", run.answer(next(iter(objecting)), "cast-ballot", choice="against"))
    await run.cast(choices, reason="Kyydit puuttuvat kokonaan.")
    run.tell(f"{len(objecting)} seats object, each with a reason; the coordinator seeks what they can live with")
    await run.coordinate("integrate-objections", text="Kyytejä ei saatu ratkaistua tässä kokouksessa.")
    await run.cast(objecting, reason="Kyydit puuttuvat yhä.")
    await run.until("a vote instead", lambda v: v["vote"] is not None and v["vote"]["how"] == "two_thirds")
    await run.cast(choices)


async def _through_the_deputy(run: Initiative) -> None:
    """The holder hands the invitation over, and the deputy accepts by a link of their own."""
    seat = run.seats[PASSES_ON]
    before = {letter["actor"] for letter in await run.outbox.wait_for("the holder's", lambda o: o["seat"] == seat)}
    await run.answer(PASSES_ON, INVITATION, reply="deputy", reason="Varajäsen tuntee asian paremmin.")
    letters = await run.outbox.wait_for(
        "the deputy's", lambda letter: letter["seat"] == seat and letter["actor"] not in before
    )
    run.use_link(PASSES_ON, letters[0])
    await run.answer(PASSES_ON, INVITATION, reply="yes")
    run.tell("an invitation is handed over, and the deputy accepts by the deputy's own link")


async def _after_a_reminder(run: Initiative) -> None:
    seat = run.seats[IS_REMINDED]
    reminders = await run.outbox.wait_for(
        "a reminder of an invitation",
        lambda letter: letter["seat"] == seat and "answer_invitation" in letter["obligation"] and _reminds(letter),
    )
    run.tell(f"a reminder is sent to the one who still owes an answer: {reminders[0]['subject']}")
    run.use_link(IS_REMINDED, reminders[0])
    await run.answer(IS_REMINDED, INVITATION, reply="yes")


def _reminds(letter: Json) -> bool:
    """The step of a letter is the number and action of its rung on the ladder, as in `0.remind`."""
    return str(letter["step"]).endswith(".remind")


async def _ground_rules(run: Initiative) -> None:
    rules = f"{PHASE}/write-ground-rules"
    await run.answer(CHAIR, rules, text="Jokainen puhuu vuorollaan.")
    objects = {"agrees": False, "reason": "Nuorten pitää saada puhua ensin."}
    await run.answer("youth_group", f"{PHASE}/review-ground-rules", **objects)
    await run.answer(CHAIR, rules, text="Nuoret puhuvat ensin, muut vuorollaan.")
    await run.answer("youth_group", f"{PHASE}/review-ground-rules", agrees=True)
    run.tell("the ground rules are written, objected to, and written anew")


async def _meeting(run: Initiative, minutes: str) -> None:
    await run.coordinate(f"{PHASE}/name-chair", chair=run.seats[CHAIR], deputy_chair=run.seats[DEPUTY_CHAIR])
    await run.answer(CHAIR, f"{PHASE}/write-minutes", text=minutes)
    await run.coordinate("meetings/fix-meeting", at=(datetime.now(UTC) + AHEAD).isoformat())
    await run.require_open_gate()
