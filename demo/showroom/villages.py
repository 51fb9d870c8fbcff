"""The seven villages, and who takes part in each: real places, people named by their role, stories made up."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from demo.cast import REGION, WELLBEING_COUNTY, Organisation, Seat

ASSOCIATION, YOUTH, WORK, MUNICIPALITY, COUNTY, LEADER = SEATS = (
    "association",
    "youth",
    "work",
    "municipality",
    "county",
    "leader",
)


@dataclass(frozen=True)
class Village:
    """A village, the phase that its initiative shows, and what is said there until then.

    `municipality` is a code; `leader` is the demo's name of the Leader group. Texts that its phase does not reach are
    empty.
    """

    phase: str
    name: str
    postcode: str
    municipality: str
    leader: str
    title: str
    theme: str
    landscape: str
    needs: tuple[str, ...] = ()
    problem: str = ""
    goal: str = ""
    activity: str = ""
    commitment: str = ""
    indicators: tuple[str, ...] = ()
    claim: str = ""
    lesson: str = ""
    grounds: dict[str, str] = field(default_factory=dict)
    lacks: str = ""

    @property
    def key(self) -> str:
        """The village in the demo's own names."""
        return f"showroom_{self.postcode}"

    def seat(self, kind: str) -> str:
        """The demo's name of one of its seats."""
        return f"{self.key}_{kind}"

    def organisations(self) -> list[Organisation]:
        """What the village itself has: an association and two groups."""
        return [
            Organisation(self.seat(ASSOCIATION), f"Kyläyhdistys, {self.name}", "association", self.municipality),
            Organisation(self.seat(YOUTH), f"Nuorten vapaa ryhmä, {self.name}", "informal", self.municipality),
            Organisation(self.seat(WORK), f"Talkooryhmä, {self.name}", "informal", self.municipality),
        ]

    def seats(self) -> list[Seat]:
        """Its six seats of five sectors, in the order of `SEATS`."""
        town = next(one["name_fi"] for one in REGION["municipalities"] if one["code"] == self.municipality)
        return [
            self._seat(ASSOCIATION, self.seat(ASSOCIATION), "Kyläyhdistyksen", self.name),
            self._seat(YOUTH, self.seat(YOUTH), "Nuorten ryhmän", self.name),
            self._seat(WORK, self.seat(WORK), "Talkooryhmän", self.name),
            self._seat(MUNICIPALITY, f"municipality_{self.municipality}", "Kunnan", f"{town} ({self.name})"),
            self._seat(COUNTY, WELLBEING_COUNTY, "Hyvinvointialueen", self.name),
            self._seat(LEADER, self.leader, "Leader-ryhmän", self.name),
        ]

    def _seat(self, kind: str, organisation: str, whose: str, where: str) -> Seat:
        return Seat(self.seat(kind), organisation, f"{whose} edustaja, {where}", f"{whose} varaedustaja, {where}")


def villages() -> list[Village]:
    """The villages in the order of the phases that they show."""
    told = json.loads(Path(__file__).with_name("villages.json").read_text(encoding="utf-8"))["villages"]
    return [Village(**one) for one in told]
