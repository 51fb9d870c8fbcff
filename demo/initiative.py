"""One initiative, driven over HTTP: what its coordinator and its seats say, and waiting until it stands as expected."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from demo.api import Api, Json, Refused, Unexpected
from demo.outbox import Outbox, token

EVERY = 0.1  # seconds between looks
PATIENCE = 30.0  # seconds


class Initiative:
    """An initiative with its seats by the demo's own names (`seats`), and a personal link for each seat.

    `tell` is told what happens, for people who watch.
    """

    def __init__(self, coordinator: Api, opened: Json, seats: dict[str, str], tell: Callable[[str], None]) -> None:
        self.api = coordinator
        self.id: str = opened["id"]
        self.seats = seats
        self.names = {seat: name for name, seat in seats.items()}
        self.tell = tell
        self.outbox = Outbox(coordinator, self.id)
        self._links: dict[str, str] = {}  # token of the personal link, by the demo's name of the seat

    async def view(self) -> Json:
        """The initiative as it stands."""
        view: Json = await self.api.get(f"/initiatives/{self.id}")
        return view

    async def coordinate(self, verb: str, **said: Any) -> Json:
        """The coordinator says something in person."""
        return await self._say(self.api, verb, said)

    async def enter(self, seat: str, channel: str, verb: str, **said: Any) -> Json:
        """The coordinator enters what a seat said by phone or on paper."""
        return await self._say(self.api, verb, {**said, "for_seat": self.seats[seat], "channel": channel})

    async def answer(self, seat: str, verb: str, **said: Any) -> Json:
        """A seat says something by its personal link."""
        return await self._say(self.api.speaking(self._links[seat]), verb, said)

    async def each(self, seats: Iterable[str], verb: str, **said: Any) -> None:
        """Several seats say the same at once."""
        await asyncio.gather(*(self.answer(seat, verb, **said) for seat in seats))

    async def refused(self, kind: str, saying: Awaitable[Json]) -> None:
        """What must be refused in this way. Raises Unexpected when it is not."""
        try:
            await saying
        except Refused as refusal:
            if refusal.kind != kind:
                raise
            self.api.tally.refusals += 1
            self.tell(f"refused as it should be: {refusal.reason}")
        else:
            raise Unexpected(f"expected {kind}, and it was accepted")

    async def letters_to_all(self, phase: str) -> None:
        """Wait until every seat has had its first letter of a phase, and keep the links."""
        letters = await self.outbox.wait_for(
            f"one to each seat in {phase}", lambda letter: phase in letter["obligation"], len(self.seats)
        )
        self._links |= {self.names[letter["seat"]]: token(letter) for letter in letters if letter["seat"]}
        if missing := sorted(self.seats.keys() - self._links.keys()):
            raise Unexpected(f"no letter reached {', '.join(missing)}")

    def use_link(self, seat: str, letter: Json) -> None:
        """From now on the seat answers by the link of this letter."""
        self._links[seat] = token(letter)

    async def until(
        self, what: str, holds: Callable[[Json], bool], patience: float = PATIENCE, every: float = EVERY
    ) -> Json:
        """The view once it is as expected, looked at `every` so many seconds. Raises Unexpected when patience (in
        seconds) ends before.
        """
        give_up = time.monotonic() + patience
        while not holds(view := await self.view()):
            if time.monotonic() > give_up:
                raise Unexpected(f"expected {what}, and waited {patience:.0f} s in vain")
            await asyncio.sleep(every)
        return view

    async def asked(self, duty: str, after: int, patience: float = PATIENCE) -> int:
        """The number of the newest asking of a duty that is asked again and again, once it is beyond `after`.

        Usually the next one; on a machine that was busy for long, a later one. Raises Unexpected.
        """

        def newest(view: Json) -> int:
            return max((int(obligation.rpartition("/")[2]) for obligation in owed(view, duty)), default=0)

        return newest(await self.until(f"{duty} after {after}", lambda view: newest(view) > after, patience))

    async def entered(self, phase: str, round: int = 1) -> Json:
        """The view once the initiative is in a round of a phase."""
        view = await self.until(f"{phase}, round {round}", lambda v: (v["phase"], v["round"]) == (phase, round))
        self.tell(f"{phase}, round {round}")
        return view

    async def require_open_gate(self) -> None:
        """Raise Unexpected, naming what is missing, unless the gate is open."""
        gate = (await self.view())["gate"]
        shut = [f"{c['clause']} (by {', '.join(c['missing']) or 'nobody'})" for c in gate["clauses"] if not c["met"]]
        if shut:
            raise Unexpected(f"expected gate open, missing {'; '.join(shut)}")

    async def vote(self, exit: str, votes: dict[str, str], verdict: str | None = None) -> None:
        """Ask the seats, and let each say `for`, `against` or `abstain`."""
        await self.coordinate("call-vote", exit=exit, **({"verdict": verdict} if verdict else {}))
        await self.cast(votes)

    async def cast(self, votes: dict[str, str], reason: str | None = None) -> None:
        """Ballots by seat. Where consent is asked for, `against` needs a reason."""
        why = {"against": {"reason": reason}} if reason else {}
        ballots = ((seat, {"choice": choice, **why.get(choice, {})}) for seat, choice in votes.items())
        await asyncio.gather(*(self.answer(seat, "cast-ballot", **said) for seat, said in ballots))

    async def _say(self, speaker: Api, verb: str, said: Json) -> Json:
        accepted = await speaker.post(f"/initiatives/{self.id}/{verb}", said)
        if accepted["happened"] == "answer.came_late":
            raise Unexpected(f"'{verb}' came after its window")
        speaker.tally.interactions += 1
        return accepted


def met_criterion(view: Json) -> dict[str, str]:
    """The first stop criterion of the plan, as an early end names the one that is met; nothing where it has none."""
    criteria = view["facts"].get("stop_criteria", ())
    return {"criterion": criteria[0]["id"]} if criteria else {}


def owed(view: Json, duty: str) -> list[str]:
    """The ids of what is owed of one kind."""
    return [waiting["obligation"] for waiting in view["waiting_on"] if waiting["duty"] == duty]
