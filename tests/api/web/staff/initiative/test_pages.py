"""The page of one initiative: its story, gate, duties with what can be done about each, letters and decisions."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from domain.actors import Channel, Role
from domain.commands import TakeExit
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.at_desk import AtDesk, sits_down
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.rules import text

PAGE = f"/initiatives/{INITIATIVE}"


@pytest.fixture
async def desk(convening: Rehearsal) -> AtDesk:
    """The first seat has accepted by phone, the others have been silent for sixteen days."""
    await convening.forward(timedelta(days=16))
    await convening.enter("seat-01", AnswerInvitation(Reply.YES), Channel.PHONE)
    return await sits_down(convening)


async def test_it_tells_where_the_initiative_stands_and_what_happens_if_nobody_acts(desk: AtDesk) -> None:
    page = await desk.read(PAGE)
    assert "Aloite on vaiheessa ”Koollekutsuminen”, kierros 1." in page.text
    assert "Jos kukaan ei tee mitään:" in page.text
    assert "Ehdoista täyttyy" in page.text
    assert "Voimassaolo päättyy perjantaina 31.12.2032." in page.text


async def test_who_owes_is_named_by_organisation_and_role_with_what_can_be_done_about_it(desk: AtDesk) -> None:
    page = await desk.read(PAGE)
    assert "2 työpäivää myöhässä" in page.text
    assert "Kanarialintu" not in page.text  # nobody's name
    owed = "convening.1/answer_invitation/seat-02"
    assert f"/staff/phone-list/{INITIATIVE}/{owed}?back=initiative" in page.html
    assert f"{PAGE}/do/initiative.extend?obligation=convening.1%2Fanswer_invitation%2Fseat-02" in page.html
    assert f"{PAGE}/do/seats.report_absence?for_seat=seat-02" in page.html
    assert "answer_invitation/seat-01?back" not in page.html  # it has answered


async def test_what_lies_with_the_coordinator_leads_to_the_act_that_does_it(desk: AtDesk) -> None:
    page = await desk.read(PAGE)
    assert "Sinulta odotetaan" in page.text
    assert f"{PAGE}/do/convening.name_chair" in page.html


async def test_an_answer_that_was_entered_within_a_day_can_be_taken_back(desk: AtDesk) -> None:
    page = await desk.read(PAGE)
    assert "Viimeksi kirjatut vastaukset" in page.text
    assert re.search(rf"{PAGE}/do/initiative.withdraw_answer\?entry=[0-9]+&amp;for_seat=seat-[0-9]+\"", page.html)
    await desk.stage.forward(timedelta(days=2))
    later = await sits_down(desk.stage)
    assert "Viimeksi kirjatut vastaukset" not in (await later.read(PAGE)).text


async def test_an_auditor_reads_all_of_it_and_can_do_nothing(convening: Rehearsal) -> None:
    auditor = await sits_down(convening, Role.AUDITOR)
    page = await auditor.read(PAGE)
    assert "Missä mennään" in page.text
    assert "/do/" not in page.html
    assert (await auditor.browser.get(f"{PAGE}/do/initiative.pause")).status_code == 403


async def test_an_end_is_told_with_its_reason_and_leaves_nothing_to_do(desk: AtDesk) -> None:
    await desk.stage.say(TakeExit(ExitKind.STOP, text(), text(), text()))
    page = await desk.read(PAGE)
    assert "Aloite on päättynyt" in page.text
    assert "Koollekutsuminen päättyi." in page.text
    assert "Portti seuraavaan vaiheeseen" not in page.text
    assert "/do/initiative." not in page.html


async def test_whose_initiative_it_is_not_is_told_so(convening: Rehearsal) -> None:
    stranger = await sits_down(convening, person="person-holder-01")
    assert (await stranger.browser.get(PAGE)).status_code == 403
    assert (await stranger.browser.get("/initiatives/nothing")).status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
async def test_it_speaks_the_readers_language(desk: AtDesk, language: str) -> None:
    page = await desk.read(PAGE, language=language)
    assert {"sv": "Om ingen gör något:", "en": "If nobody does anything:"}[language] in page.text
    assert "Jos kukaan" not in page.text
