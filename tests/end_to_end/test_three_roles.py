"""Three people at three screens, with a real server and worker: the coordinator starts an initiative from the page,
seats answer by the links of their letters, the auditor reads it all and has it verified. All is done by clicking.

`make test` goes through it once; the campaign in every window, with script and without.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from domain.actors import Role
from domain.house import OPERATOR
from domain.seats import Sector
from models import enrolment, sign_in_links, staff
from models.states import LinkFor
from tests.api.web.driven import Driven, driven
from tests.api.web.hands import asking, fill_in, fill_in_and_send
from tests.api.web.serving import serving
from tests.fixtures.api import KEYS, Http
from tests.fixtures.databases import BOTH
from tests.fixtures.profiles import CAMPAIGN

WINDOWS = [(390, False), (390, True), (1280, True), (1280, False)]
NEED, REASON = "Kylätalolle ei pääse talvella.", "Emme tarvitse mitään."
pytestmark = [pytest.mark.server, pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)]


@dataclass
class Cast:
    """Where everything is, and who there is beside the seats: ids of the register."""

    http: Http
    url: str
    coordinator: str
    auditor: str

    async def sign_in(self, tab: Driven, person: str) -> None:
        """Follow the link of a sign-in letter."""
        now = self.http.services.clock()
        token = await self.http.services.database.write(
            lambda session: sign_in_links.make(session, KEYS, LinkFor.PRINTED, person, "fi", now)
        )
        await tab.open(f"{self.url}/sign-in/{token}?language=fi")
        await tab.click("main button")


async def cast(http: Http, url: str) -> Cast:
    """Enter a coordinator, an auditor and the municipality that is started for."""
    now = datetime.now(UTC)

    def enter(session: Session) -> list[str]:
        people = [
            enrolment.create_person(session, http.services.vault, name=name, language="fi", address=address, now=now).id
            for name, address in (("Koordinaattori", "k@example.org"), ("Tarkastaja", "t@example.org"))
        ]
        enrolment.create_organisation(session, name="Kuopio", sector=Sector.MUNICIPALITY, municipality="297", now=now)
        session.flush()
        for person, role in zip(people, (Role.COORDINATOR, Role.AUDITOR), strict=True):
            staff.give(session, http.services.vault, person, role, by=OPERATOR, now=now)
        return people

    return Cast(http, url, *await http.services.database.write(enter))


async def starts(tab: Driven, here: Cast) -> str:
    """Fill in the start, look at what it would bring, and start; the id of the initiative."""
    form = "main form[action='/staff/start']"
    await tab.open(f"{here.url}/staff/start")
    typed = {"title": "Kylätalo auki", "model": "fi.yhteisovaikuttavuus", "place": "297", "theme": "youth"}
    for name, value in typed.items():
        await fill_in(tab.page.locator(f"{form} [name='{name}']"), value)
    for box in await tab.page.locator(f"{form} [type=checkbox]").all():
        await box.check(force=True)
    await tab.click("[name=step][value=preview]")
    assert "Näin aloite alkaa" in await tab.text()
    await tab.click("[name=step][value=start]")
    address = str(tab.page.url)
    assert "/initiatives/" in address, await tab.text()
    return address.rpartition("/")[2].partition("?")[0]


async def answers(tab: Driven, here: Cast, initiative: str, seat: str, typed: dict[str, str]) -> None:
    """Open the link of a letter and answer there."""
    await tab.open(f"{here.url}/p/{await here.http.link(initiative, seat, 'submit_need')}")
    await fill_in_and_send(tab, asking("submit_need"), typed)
    assert "Vastasit" in await tab.text()


async def audits(tab: Driven, here: Cast, initiative: str) -> None:
    """Find the initiative, read who said what when, and have it verified."""
    await tab.open(f"{here.url}/staff")
    assert "Kylätalo auki" in await tab.text()
    await tab.open(f"{here.url}/initiatives/{initiative}/history")
    said = await tab.text()
    assert NEED not in said  # texts are opened in the bundle alone
    await tab.click("#check form [type=submit]")
    assert "ei ole ehjä" not in await tab.text()
    assert await tab.page.locator("#check [role=status]").count() == 1


@pytest.mark.parametrize(("width", "script"), WINDOWS if CAMPAIGN else WINDOWS[:1])
async def test_one_starts_others_answer_and_a_third_verifies(http: Http, width: int, script: bool) -> None:
    app = http.client._transport.app  # type: ignore[attr-defined]
    async with serving(app) as url, driven(script=script) as office, driven(script=script) as village:
        here = await cast(http, url)
        for tab in (office, village):
            await tab.as_wide_as(width)
        await here.sign_in(office, here.coordinator)
        initiative = await starts(office, here)
        first, second, *_ = http.village.seats
        await answers(village, here, initiative, first, {"answer": "need", "text": NEED})
        await answers(village, here, initiative, second, {"answer": "nothing"})
        await office.open(f"{url}/initiatives/{initiative}")
        assert "Kylätalo auki" in await office.text()
        async with driven(script=script) as elsewhere:
            await elsewhere.as_wide_as(width)
            await here.sign_in(elsewhere, here.auditor)
            await audits(elsewhere, here, initiative)
            assert elsewhere.complaints == village.complaints == office.complaints == []
