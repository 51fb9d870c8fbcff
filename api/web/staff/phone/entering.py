"""Entering: what somebody said by phone or wrote on paper, by the form that their own page would show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.bodies import Body
from api.doors import Caller, Principal
from api.interacting import Accepted
from api.preparing import Saying
from api.services import Services
from api.sessions import SessionToken
from api.web.cards import Card, cards
from api.web.desk import Desk, desk_of
from api.web.filling import Typed, body_from, read
from api.web.laying_out import Layout
from api.web.once import said_once
from api.web.staff.door import Staff
from api.web.views import FieldView
from domain.acting import voices
from domain.actors import Channel, Role
from domain.commands import Command

CHANNEL = "channel"
CHANNELS = (Channel.PHONE, Channel.PAPER)


@dataclass(frozen=True)
class Entry:
    """The form of one duty of a seat, as it would stand on the page of whoever speaks for the seat."""

    desk: Desk
    card: Card

    def fields(self, typed: Typed) -> tuple[FieldView, ...]:
        """The form with what was typed; empty where nothing more can be answered."""
        return Layout(self.desk, self.card, self.card.form, typed).fields() if self.card.form else ()

    def read(self, typed: Mapping[str, str]) -> Typed | tuple[type[Command], Body]:
        """The command that was filled in; or what was typed, with what is the matter with it."""
        if self.card.form is None:
            return Typed(typed)
        found = read(self.card.form, typed)
        subject = self.card.obligation.subject or ""
        return found if found.problems else body_from(self.card.form, found, subject, self.desk.language)

    async def say(
        self, here: Services, secret: SessionToken, who: Staff, said: tuple[type[Command], Body], how: Channel, key: str
    ) -> Accepted:
        """Enter it for the seat. The seat is told by letter what was entered for it. Raises a Refusal."""
        command, body = said
        entered = body.model_copy(update={"for_seat": self.desk.seat.id, CHANNEL: how})
        caller = Caller(secret, who.principal.scopes)
        return await said_once(Saying(here, caller, self.desk.initiative.id, command, entered, key))


async def entry_of(here: Services, initiative: str, obligation: str, language: str) -> Entry | None:
    """The form for a duty of a seat; None where no seat owes it, or nobody speaks for the seat."""
    folded = (await here.folds.of(initiative)).initiative
    owed = folded.obligations.get(obligation)
    speaking = voices(folded, owed.seat) if owed and owed.seat in folded.seats and owed.seat else ()
    if owed is None or not speaking:
        return None
    # read as the seat's own page is; nothing is said by it
    as_the_seat = Principal("", Role.PARTICIPANT, initiative, owed.seat, speaking[0], about=obligation)
    desk = await desk_of(here, as_the_seat, language)
    card = next((one for one in cards(desk) if one.obligation.id == obligation), None)
    return Entry(desk, card) if card is not None and card.form is not None else None


def read_back(fields: tuple[FieldView, ...]) -> list[tuple[str, str]]:
    """What was filled in, as labels and values, to be read aloud before it is entered."""
    told = []
    for field in fields:
        chosen = next((option for option in field.options if option.chosen), None)
        value = chosen.label if chosen else "" if field.options else field.value
        if value:
            told.append((field.label, value))
        if chosen:
            told += read_back(chosen.fields)
    return told
