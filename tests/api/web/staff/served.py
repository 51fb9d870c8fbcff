"""Pages of staff for a real browser: an application that listens, and somebody who has signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from models import sign_in_links
from models.states import LinkFor
from tests.api.web.driven import Driven
from tests.api.web.serving import serving
from tests.fixtures.at_desk import PERSON, AtDesk


@asynccontextmanager
async def served(desk: AtDesk) -> AsyncIterator[str]:
    """The address of the running installation."""
    async with serving(desk.stage.client._transport.app) as url:  # type: ignore[attr-defined]
        yield url


async def signs_in(tab: Driven, desk: AtDesk, url: str) -> None:
    """Follow a sign-in link, as one comes by letter."""
    services = desk.stage.services
    now = services.clock()
    token = await services.database.write(
        lambda session: sign_in_links.make(session, services.keys, LinkFor.PRINTED, PERSON, "fi", now)
    )
    await tab.open(f"{url}/sign-in/{token}?language=fi")
    await tab.click("main button")
