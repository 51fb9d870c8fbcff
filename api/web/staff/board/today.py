"""Today: what somebody is asked for now, each with how long it takes and where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlmodel import Session

from api.phone_list import phone_list
from api.phone_views import PhoneLine
from api.services import Services
from api.web.staff.board.wanting import SOON
from api.web.staff.door import Staff
from api.web.staff.duty_words import duty_title
from api.web.staff.laying_out import ZONE, short_day
from api.web.staff.phone.line import address_of
from api.web.words import Words
from domain.actors import Role
from domain.clockwork import DECIDE_EXIT, REDECIDE_EXIT
from domain.obligations import part_of
from letters.wording import minutes_by_duty
from models import piles, waiting
from models.piles import Held
from models.waiting import OwnDuty

MOST: Final = 6
_EACH: Final = 3  # of a kind, so that none hides the others
_DECIDING: Final = (DECIDE_EXIT, REDECIDE_EXIT, "recheck_hold")
_MINUTES: Final = 2  # for one thing that an open call brought, or one letter to be printed
_LONGER: Final = 5  # for a duty of which nobody has said how long it takes
_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Ask:
    """One thing to do: what and where, why, how many minutes it takes, and where it is done."""

    kind: str
    what: str
    why: str
    minutes: int
    address: str


@dataclass(frozen=True)
class Lying:
    """What lies with somebody: duties of their own, what open calls hold, letters to print; titles by their refs."""

    own: list[OwnDuty]
    held: list[Held]
    paper: int
    titles: dict[str, str]

    def title(self, ref: str, otherwise: str) -> str:
        """The title of an initiative."""
        return self.titles.get(ref, otherwise)


async def asks(here: Services, who: Staff, language: str, words: Words) -> list[Ask]:
    """What somebody is asked for today, what is late first. Auditors are asked for nothing."""
    if who.principal.role is Role.AUDITOR:
        return []
    lying = await here.database.read(lambda session: _lying(here, session, who.principal.id))
    calls: tuple[PhoneLine, ...] = ()
    if who.principal.role is Role.COORDINATOR:
        calls = (await phone_list(here, who.principal, None, None, _EACH, language)).lines
    tell = _Teller(here, language, words)
    duties = [tell.duty(one, lying) for one in lying.own[:_EACH]]
    brought = [tell.held(one, lying) for one in lying.held]
    return [*duties, *map(tell.call, calls), *brought, *tell.paper(lying.paper)][:MOST]


def _lying(here: Services, session: Session, principal: str) -> Lying:
    own = waiting.own_duties(session, principal, here.clock() + SOON, _EACH)
    held = piles.held(session, principal, _EACH)
    refs = [*(one.title_ref for one in own), *(one.title_ref for one in held)]
    titles = here.vault.reveal_many(session, refs) if refs else {}
    return Lying(own, held, piles.to_print(session, principal), titles)


@dataclass(frozen=True)
class _Teller:
    here: Services
    language: str
    words: Words

    def duty(self, one: OwnDuty, lying: Lying) -> Ask:
        told, now = self.words["ask"], self.here.clock()
        day = short_day(self.language, (one.due - _MOMENT).astimezone(ZONE).date())
        kind = "decide" if one.duty in _DECIDING else "do"
        title = duty_title(None, part_of(one.obligation), one.duty, self.language)
        return Ask(
            kind=kind,
            what=told[kind]["what"].format(title=lying.title(one.title_ref, self.words["home"]["untitled"])),
            why=f"{title}. {told['over' if one.due <= now else 'until'].format(day=day)}",
            minutes=minutes_by_duty().get(one.duty, _LONGER),
            address=f"/initiatives/{one.initiative}#yours",
        )

    def call(self, line: PhoneLine) -> Ask:
        why = line.people[0].said if line.people else ""
        return Ask(
            kind="call",
            what=self.words["ask"]["call"]["what"].format(organisation=line.organisation),
            why=f"{line.asked} {why}",
            minutes=minutes_by_duty().get(line.duty, _LONGER),
            address=address_of(line.initiative, line.obligation),
        )

    def held(self, one: Held, lying: Lying) -> Ask:
        told = self.words["ask"]["held"]
        return Ask(
            kind="held",
            what=told["what"].format(title=lying.title(one.title_ref, self.words["home"]["untitled"])),
            why=told["one"] if one.number == 1 else told["some"].format(number=one.number),
            minutes=_MINUTES * one.number,
            address=f"/initiatives/{one.initiative}#yours",
        )

    def paper(self, number: int) -> list[Ask]:
        told = self.words["ask"]["paper"]
        why = told["one"] if number == 1 else told["some"].format(number=number)
        return [Ask("paper", told["what"], why, _MINUTES * number, "/staff/paper")] if number else []
