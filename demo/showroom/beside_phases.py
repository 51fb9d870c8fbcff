"""What a village may do in whatever phase it is: hours are kept, an answer is corrected, a date is sought, a phase
rests, and the coordination is offered to another.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from demo.api import Api
from demo.initiative import Initiative
from demo.register import Register, mandated, transferred
from demo.showroom.villages import ASSOCIATION, LEADER, MUNICIPALITY, WORK, YOUTH

OFFERED_IN = "evaluation"  # the phase of the village whose coordination is offered
ZONE = ZoneInfo("Europe/Helsinki")
CALL, CENTS = "leader_2026", 1800
RESTS = timedelta(minutes=10)  # four months at the showroom's pace
PROPOSED = (timedelta(days=7), timedelta(days=8), timedelta(days=14))
MEETING = "Järjestöneuvoston kokous (esittely), mandaatti 3"
TRANSFER = "Järjestöneuvoston kokous (esittely), mandaatti 3, siirto"


async def keep_hours(run: Initiative) -> None:
    """A call has a rate of its own; two seats give hours, and one list was miscounted. The plan has an activity."""
    await run.coordinate("hours/set-rate", call=CALL, cents_an_hour=CENTS)
    day = datetime.now(ZONE).date().isoformat()
    given = {"work": "activity", "activity": "a1", "day": day, "minutes": 120, "evidence": "Osallistujalista 4/2026"}
    entered = await run.answer(ASSOCIATION, "hours/give-hours", **given, people=6)
    meeting = {"work": "meeting", "day": day, "minutes": 90, "people": 4}
    await run.answer(WORK, "hours/give-hours", **meeting)
    await run.answer(ASSOCIATION, "hours/correct-hours", **given, people=5, entry=entered["recorded"]["entry"])


async def correct(run: Initiative) -> None:
    """A seat accepted the invitation, and says within the day that it cannot take part: the gate counts one less."""
    said = await run.answer(MUNICIPALITY, "convening/answer-invitation", reply="yes")
    await run.answer(MUNICIPALITY, "convening/answer-invitation", reply="no", corrects=said["seq"])


async def seek_date(run: Initiative) -> None:
    """Three dates are proposed; three seats have said which suit them, and the others are asked."""
    noon = datetime.now(ZONE).replace(hour=18, minute=0, second=0, microsecond=0)
    proposals = [(noon + later).astimezone(UTC).isoformat() for later in PROPOSED]
    polled = await run.coordinate("meetings/poll-dates", proposals=proposals)
    meeting = polled["recorded"]["meeting"]
    await run.answer(ASSOCIATION, "meetings/answer-poll", meeting=meeting, suits=[1, 2])
    await run.answer(YOUTH, "meetings/answer-poll", meeting=meeting, suits=[2], if_need_be=[3])
    await run.enter(LEADER, "phone", "meetings/answer-poll", meeting=meeting, suits=[2, 3])


async def rest(run: Initiative) -> None:
    """The phase rests until a day, for a reason."""
    until = (datetime.now(UTC) + RESTS).isoformat()
    reason = "Talkkarin palkkatuesta päätetään vasta loppusyksyllä."
    await run.coordinate("hold", until=until, reason=reason, conditions="Palkkatuesta on päätös.")


async def under_own_mandate(api: Api, register: Register) -> Register:
    """The register with a mandate that no other initiative has, so that its transfer is no other's business."""
    return replace(register, mandate=await mandated(api, register, MEETING))


async def offer_coordination(run: Initiative) -> None:
    """The council has transferred the mandate to the Leader group, whose representative is asked to go on with it."""
    leader = await run.api.get(f"/register/seats/{run.seats[LEADER]}")
    mandate = await transferred(run.api, (await run.view())["mandate"], leader["organisation_id"], TRANSFER)
    reason = "Yhdistyksen hanketyö loppuu vuodenvaihteessa."
    await run.coordinate("offer-backbone", coordinator=leader["holder_id"], mandate=mandate, reason=reason)
