"""Load, absences, roles, keys and models on their pages."""

from __future__ import annotations

import asyncio
from datetime import date

import httpx
import pytest
from sqlmodel import select

from domain.actors import Role
from models.tables import ApiKey, StaffRole, Taking
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.at_desk import AtDesk, sits_down
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.rules import MODEL
from tests.fixtures.startable import startable

ROLES, KEYS = "/staff/roles", "/staff/keys"
PERSON = "/staff/register-load/person-holder-01"
NEW_KEY = {"step": "make", "role": "auditor", "label": "kuntaportaali", "expires_in_days": "30"}


@pytest.fixture
async def desk(convening: Rehearsal) -> AtDesk:
    return await sits_down(convening)


@pytest.fixture
async def admin(convening: Rehearsal) -> AtDesk:
    return await sits_down(convening, Role.ADMIN, "person-holder-02")


async def made(admin: AtDesk, **typed: str) -> httpx.Response:
    """What comes of the form of a new key."""
    nonce = next(form["nonce"] for form in (await admin.read(KEYS)).forms if "nonce" in form)
    return await admin.send(KEYS, {"nonce": nonce} | NEW_KEY | typed)


async def test_load_tells_of_whom_most_is_asked_by_person_organisation_and_sector(desk: AtDesk) -> None:
    assert "Kanarialintu holder-01" in (await desk.read("/staff/register-load")).text
    assert "Yhdistys 01" in (await desk.read("/staff/register-load", by="organisation")).text
    assert "yhdistys" in (await desk.read("/staff/register-load", by="sector")).text
    assert "Avoimia tehtäviä on 1." in (await desk.read(PERSON)).text


async def test_an_absence_is_told_to_all_initiatives_of_a_seat(desk: AtDesk) -> None:
    page = await desk.read(PERSON)
    nowhere = await desk.send(PERSON, page.forms[-1] | {"until": "2026-02-20"})
    assert "Hänellä ei ole paikkaa" in nowhere.text
    mandate = await startable(desk.stage)
    taken = Taking(seat_id="seat-01", initiative_id=INITIATIVE, mandate_id=mandate, taken_on=date(2026, 1, 12))
    await desk.stage.services.database.write(lambda session: session.add(taken))
    page = await desk.read(PERSON)
    answer = await desk.send(PERSON, page.forms[-1] | {"until": "2026-02-20"})
    assert answer.status_code == 200
    assert "kerrottu" in answer.text, PageRead.of("", answer).text
    assert "absence.reported" in desk.stage.kinds()
    wrong = await desk.send(PERSON, page.forms[-1] | {"until": "huomenna"})
    assert wrong.status_code == 422
    assert "huomenna" in wrong.text


async def test_an_absence_does_not_end_before_it_begins(desk: AtDesk) -> None:
    page = await desk.read(PERSON)
    backwards = await desk.send(PERSON, page.forms[-1] | {"since": "2026-02-21", "until": "2026-02-20"})
    assert backwards.status_code == 422
    assert 'id="until-problem"' in backwards.text


async def test_a_key_of_days_without_end_is_told_on_the_page(admin: AtDesk) -> None:
    answer = await made(admin, expires_in_days="9" * 5_000)
    assert answer.status_code == 422
    assert 'id="expires_in_days-problem"' in answer.text


async def test_an_administrator_gives_a_role_by_name_and_takes_it(admin: AtDesk) -> None:
    given = await admin.send(ROLES, {"step": "give", "person": "Kanarialintu holder-01", "role": "auditor"})
    assert given.headers["location"] == f"{ROLES}?kept=given"
    assert "Kanarialintu holder-01" in (await admin.read(ROLES)).text
    taken = await admin.send(ROLES, {"step": "take", "person": "person-holder-01", "role": "auditor"})
    assert taken.headers["location"] == f"{ROLES}?kept=taken"
    roles = await admin.stage.services.database.read(lambda s: s.exec(select(StaffRole)).all())
    assert [(one.person_id, one.role) for one in roles] == [("person-holder-02", "admin")]


async def test_the_last_administrator_and_somebody_unknown_are_told(admin: AtDesk) -> None:
    last = await admin.send(ROLES, {"step": "take", "person": "person-holder-02", "role": "admin"})
    assert last.status_code == 409
    assert "ainoa pääkäyttäjä" in last.text
    unknown = await admin.send(ROLES, {"step": "give", "person": "Ei Kukaan", "role": "auditor"})
    assert unknown.status_code == 422
    assert 'id="person-problem"' in unknown.text
    assert "Ei Kukaan" in unknown.text


async def test_a_key_is_shown_once_and_ended(admin: AtDesk) -> None:
    answer = await made(admin)
    assert answer.status_code == 201
    assert "tk_" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    secret = answer.text.partition("tk_")[2].partition("<")[0]
    page = await admin.read(KEYS)
    assert "kuntaportaali" in page.text
    assert secret not in page.html
    form = next(form for form in page.forms if "key" in form)
    assert (await admin.send(KEYS, form | {"step": "end"})).headers["location"] == f"{KEYS}?kept=ended"
    (key,) = await admin.stage.services.database.read(lambda s: s.exec(select(ApiKey)).all())
    assert key.revoked_at is not None
    assert "kuntaportaali" not in (await admin.read(KEYS)).text


async def test_a_double_click_makes_one_key_and_the_second_answer_says_what_to_do(admin: AtDesk) -> None:
    nonce = next(form["nonce"] for form in (await admin.read(KEYS)).forms if "nonce" in form)
    clicks = await asyncio.gather(*(admin.send(KEYS, NEW_KEY | {"nonce": nonce}) for _ in range(2)))
    assert sorted(one.status_code for one in clicks) == [201, 409]
    second = next(one for one in clicks if one.status_code == 409)
    assert "Avain on jo tehty, ja sen salaisuus näytettiin kerran." in second.text
    assert len(await admin.stage.services.database.read(lambda s: s.exec(select(ApiKey)).all())) == 1


@pytest.mark.parametrize("typed", [{"role": ""}, {"expires_in_days": "pian"}, {"label": ""}])
async def test_a_key_that_is_not_told_whole_is_not_made(admin: AtDesk, typed: dict[str, str]) -> None:
    page = PageRead.of("", await made(admin, **typed))
    assert page.response.status_code == 422
    assert "t-problem" in page.html
    assert await admin.stage.services.database.read(lambda s: s.exec(select(ApiKey)).all()) == []


async def test_models_are_listed_and_keys_and_roles_are_for_administrators(desk: AtDesk) -> None:
    desk.stage.services.models = {MODEL.id: MODEL}
    assert MODEL.id in (await desk.read("/staff/models")).text
    for path in (ROLES, KEYS):
        assert (await desk.browser.get(path)).status_code == 403
    auditor = await sits_down(desk.stage, Role.AUDITOR, "person-holder-03")
    assert (await auditor.browser.get(ROLES)).status_code == 200
    assert (await auditor.send(ROLES, {"step": "give", "person": "x", "role": "admin"})).status_code == 403
