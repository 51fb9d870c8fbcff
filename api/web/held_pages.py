"""Pages of what is held: what became of the need that their reader sent to an open call, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from api.services import Services
from api.web.words import day, words_in
from domain.facts import Need
from domain.initiative import Initiative
from domain.phases.need_identification import NeedIdentification
from models.states import HeldState
from models.tables import HeldNeed


async def held_shown(
    services: Services, held: HeldNeed, initiative: Initiative, token: str, language: str, *, notice: str = ""
) -> dict[str, Any]:
    """What the template is given that tells somebody what became of the need they sent."""
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
