"""One line of the phone list: whom to call about what, and the two forms by which the call is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response

from api.phone_list import phone_line
from api.phone_views import PhoneLine
from api.services import Services
from api.web.filling import Typed
from api.web.staff.door import Staff
from api.web.staff.laying_out import staff_page
from api.web.staff.phone.calling import RESULTS
from api.web.staff.phone.entering import CHANNEL, CHANNELS, Entry, entry_of
from api.web.staff.sending import Draft, fresh
from api.web.staff.words import language_of
from domain.actors import Channel

ANSWER, CALL = "answer", "call"
BACK = "back"
"""Where to go on afterwards: to the page of the initiative, where somebody came from there; else to the list."""


def address_of(initiative: str, obligation: str) -> str:
    """The address of the page about a duty."""
    return f"/staff/phone-list/{initiative}/{quote(obligation)}"


@dataclass(frozen=True)
class LinePage:
    """The page about one duty: its `line`, and the form of its answer, where a seat owes it."""

    request: Request
    here: Services
    who: Staff
    initiative: str
    obligation: str
    line: PhoneLine | None
    entry: Entry | None

    @classmethod
    async def of(cls, request: Request, here: Services, who: Staff, initiative: str, obligation: str) -> LinePage:
        """As the duty stands now. Raises NotFound, NotEntitled."""
        language = language_of(request)
        line = await phone_line(here, who.principal, initiative, obligation, language)
        entry = await entry_of(here, initiative, obligation, language) if line is not None else None
        return cls(request, here, who, initiative, obligation, line, entry)

    @property
    def address(self) -> str:
        """Where its forms are sent."""
        return address_of(self.initiative, self.obligation)

    def draft(self, form: str, **shown: Any) -> Draft:
        """A form of this page, under a nonce that is given to it or a fresh one."""
        nonce = shown.pop("nonce", "") or fresh(self.here, self.who, f"{form} {self.address}")
        return Draft(nonce, **shown)

    def show(self, status: int = 200, *, answer: Draft | None = None, call: Draft | None = None) -> Response:
        """The page with its forms, or with one of them as it came back."""
        if self.line is None:
            return self.settled(status, answer or call)
        answer_draft, call_draft = answer or self.draft(ANSWER), call or self.draft(CALL)
        typed = Typed(answer_draft.typed, answer_draft.problems)
        return self._laid_out(
            "phone/line.html",
            status,
            fields=self.entry.fields(typed) if self.entry else (),
            readings=self.entry.card.readings if self.entry else (),
            answer=answer_draft,
            call=call_draft,
            came_back=CALL if call else ANSWER if answer else "",
            heard=answer_draft.typed.get(CHANNEL, Channel.PHONE),
        )

    def check(self, draft: Draft, lines: list[tuple[str, str]]) -> Response:
        """The answer in words, to be read aloud before it is entered."""
        return self._laid_out("phone/check.html", 200, draft=draft, lines=lines, heard=draft.typed.get(CHANNEL))

    def settled(self, status: int, draft: Draft | None = None) -> Response:
        """That nothing is to be entered any more, with what was typed all the same."""
        typed = [text for text in (draft.typed if draft else {}).values() if " " in text.strip()]
        return self._laid_out("phone/settled.html", status, typed=typed)

    def _laid_out(self, template: str, status: int, **shown: Any) -> Response:
        return staff_page(
            self.request,
            template,
            status,
            who=self.who,
            here="phone",
            line=self.line,
            initiative=self.initiative,
            address=self.address,
            personal=self.entry.desk.words["page"] if self.entry else {},
            channels=CHANNELS,
            results=RESULTS,
            back=self._back(),
            **shown,
        )

    def _back(self) -> str:
        return self.request.query_params.get(BACK, "")
