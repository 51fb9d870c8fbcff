"""Posting: a form of the personal page on its way to the initiative, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.bodies import Body, body_of
from api.doors import OF_A_LINK, Caller, Principal
from api.preparing import Saying
from api.services import Services
from api.web import gatherings, nonces, presence, reminders, unasked, unasked_forms
from api.web.cards import UNDO, anchor_of
from api.web.desk import Desk
from api.web.filling import Typed, body_from, read
from api.web.forms import FORMS
from api.web.noticing import noticed
from api.web.once import said_once, taken_before
from api.web.views import Draft
from api.web.wishing import wish
from domain.commands import Command, WithdrawAnswer
from domain.obligations import Obligation, ObligationState
from domain.refusals import Malformed, Refusal

OBLIGATION, NONCE = "obligation", "nonce"
_UNCERTAIN = (429, 503, 504)


@dataclass(frozen=True)
class Returned:
    """A form that was not taken: the status that says so, and the draft to show again."""

    status: int
    draft: Draft


@dataclass(frozen=True)
class Posting:
    """One form as it was posted by the one who asks, on the page of the link with this token."""

    services: Services
    asking: Principal
    token: str
    desk: Desk
    posted: Mapping[str, str]

    async def take(self, *, elsewhere: bool) -> str | Returned:
        """The anchor of the card that was answered, or the form returned; then nothing has changed.

        `elsewhere`: the browser says that another site sent it.
        """
        if elsewhere:
            return self._returned(403, "elsewhere", self._typed())
        if not nonces.is_ours(self.services.keys, self._nonce, self.token, self._obligation, self.services.clock()):
            return self._returned(422, "stale", self._typed())
        await noticed(self.services, self.token)
        if self._obligation.startswith(presence.FORMS):
            return await self._presence()
        if self._obligation.startswith(gatherings.PRESENT):
            return await self._attendance()
        if self._obligation.startswith(unasked_forms.FORMS):
            return await self._unasked()
        if self._obligation.startswith(reminders.FORMS):
            return await self._wish()
        if self._obligation.startswith(UNDO):
            return await self._take_back(self._obligation.removeprefix(UNDO))
        owed = self.desk.initiative.obligations.get(self._obligation)
        if owed is None or owed.seat != self.desk.view.seat or owed.state is ObligationState.RELEASED:
            taken = await taken_before(self.services, self.asking.id, self._nonce, self.desk.initiative.id)
            return anchor_of(self._obligation) if taken else self._returned(409, "gone", self._typed())
        return await self._answer(owed)

    @property
    def _obligation(self) -> str:
        return self.posted.get(OBLIGATION, "")

    @property
    def _nonce(self) -> str:
        return self.posted.get(NONCE, "")

    def _typed(self) -> Typed:
        return Typed({name: text for name, text in self.posted.items() if name not in (OBLIGATION, NONCE)})

    async def _presence(self) -> str | Returned:
        """What the reader says of their own presence."""
        said = presence.said(self._obligation, self.posted, self.desk)
        if said is None:
            wrong = "day" if self._obligation == presence.AWAY else "incomplete_below"
            return self._returned(422, wrong, self._typed())
        try:
            await self._interact(*said)
        except Refusal as refusal:
            return self._returned(refusal.status, refusal.code, self._typed())
        handed_on = self._obligation.removeprefix(presence.HAND)
        return presence.ANCHOR if handed_on == self._obligation else anchor_of(handed_on)

    async def _attendance(self) -> str | Returned:
        """Who was at a meeting, as its chair tells."""
        said = gatherings.told(self._obligation, self.posted, self.desk.language)
        if said is None:
            return self._returned(422, "nobody", self._typed())
        try:
            await self._interact(*said)
        except Refusal as refusal:
            return self._returned(refusal.status, refusal.code, self._typed())
        return gatherings.ANCHOR

    async def _unasked(self) -> str | Returned:
        """What the seat says without having been asked."""
        said = unasked_forms.said(self._obligation, self.posted, self.desk)
        if said is None:
            return self._returned(422, "incomplete_below", self._typed())
        try:
            await self._interact(*said)
        except Refusal as refusal:
            return self._returned(refusal.status, refusal.code, self._typed())
        return unasked.ANCHOR

    async def _wish(self) -> str | Returned:
        """What the reader says of their letters."""
        try:
            await wish(self.services, self.asking, self.desk, self._obligation, self.posted)
        except Malformed as refusal:
            return self._returned(
                refusal.status, "quiet" if refusal.path.startswith("quiet") else "which", self._typed()
            )
        return reminders.ANCHOR

    async def _answer(self, owed: Obligation) -> str | Returned:
        form, language = FORMS[owed.duty], self.desk.language
        typed = read(form, self.posted)
        said = typed if typed.problems else body_from(form, typed, owed.subject or "", language)
        if isinstance(said, Typed):
            return self._returned(422, "incomplete", said)
        try:
            await self._interact(*said)
        except Refusal as refusal:
            return self._returned(refusal.status, refusal.code, typed)
        return anchor_of(owed.id)

    async def _take_back(self, entry: str) -> str | Returned:
        """Withdraw an answer; the page then shows what is asked again."""
        try:
            await self._interact(WithdrawAnswer, body_of(WithdrawAnswer).model_validate({"entry": int(entry)}))
        except Refusal as refusal:
            return self._returned(refusal.status, refusal.code, Typed())
        return "main"

    async def _interact(self, command: type[Command], body: Body) -> None:
        """Say it; the second of two clicks waits for what becomes of the first. Raises a Refusal."""
        who = Caller(self.token, OF_A_LINK)
        await said_once(Saying(self.services, who, self.desk.initiative.id, command, body, self._nonce))

    def _returned(self, status: int, why: str, typed: Typed) -> Returned:
        """The form with the sentence to say. Where it may have been taken all the same, it keeps its nonce."""
        sentences = self.desk.words["refusal"]
        kept = self._nonce if status in _UNCERTAIN else None
        return Returned(status, Draft(self._obligation, typed, kept, sentences.get(why, sentences["other"])))
