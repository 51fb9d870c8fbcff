"""A whole cycle over HTTP with 150 answers of 30 seats: each alone, or those to one question at once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.product import API, NEED, ProductSide
from domain.conditions import CONDITIONS
from domain.phases.establishment.commands import Ground

Json = dict[str, Any]
DEMO = "fi.yhteisovaikuttavuus.demo"
CHECK_INS = 5
PATIENCE = 90.0


class Cycle:
    """One initiative at the pace of the demo. `answers` counts what was asked of all seats and answered.

    `at_once`: the seats that are asked the same answer it together, as after the letter of a morning.
    """

    def __init__(self, product: ProductSide, initiative: str, links: list[str], *, at_once: bool = False) -> None:
        self.product, self.initiative, self.links, self.at_once = product, initiative, links, at_once
        self.seats = product.region.seats[: len(links)]
        self.answers = self.others = 0

    async def run(self) -> None:
        """From readiness to the last check-in. Raises httpx.HTTPStatusError, TimeoutError."""
        for phase in (self.ready, self.needs, self._convening, self._planning, self._piloting, self._evaluation):
            await phase()
        await self._establishment()

    async def ready(self) -> None:
        """The first phase: five seats say by phone that the place is ready, and the landscape is noted."""
        rated = {"approach": "right", "champions": 3, "resources": 2, "urgency": 4, "channel": "phone"}
        for seat in self.seats[:5]:
            await self._coordinate("readiness/answer-readiness", **rated, for_seat=seat)
        await self._coordinate("readiness/note-landscape", text="Seurakunta pitää nuorten iltoja.")
        await self._coordinate("take-exit", exit="advance")

    async def needs(self) -> None:
        """Needs are raised and answered, and the problem is stated."""
        says = "need-identification"
        await self.until(phase="need_identification")
        raised = [self._answer(number, f"{says}/submit-need", text=NEED) for number in range(5)]
        await self._given([*raised, *(self._answer(number, f"{says}/nothing-to-raise") for number in range(5, 9))])
        for number in range(1, 6):
            taken = {"need": f"n{number}", "answer": "taken_up", "reason": "Tästä puhuttiin paljon."}
            await self._coordinate(f"{says}/answer-need", **taken)
        await self._coordinate(f"{says}/state-problem", text=NEED)
        await self._each(range(5), f"{says}/confirm-statement", agrees=True)
        await self._coordinate(f"{says}/settle-baseline", subject="Avoimia iltoja", value={"number": "0"})
        await self._coordinate("take-exit", exit="advance")

    async def _convening(self) -> None:
        await self.until(phase="convening")
        await self._each(range(30), "convening/answer-invitation", reply="yes")
        await self._coordinate("convening/name-chair", chair=self.seats[0], deputy_chair=self.seats[1])
        await self.say(self.links[0], "convening/write-minutes", text="Sovittiin jatkosta.")
        await self._coordinate("meetings/fix-meeting", at=(datetime.now(UTC) + timedelta(minutes=5)).isoformat())
        await self._coordinate("call-vote", exit="advance")
        await self._each(range(20), "cast-ballot", choice="for")

    async def _planning(self) -> None:
        says = "joint-planning"
        await self.until(phase="joint_planning")
        await self._coordinate(f"{says}/add-goal", text="Jokaisella nuorella on paikka.")
        activity = {"title": "Nuorten ilta", "owner": self.seats[0], "deputy": self.seats[1]}
        await self._coordinate(f"{says}/add-activity", **activity)
        for number in (1, 2, 3):
            indicator = {"definition": "Kävijöitä", "level": "output", "rhythm": "P30D", "minutes": 10}
            await self._coordinate(f"{says}/define-indicator", **indicator, owner=self.seats[number])
            await self._coordinate(f"{says}/set-baseline", indicator=f"i{number}", value={"number": "0"})
        await self._coordinate(f"{says}/add-risk", text="Avaimia ei saada; varapaikka on koululla.")
        await self._coordinate(f"{says}/add-stop-criterion", text="Iltoihin ei löydy aikuista.")
        day = datetime.now(UTC).date() + timedelta(days=365)
        await self._coordinate(f"{says}/fix-evaluation", day=day.isoformat())
        await self.say(self.links[0], f"{says}/make-commitment", activity="a1", text="Avaamme ovet.")
        await self._coordinate(f"{says}/open-comments")
        await self._coordinate(f"{says}/open-endorsement")
        await self._each(range(20), f"{says}/endorse-plan", endorses=True)
        await self._coordinate("call-vote", exit="advance")
        await self._each(range(20), "cast-ballot", choice="for")

    async def _piloting(self) -> None:
        await self.until(phase="piloting", owed="answer_pulse")
        await self._each(range(15), "piloting/answer-pulse", progress=3, energy=3)
        await self.until(owed="observe")
        await self._observe()
        criteria = (await self.view())["facts"].get("stop_criteria", ())
        met = {"criterion": criteria[0]["id"]} if criteria else {}
        await self._coordinate("piloting/begin-settling", reason="Pilotti päättyy.", **met)
        await self.say(self.links[0], "piloting/settle-commitment", commitment="c1", state="kept")
        await self._observe()
        await self._coordinate("take-exit", exit="advance")

    async def _observe(self) -> None:
        """Report every value that is owed now."""
        for waiting in (await self.view())["waiting_on"]:
            if waiting["duty"] == "observe":
                indicator = waiting["obligation"].rpartition("/")[2].partition(".")[0]
                link = self.links[self.seats.index(waiting["seat"])]
                await self.say(link, "piloting/report-observation", indicator=indicator, value={"number": "14"})

    async def _evaluation(self) -> None:
        view = await self.until(phase="evaluation")
        await self._each(range(15), "evaluation/answer-rubric", **dict.fromkeys(CONDITIONS, 3))
        evidence = [next(iter(view["facts"]["observations"]))]
        claim = {"text": "Illoissa käy neljätoista nuorta.", "observations": evidence, "verifier": self.seats[9]}
        await self._coordinate("evaluation/make-claim", **claim)
        verdict = {"claim": "c1", "verdict": "confirmed", "grounds": "Kävin paikalla."}
        await self.say(self.links[9], "evaluation/verify-claim", **verdict)
        await self._coordinate("evaluation/write-lesson", works_when="Kun nuoret päättävät itse.")
        await self._coordinate("call-vote", exit="advance", verdict="establish")
        await self._each(range(16), "cast-ballot", choice="for")

    async def _establishment(self) -> None:
        await self.until(phase="establishment")
        for ground in Ground:
            await self._coordinate("establishment/evidence-ground", ground=ground, evidence="Kirjattu pöytäkirjaan.")
        await self._coordinate("establishment/name-receiver", seat=self.seats[3])
        await self.say(self.links[3], "establishment/accept-hand-over", accepts=True)
        for _ in range(CHECK_INS):
            await self.until(owed="check_in")
            await self.say(self.links[3], "establishment/answer-check-in", condition="alive")
        await self.until(status="ended")

    async def view(self) -> Json:
        """The initiative as it stands."""
        answer = await self.product.http.get(f"{API}/initiatives/{self.initiative}", headers=self.product.coordinator)
        answer.raise_for_status()
        view: Json = answer.json()
        return view

    async def until(self, *, owed: str | None = None, **stands: str) -> Json:
        """The initiative once it stands so, and somebody owes this. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while True:
                view = await self.view()
                asked = owed is None or any(waiting["duty"] == owed for waiting in view["waiting_on"])
                if asked and all(view[name] == value for name, value in stands.items()):
                    return view
                await asyncio.sleep(0.1)

    async def _each(self, seats: Iterable[int], verb: str, **said: Any) -> None:
        await self._given([self._answer(seat, verb, **said) for seat in seats])

    async def _given(self, answers: Iterable[Coroutine[Any, Any, None]]) -> None:
        if self.at_once:
            await asyncio.gather(*answers)
        else:
            for answer in answers:
                await answer

    async def _answer(self, seat: int, verb: str, **said: Any) -> None:
        await self.say(self.links[seat], verb, **said)
        self.answers, self.others = self.answers + 1, self.others - 1

    async def _coordinate(self, verb: str, **said: Any) -> None:
        await self.say(self.product.region.coordinator, verb, **said)

    async def say(self, credential: str, verb: str, **said: Any) -> None:
        """Say something by a link or a key. Raises RuntimeError if it is refused."""
        signed = {"Authorization": f"Bearer {credential}"}
        path = f"{API}/initiatives/{self.initiative}/{verb}"
        answer = await self.product.http.post(path, json=said, headers=signed)
        if answer.is_error:
            raise RuntimeError(f"{verb}: {answer.text}")
        self.others += 1
