"""Call pages: an open call with its form, and what became of what its reader had sent, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from api.open_calls import CallView, NeedSent
from api.services import Services
from api.web import nonces
from api.web.words import day, words_in
from domain.facts import Need
from domain.initiative import Initiative
from domain.phases.need_identification import NeedIdentification
from letters.wording import spoken
from models.held_needs import HELD_FOR
from models.states import HeldState
from models.tables import HeldNeed

FIELDS = ("text", "place", "address")
TRAP = "website"
"""A field that people do not see, and programs fill in."""

_FORM = "open call"


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in: the need it tells of, or what is the matter with it by field."""

    typed: Mapping[str, str]
    need: NeedSent | None
    problems: Mapping[str, str]


def filled(posted: Mapping[str, str], language: str) -> Filled:
    """Read a posted form."""
    typed = {name: posted.get(name, "").strip() for name in FIELDS}
    given: dict[str, Any] = {name: text for name, text in typed.items() if text}
    try:
        return Filled(typed, NeedSent.model_validate({**given, "language": language}), {})
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        said = {"text": "unreadable" if typed["text"] else "write", "address": "address"}
        return Filled(typed, None, {name: said.get(name, "unreadable") for name in FIELDS if name in wrong})


def is_ours(services: Services, token: str, nonce: str) -> bool:
    """Whether a form came from a page of this call."""
    return nonces.is_ours(services.keys, nonce, token, _FORM, services.clock())


def call_shown(
    services: Services,
    view: CallView,
    token: str,
    language: str,
    *,
    sent: str = "",
    notice: str = "",
    filled: Filled | None = None,
) -> dict[str, Any]:
    """What the template of a call is given; `sent` says whether a `letter` or the `desk` confirms what was sent."""
    words = words_in(language)
    t = words["call"]
    problems = filled.problems if filled else {}
    return {
        "language": language,
        "t": t,
        "page": words["page"],
        "other": next(other for other in ("fi", "en") if other != language),
        "token": token,
        "view": view,
        "until": day(language, view.until),
        "sent": t["sent"].get(sent, ""),
        "kept": t["kept"].format(weeks=HELD_FOR.days // 7),
        "notice": notice,
        "typed": filled.typed if filled else dict.fromkeys(FIELDS, ""),
        "problems": {name: words["problem"][problem] for name, problem in problems.items()},
        "nonce": nonces.fresh(services.keys, token, _FORM, services.clock()),
        "trap": TRAP,
    }


async def held_shown(
    services: Services, held: HeldNeed, initiative: Initiative, token: str, *, notice: str = ""
) -> dict[str, Any]:
    """What the template is given that tells somebody what became of the need they sent."""
    language = spoken((held.language,))
    t = words_in(language)["held"]
    refs = [ref for ref in (held.text_ref, held.place_ref, held.reason_ref) if ref]

    def read(session: Session) -> dict[str, str]:
        return services.vault.reveal_many(session, refs)

    texts = await services.database.read(read)
    is_held = held.state is HeldState.HELD and services.clock() < held.expires_at
    last = day(language, initiative.calendar.local(held.expires_at).date())
    return {
        "language": language,
        "t": t,
        "token": token,
        "text": texts.get(held.text_ref, ""),
        "place": texts.get(held.place_ref or "", ""),
        "reason": texts.get(held.reason_ref or "", ""),
        "stands": t["stands"][_standing(held, initiative, is_held=is_held)].format(until=last),
        "asks": is_held,
        "may_confirm": is_held or (held.state is HeldState.TAKEN_IN and held.confirmed_at is None),
        "notice": notice,
    }


def _standing(held: HeldNeed, initiative: Initiative, *, is_held: bool) -> str:
    """How it stands, by the name of its words."""
    if held.state is HeldState.TAKEN_IN:
        needs: Mapping[str, Need] = (
            initiative.now_in.needs if isinstance(initiative.now_in, NeedIdentification) else initiative.facts.needs
        )
        need = needs.get(held.need or "")
        return need.answer if need and need.answer else "taken_in"
    return HeldState.EXPIRED if held.state is HeldState.HELD and not is_held else held.state
