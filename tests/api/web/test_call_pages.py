"""The page of an open call: what it is about, and that it shuts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from domain.commands import Command, PauseUntil
from domain.phases.need_identification.commands import CloseCall
from models.letter_claims import claim
from models.tables import Letter
from tests.api.conftest import standing
from tests.api.web.callers import NEED, address, held, read, tell, with_open_call
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.correspondence import INITIATIVE, TITLE
from tests.fixtures.rules import START


@pytest.fixture
async def stage(beginning: Rehearsal) -> Rehearsal:
    return await with_open_call(beginning)


async def test_anybody_with_the_address_reads_what_it_is_about_and_changes_nothing(stage: Rehearsal) -> None:
    before = await standing(stage)  # type: ignore[arg-type]
    for method in ("GET", "HEAD", "GET"):
        assert (await stage.client.request(method, address(stage))).status_code == 200
    page = await read(stage)
    assert TITLE in page.text
    assert "Järjestöneuvosto kerää tarpeita" in page.text
    assert INITIATIVE not in page.html
    assert await standing(stage) == before  # type: ignore[arg-type]


@pytest.mark.parametrize(("hours", "waits"), [(10, 0), (12, 9)], ids=["in the evening", "at night"])
async def test_a_letter_to_confirm_goes_out_at_once_but_in_the_night_not_before_seven(
    stage: Rehearsal, hours: int, waits: int
) -> None:
    await stage.forward(timedelta(hours=hours))
    await tell(stage)
    services = stage.services

    def claimed(session: Session, now: datetime) -> list[str]:
        found = claim(session, services.keys, now, lease=timedelta(minutes=5), limit=50, domain="x.fi")
        return [session.get_one(Letter, one).kind for bundle in found for one in bundle.letters]

    moment = services.clock() + timedelta(hours=waits)
    if waits:
        for early in (services.clock(), moment - timedelta(minutes=1)):
            assert "open_call" not in await services.database.write(lambda s, at=early: claimed(s, at))  # type: ignore[misc]
    assert "open_call" in await services.database.write(lambda session: claimed(session, moment))


@pytest.mark.parametrize("closing", [CloseCall(), PauseUntil(START + timedelta(days=3))], ids=["closed", "paused"])
async def test_a_closed_call_is_as_unknown_as_one_that_never_was(stage: Rehearsal, closing: Command) -> None:
    form = (await read(stage)).forms[0] | NEED
    await stage.say(closing)
    unknown = await stage.client.get("/call/" + "x" * 43)
    shut = await stage.client.get(address(stage))
    assert (shut.status_code, shut.text) == (unknown.status_code, unknown.text) == (404, unknown.text)
    answer = await stage.client.post(address(stage), data=form)
    assert answer.status_code == 404
    assert NEED["text"] in answer.text
    assert await held(stage) == []
