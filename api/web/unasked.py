"""Unasked: what a seat may say on its page without having been asked: that it needs support, the hours it gave, and of
a pilot what works already, or went wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from api.web.desk import Desk
from api.web.filling import Typed
from api.web.readings import activities
from api.web.unasked_forms import FORMS, HOURS, JOIN, OF_A_PILOT, SUPPORT, WIN
from domain.matters.hours import Hours
from domain.matters.hours.commands import Work
from domain.matters.support import Support
from domain.matters.support.commands import SupportLevel
from domain.matters.support.events import SupportRequested
from domain.matters.support.requests import RequestState, SupportRequest
from domain.phases.piloting import Piloting
from domain.phases.piloting.events import EarlyWinTold

ANCHOR: Final = "unasked"


@dataclass(frozen=True)
class RequestView:
    """A request for support that is open: its text, and the form by which the seat joins it, if it may."""

    text: str
    form: str
    nonce: str


@dataclass(frozen=True)
class UnaskedView:
    """The nonces of the forms that are shown, by their names; open requests; early wins that were told; what hours can
    be given to; the sentence on those given; and what was typed into a form that came back.
    """

    nonces: Mapping[str, str]
    requests: tuple[RequestView, ...]
    wins: tuple[str, ...]
    works: tuple[tuple[str, str], ...]
    given: str
    came_back: str
    typed: Mapping[str, str] = field(repr=False)
    words: Mapping[str, Any]


@dataclass(frozen=True)
class Unasked:
    """The part of a desk; `nonce` makes one for a form, and `draft` is a form that came back, by its name."""

    desk: Desk
    nonce: Callable[[str], str]
    draft: tuple[str, Typed] | None = None

    def view(self) -> UnaskedView | None:
        """The part of the page; None for a seat that does not take part, and once the initiative is over."""
        initiative = self.desk.initiative
        if initiative.outcome is not None or initiative.settled or self.desk.seat.id not in initiative.active:
            return None
        kept = {SUPPORT: Support.KIND, HOURS: Hours.KIND}
        offered = [form for form, matter in kept.items() if initiative.has(matter)]
        offered += OF_A_PILOT if isinstance(initiative.now_in, Piloting) else ()
        shown = {form: self.nonce(form) for form in offered}
        form, typed = self.draft or ("", Typed())
        words = self.desk.words["unasked"]
        works = ((work.value, words["works"][work]) for work in (Work.MEETING, Work.OTHER))
        return (
            UnaskedView(
                nonces=shown,
                requests=tuple(self._requests()) if SUPPORT in shown else (),
                wins=tuple(self._wins()) if WIN in shown else (),
                works=(*activities(self.desk).items(), *works),
                given=self._given() if HOURS in shown else "",
                came_back=form if form.startswith(FORMS) else "",
                typed=dict(typed.values),
                words=words,
            )
            if shown
            else None
        )

    def _requests(self) -> Iterator[RequestView]:
        """What is asked for the network, and by this seat."""
        asked = {e.event.request: e.event for e in self.desk.written if isinstance(e.event, SupportRequested)}
        for request in self.desk.initiative.kept(Support).requests.values():
            mine = self.desk.seat.id in request.seats
            if (mine or request.level is SupportLevel.NETWORK) and request.id in asked:
                form = f"{JOIN}{request.id}" if self._joins(request) else ""
                yield RequestView(self.desk.text(asked[request.id].text), form, self.nonce(form) if form else "")

    def _wins(self) -> Iterator[str]:
        """What anybody told that counts still; stands here, and not beside the pulse, so that it leads no answer."""
        return (self.desk.text(e.event.text) for e in self.desk.written if isinstance(e.event, EarlyWinTold))

    def _joins(self, request: SupportRequest) -> bool:
        is_open = request.level is SupportLevel.NETWORK and request.state is not RequestState.GIVEN
        return is_open and bool(request.seats) and self.desk.seat.id not in request.seats

    def _given(self) -> str:
        entries = self.desk.initiative.kept(Hours).correctable.values()
        own = [entry.minutes for entry in entries if entry.seat == self.desk.seat.id]
        hours, minutes = divmod(sum(own), 60)
        said: str = self.desk.words["unasked"]["given"]
        return said.format(entries=len(own), hours=hours, minutes=minutes) if own else ""
