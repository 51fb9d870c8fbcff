"""What a seat says on its page without having been asked: it needs support, it joins others, it gave hours."""

from __future__ import annotations

import pytest

from domain.actors import Channel, Role, Speaker
from domain.commands import TakeExit
from domain.matters.hours import Hours
from domain.matters.support import Support
from domain.matters.support.commands import RequestSupport, SupportLevel
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.piloting import Piloting
from models.engine import Database
from tests.api.web.rehearsal import PageRead, Rehearsal, rehearsing
from tests.fixtures.rules import text

GIVEN = {"work": "meeting", "day": "2026-01-10", "people": "4", "hours": "1,5", "evidence": "Lista 1"}


@pytest.fixture
async def stage(convening: Rehearsal) -> Rehearsal:
    """The first two of three seats take part."""
    for number in (1, 2):
        await convening.say(AnswerInvitation(Reply.YES), speaker(number))
    return convening


def speaker(number: int) -> Speaker:
    return Speaker(f"holder-{number:02}", Role.PARTICIPANT, Channel.LINK, f"seat-{number:02}")


def form(page: PageRead, name: str) -> dict[str, str]:
    return next(form for form in page.forms if form["obligation"] == name)


def hours(stage: Rehearsal) -> Hours:
    return stage.post.play.initiative.kept(Hours)


async def test_a_seat_asks_for_support_in_its_own_words_and_reads_that_it_did(stage: Rehearsal) -> None:
    page = await stage.read("holder-02")
    answer = await stage.send(page, form(page, "say:support"), level="actor", text="Kuka auttaisi hakemuksessa?")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/p/{page.token}#unasked")
    (request,) = stage.post.play.initiative.kept(Support).requests.values()
    assert (request.level, request.seats) == (SupportLevel.ACTOR, ("seat-02",))
    assert "Kuka auttaisi hakemuksessa?" in (await stage.read("holder-02")).text
    assert "Kuka auttaisi hakemuksessa?" not in (await stage.read("holder-01")).text


async def test_a_seat_joins_what_another_asks_for_the_network(stage: Rehearsal) -> None:
    await stage.say(RequestSupport(SupportLevel.NETWORK, text()), speaker(1))
    page = await stage.read("holder-02")
    assert (await stage.send(page, form(page, "say:join/r1"))).status_code == 303
    (request,) = stage.post.play.initiative.kept(Support).requests.values()
    assert request.seats == ("seat-01", "seat-02")
    assert "say:join/r1" not in (await stage.read("holder-02")).html


async def test_hours_are_entered_as_people_write_them(stage: Rehearsal) -> None:
    page = await stage.read("holder-02")
    assert (await stage.send(page, form(page, "say:hours"), **GIVEN)).status_code == 303
    assert hours(stage).minutes == 4 * 90
    assert "Paikkasi kirjauksia: 1, yhteensä 6 h 0 min." in (await stage.read("holder-02")).text


@pytest.mark.parametrize(
    "wrong",
    [{"hours": "kaksi"}, {"people": "-1"}, {"day": "eilen"}, {"work": ""}, {"hours": "0"}, {"day": "2027-01-01"}],
)
async def test_what_cannot_be_taken_comes_back_as_it_was_typed(stage: Rehearsal, wrong: dict[str, str]) -> None:
    page = await stage.read("holder-02")
    answer = await stage.send(page, form(page, "say:hours"), **GIVEN | wrong)
    assert answer.status_code == 422
    assert "Lista 1" in answer.text
    assert hours(stage).entries == 0


async def test_once_all_has_ended_nothing_is_offered(stage: Rehearsal) -> None:
    await stage.say(TakeExit(ExitKind.STOP, text()))
    page = await stage.read("holder-02")
    assert [form for form in page.forms if form["obligation"].startswith("say:")] == []


async def test_in_a_pilot_a_win_is_told_and_read_by_all_and_an_incident_put_down_for_whoever_coordinates(
    fresh: Database,
) -> None:
    async with rehearsing(fresh, phase="piloting") as stage:
        page = await stage.read("holder-02")
        assert (await stage.send(page, form(page, "say:win"), text="Kylmälaukut lainataan nyt.")).status_code == 303
        said = {"text": "Ovi jäi auki.", "done": "Lukko vaihdettiin."}
        assert (await stage.send(page, form(page, "say:incident"), **said)).status_code == 303
        state = stage.post.play.initiative.now_in
        assert isinstance(state, Piloting)
        assert (state.notes.wins, state.notes.incidents) == (1, 1)
        other = (await stage.read("holder-01")).text
        assert "Kylmälaukut lainataan nyt." in other
        assert "Ovi jäi auki." not in other


async def test_an_incident_without_what_was_done_comes_back_as_it_was_typed(fresh: Database) -> None:
    async with rehearsing(fresh, phase="piloting") as stage:
        page = await stage.read("holder-02")
        answer = await stage.send(page, form(page, "say:incident"), text="Ovi jäi auki.", done="")
        assert answer.status_code == 422
        assert "Ovi jäi auki." in answer.text


async def test_outside_of_a_pilot_nothing_is_told_of_one(stage: Rehearsal) -> None:
    page = await stage.read("holder-02")
    assert {"say:win", "say:incident"}.isdisjoint(form["obligation"] for form in page.forms)
