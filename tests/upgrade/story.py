"""A story for each phase, in two halves: until it is well under way, and on from there to the next hand-over.

It is told over the public API alone, so that the code of any commit can hear it. What is written begins with a canary.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.api import Api, Refused
from tests.fixtures.canaries import MARK

SECTORS = ("association", "informal", "municipality", "wellbeing_county", "leader", "association")
ACTIVE, LINKED, OUTSIDER = (0, 1, 2, 3, 4), 1, 3
"""Places of seats: those who take part, the one who answers by personal link, one with no part in the pilot."""
BY_PHONE = (0, 2, 3, 4)
PAUSE = timedelta(seconds=30)
PATIENCE = 60.0


@dataclass
class Talk:
    """One initiative, as its coordinator and its seats speak to it. `link` is the token of one seat's letter."""

    api: Api
    initiative: str
    seats: list[str]
    link: str = ""

    async def says(self, what: str, **body: Any) -> Any:
        """The coordinator says something."""
        return await self.api.post(f"/initiatives/{self.initiative}/{what}", body)

    async def phones(self, seat: int, what: str, **body: Any) -> Any:
        """The coordinator enters what a seat said on the phone."""
        return await self.says(what, for_seat=self.seats[seat], channel="phone", **body)

    async def links(self, what: str, **body: Any) -> Any:
        """A seat speaks by its personal link."""
        return await self.api.speaking(self.link).post(f"/initiatives/{self.initiative}/{what}", body)

    async def all_phone(self, seats: tuple[int, ...], what: str, **body: Any) -> None:
        """Several seats say the same, one after the other."""
        for seat in seats:
            await self.phones(seat, what, **body)

    async def view(self) -> Any:
        """The initiative as it stands."""
        return await self.api.get(f"/initiatives/{self.initiative}")

    async def until(self, what: str, holds: Callable[[Any], bool]) -> Any:
        """The view once it is so. Raises AssertionError when it does not come to that."""
        end = time.monotonic() + PATIENCE
        while not holds(view := await self.view()):
            assert time.monotonic() < end, f"{self.initiative}: {what} did not come, it stands in {view['phase']}"
            await asyncio.sleep(0.1)
        return view


def text(what: str) -> str:
    """A free text that is to be found in the vault only."""
    return f"{MARK}: {what}"


async def readiness_asked(talk: Talk) -> None:
    await talk.all_phone((0, 2), "readiness/answer-readiness", **UNREADY, nuts_and_bolts=text("käytäntö"))
    await talk.says("readiness/note-landscape", text=text("maisema"))
    await talk.says("readiness/name-action", text=text("teko"), owner=talk.seats[0], due="2090-01-01")
    await talk.says("readiness/cultivate", reason=text("vahvistaminen"))


async def readiness_found(talk: Talk) -> None:
    await talk.phones(0, "readiness/report-action", action="a1", done=True, note=text("tehty"))
    await talk.says("readiness/check-again")
    await talk.all_phone((0, 2, 3, 4), "readiness/answer-readiness", **READY)
    await talk.links("readiness/answer-readiness", **READY)
    await talk.says("take-exit", exit="advance")


async def needs_raised(talk: Talk) -> None:
    for seat in (0, 2):
        await talk.phones(seat, "need-identification/submit-need", text=text("tarve"))
    await talk.says("need-identification/submit-need", text=text("asukkaan tarve"), sector="resident")
    await talk.says("need-identification/answer-need", need="n1", answer="taken_up", reason=text("syy"))


async def needs_answered(talk: Talk) -> None:
    await talk.links("need-identification/submit-need", text=text("linkin tarve"))
    for need, answer in (("n2", "declined"), ("n3", "taken_up")):
        await talk.says("need-identification/answer-need", need=need, answer=answer, reason=text("syy"))
    await talk.says("need-identification/merge-needs", need="n4", into="n1")
    await talk.says("need-identification/state-problem", text=text("ongelma"))
    await talk.all_phone((0, 2), "need-identification/confirm-statement", agrees=True)
    await talk.links("need-identification/confirm-statement", agrees=True)
    await talk.says("need-identification/settle-baseline", subject=text("lähtötilanne"), value={"number": "0"})
    await talk.says("take-exit", exit="advance")


async def table_votes(talk: Talk) -> None:
    await talk.all_phone(BY_PHONE, "convening/answer-invitation", reply="yes")
    await talk.links("convening/answer-invitation", reply="yes")
    await talk.phones(5, "convening/answer-invitation", reply="no", reason=text("kiellon syy"))
    await talk.says("convening/name-chair", chair=talk.seats[0], deputy_chair=talk.seats[2])
    await talk.phones(0, "convening/write-minutes", text=text("muistio"))
    with suppress(Refused):  # code that keeps no meetings knows none
        await talk.says("meetings/fix-meeting", at=(datetime.now(UTC) + timedelta(days=800)).isoformat())
    await talk.says("call-vote", exit="advance")
    await talk.all_phone((0, 2), "cast-ballot", choice="for")


async def table_convened(talk: Talk) -> None:
    await talk.links("cast-ballot", choice="for")
    await talk.all_phone((3, 4), "cast-ballot", choice="for")


async def plan_drafted(talk: Talk) -> None:
    await talk.says("joint-planning/add-goal", text=text("tavoite"))
    owners = {"owner": talk.seats[0], "deputy": talk.seats[2]}
    await talk.says("joint-planning/add-activity", title=text("toimi"), **owners)
    for number, owner in enumerate((0, 2, 4), start=1):
        measure = {"level": "output", "owner": talk.seats[owner], "rhythm": "P30D", "minutes": 10}
        await talk.says("joint-planning/define-indicator", definition=text("mittari"), **measure)
        await talk.says("joint-planning/set-baseline", indicator=f"i{number}", value={"number": "0"})
    with suppress(Refused):  # code whose plans name no risks knows neither
        await talk.says("joint-planning/add-risk", text=text("riski"))
        await talk.says("joint-planning/add-stop-criterion", text=text("keskeytysperuste"))
        day = datetime.now(UTC).date() + timedelta(days=900)
        await talk.says("joint-planning/fix-evaluation", day=day.isoformat())
    await talk.phones(0, "joint-planning/make-commitment", activity="a1", text=text("lupaus"))
    await talk.links("joint-planning/make-commitment", activity="a1", text=text("lupaus"))
    await talk.phones(2, "joint-planning/no-commitment")
    with suppress(Refused):  # nor a round of comments
        await talk.says("joint-planning/open-comments")
    await talk.says("joint-planning/open-endorsement")
    await talk.phones(0, "joint-planning/endorse-plan", endorses=True)


async def plan_endorsed(talk: Talk) -> None:
    await talk.links("joint-planning/endorse-plan", endorses=True)
    await talk.all_phone((2, 3, 4), "joint-planning/endorse-plan", endorses=True)
    if (await talk.view())["gate"]["decision"]["clause"] == "decide.role":  # models before 1.1
        await talk.says("take-exit", exit="advance")
        return
    await talk.says("call-vote", exit="advance")
    await talk.all_phone(BY_PHONE, "cast-ballot", choice="for")
    await talk.links("cast-ballot", choice="for")


async def pilot_felt(talk: Talk) -> None:
    await talk.all_phone((0, 2), "piloting/answer-pulse", progress=3, energy=2)


async def pilot_settled(talk: Talk) -> None:
    await talk.links("piloting/answer-pulse", progress=2, energy=2)
    await talk.phones(3, "piloting/halt-on-harm", reason=text("haitta"))
    await talk.says("piloting/review-harm", resume=True, findings=text("havainto"))
    criteria = (await talk.view())["facts"].get("stop_criteria", ())  # models before 1.1 ask for none
    met = {"criterion": criteria[0]["id"]} if criteria else {}
    await talk.says("piloting/begin-settling", reason=text("lopetus"), **met)
    for number, owner in enumerate((0, 2, 4), start=1):
        value = {"number": str(number)}
        await talk.phones(owner, "piloting/report-observation", indicator=f"i{number}", value=value)
    await talk.phones(0, "piloting/settle-commitment", commitment="c1", state="kept")
    await talk.links("piloting/settle-commitment", commitment="c2", state="changed")
    await talk.says("take-exit", exit="advance")


async def claims_made(talk: Talk) -> None:
    await talk.all_phone((0, 2, 3), "evaluation/answer-rubric", **RATINGS)
    claim = {"text": text("väite"), "observations": ["o1"], "verifier": talk.seats[OUTSIDER]}
    await talk.says("evaluation/make-claim", **claim)


async def claims_verified(talk: Talk) -> None:
    await talk.phones(4, "evaluation/answer-rubric", **RATINGS)
    await talk.links("evaluation/answer-rubric", **RATINGS)
    await talk.phones(OUTSIDER, "evaluation/verify-claim", claim="c1", verdict="confirmed", grounds=text("peruste"))
    await talk.says("evaluation/write-lesson", works_when=text("oppi"))
    await talk.says("call-vote", exit="advance", verdict="establish")
    await talk.all_phone(BY_PHONE, "cast-ballot", choice="for")
    await talk.links("cast-ballot", choice="for")


async def receiver_named(talk: Talk) -> None:
    for ground in ("owner", "money"):
        await talk.says("establishment/evidence-ground", ground=ground, evidence=text("peruste"))
    await talk.says("establishment/name-receiver", seat=talk.seats[LINKED])


async def receiver_declined(talk: Talk) -> None:
    await talk.says("establishment/evidence-ground", ground="practice", evidence=text("peruste"))
    await talk.links("establishment/accept-hand-over", accepts=False, remark=text("kielto"))
    await talk.says("take-exit", exit="loop_back", reason=text("takaisin"))


async def paused(talk: Talk) -> None:
    await talk.phones(0, "convening/answer-invitation", reply="yes")
    await talk.says("pause", until=(datetime.now(UTC) + PAUSE).isoformat(), reason=text("tauko"))


async def resumed(talk: Talk) -> None:
    await talk.until("the end of the pause", lambda view: view["status"] == "open")
    await talk.links("convening/answer-invitation", reply="yes")
    await talk.says("take-exit", exit="loop_back", reason=text("takaisin"))


RATINGS = dict.fromkeys(
    ("common_agenda", "shared_measurement", "reinforcing_activities", "continuous_communication", "backbone_support"), 3
)
UNREADY = {"approach": "right", "champions": 1, "resources": 2, "urgency": 4}
READY = UNREADY | {"champions": 3}
Half = Callable[[Talk], Awaitable[None]]


@dataclass(frozen=True)
class Story:
    """What is told in a phase: until it is well under way, and on from there into the phase it leads to."""

    phase: str
    begins: Half
    goes_on: Half
    leads_to: str


STORY = {
    "readiness": Story("readiness", readiness_asked, readiness_found, "need_identification"),
    "need_identification": Story("need_identification", needs_raised, needs_answered, "convening"),
    "convening": Story("convening", table_votes, table_convened, "joint_planning"),
    "joint_planning": Story("joint_planning", plan_drafted, plan_endorsed, "piloting"),
    "piloting": Story("piloting", pilot_felt, pilot_settled, "evaluation"),
    "evaluation": Story("evaluation", claims_made, claims_verified, "establishment"),
    "establishment": Story("establishment", receiver_named, receiver_declined, "piloting"),
    "paused": Story("convening", paused, resumed, "need_identification"),
}
"""One for each phase, and one of a convening that pauses and wakes by itself."""
PHASES = [name for name, story in STORY.items() if name == story.phase]
