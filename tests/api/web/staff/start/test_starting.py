"""A start from the page on a real server: it begins once however often its button is pressed, and leads on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from sqlmodel import Session, select

from api import sessions
from domain.actors import Role
from domain.house import OPERATOR
from models import enrolment, staff, staff_sessions
from models.staff_sessions import Browser
from models.tables import Actor, Initiative
from tests.api.web.rehearsal import PageRead
from tests.fixtures.api import Http
from tests.fixtures.at_desk import SENT_FROM_OURS

pytestmark = pytest.mark.server
PAGE = "/staff/start"


async def signed_in(http: Http) -> httpx.AsyncClient:
    """The browser of a coordinator who has just signed in."""
    services, now = http.services, datetime.now(UTC)

    def begun(session: Session) -> str:
        person = enrolment.create_person(
            session, services.vault, name="Aino", address="aino@example.org", language="fi", now=now
        )
        session.flush()
        staff.give(session, services.vault, person.id, Role.COORDINATOR, by=OPERATOR, now=now)
        return staff_sessions.begin(session, person.id, Role.COORDINATOR, Browser.FIREFOX, now)

    secret = await services.database.write(begun)
    browser = httpx.AsyncClient(transport=http.client._transport, base_url="http://talkoot.example")
    browser.cookies.set(sessions.cookie_name(services), secret)
    return browser


async def test_a_start_begins_once_and_leads_to_the_page_of_the_initiative(http: Http) -> None:
    browser = await signed_in(http)
    page = PageRead.of("", await browser.get(PAGE))
    form = next(form for form, names in zip(page.forms, page.names, strict=True) if "title" in names)
    body = http.village.start()
    chosen = {name: body[name] for name in ("title", "model", "place", "theme", "mandate")}
    typed = form | chosen | {f"seat.{seat}": "yes" for seat in body["seats"]} | {"step": "start"}
    answers = await asyncio.gather(*(browser.post(PAGE, data=typed, headers=SENT_FROM_OURS) for _ in range(2)))
    assert {answer.status_code for answer in answers} == {303}, answers[0].text
    (leads_to,) = {answer.headers["location"] for answer in answers}
    rows = await http.services.database.read(lambda s: s.exec(select(Initiative)).all())
    assert [f"/initiatives/{row.id}" for row in rows] == [leads_to]
    actor = await http.services.database.read(lambda s: s.get(Actor, rows[0].coordinator))
    assert actor.person_id is not None
