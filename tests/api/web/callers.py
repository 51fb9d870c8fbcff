"""People who come upon an open call: they read its page, fill its form in, and get letters."""

from __future__ import annotations

from typing import Any

import httpx
from sqlmodel import Session, select

from domain.phases.need_identification import NeedIdentification
from domain.phases.need_identification.commands import OpenCall
from models import open_calls
from models.keys import token_sha256
from models.letter_facts import Correspondence
from models.tables import HeldNeed, Letter
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.correspondence import INITIATIVE

NEED = {"text": "Illalla ei pääse kotiin.", "place": "Puutossalmi", "address": "kylalainen@example.org"}


async def with_open_call(beginning: Rehearsal) -> Rehearsal:
    """Needs are identified, and a call is open."""
    await beginning.say(OpenCall())
    services = beginning.services
    await services.database.write(lambda session: open_calls.publish(session, services.keys, INITIATIVE, "1.1"))
    return beginning


def address(stage: Rehearsal) -> str:
    return f"/call/{open_calls.token_of(stage.services.keys, INITIATIVE, '1.1')}"


async def read(stage: Rehearsal, path: str = "") -> PageRead:
    answer = await stage.client.get(path or address(stage))
    assert answer.status_code == 200, answer.text
    return PageRead.of("", answer)


async def tell(stage: Rehearsal, **typed: str) -> httpx.Response:
    """Fill the form in and send it."""
    page = await read(stage)
    return await stage.client.post(address(stage), data=page.forms[0] | NEED | typed)


async def held(stage: Rehearsal) -> list[HeldNeed]:
    return list(await stage.services.database.read(lambda session: session.exec(select(HeldNeed)).all()))


async def letter_page(stage: Rehearsal, step: str = "confirm") -> str:
    """Where the link of the last letter to the sender leads, which has been sent."""
    services = stage.services

    def sent(session: Session) -> str:
        letters = select(Letter).where(Letter.kind == "open_call", Letter.step.startswith(step))  # type: ignore[attr-defined]
        letter = session.exec(letters).one()
        letter.token_sha256 = token_sha256(services.keys.link_token(letter.id))
        facts = Correspondence(services.vault, services.keys, services.public_url).facts(
            session, letter.id, services.clock()
        )
        assert facts is not None
        assert facts.address == NEED["address"]
        return facts.link.removeprefix(services.public_url)

    return await services.database.write(sent)


def needs(stage: Rehearsal) -> dict[str, Any]:
    state = stage.post.play.initiative.now_in
    assert isinstance(state, NeedIdentification)
    return state.needs
