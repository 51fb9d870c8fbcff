"""What the reader of a personal page says of their letters: it counts at once, shows on the page, and is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from domain.commands import TakeExit
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.closed_addresses import is_closed
from models.letter_wishes import Wishes, wishes_of
from models.states import Rhythm
from models.stops import By, stop, stopped
from models.tables import Person
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.cycle import SEATS, holder
from tests.fixtures.rules import text

HOLDER = "holder-02"
PERSON = f"person-{HOLDER}"
LEVELS = ("matter", "initiative", "all")


def form_of(page: PageRead, name: str) -> dict[str, str]:
    """The hidden fields of a form of the part on letters."""
    return next(form for form in page.forms if form["obligation"].startswith(name))


async def wishes(stage: Rehearsal, person: str = PERSON) -> Wishes:
    return await stage.services.database.read(lambda session: wishes_of(session, session.get_one(Person, person)))


async def is_stopped(stage: Rehearsal, initiative: str = INITIATIVE, obligation: str = "") -> bool:
    about = obligation or (await stage.post.letter(HOLDER)).obligation_id
    return await stage.services.database.read(lambda session: stopped(session, PERSON, initiative, about))


async def level(stage: Rehearsal, kind: str) -> str:
    return f"matter/{(await stage.post.letter(HOLDER)).obligation_id}" if kind == "matter" else kind


@pytest.mark.parametrize("kind", LEVELS)
async def test_reminders_are_stopped_and_started_again_on_the_page(convening: Rehearsal, kind: str) -> None:
    page, chosen = await convening.read(HOLDER), await level(convening, kind)
    assert {value for name, value in set().union(*page.options) if name == "which"} == {
        await level(convening, one) for one in LEVELS
    }
    sent = await convening.send(page, form_of(page, "letters:stop"), which=chosen)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/p/{page.token}#muistutukset")
    reach = [await is_stopped(convening, *about) for about in ((), (INITIATIVE, "x"), ("another", "x"))]
    assert reach == [True, kind != "matter", kind == "all"]
    after = await convening.read(HOLDER)
    assert "Lopetuspäivä: maanantaina 12.1.2026." in after.text
    assert "answer_invitation" in " ".join(form["obligation"] for form in after.forms)
    assert chosen not in {value for _, value in set().union(*after.options)}
    assert (await convening.send(after, form_of(after, "letters:again/"))).status_code == 303
    assert not await is_stopped(convening)
    assert "Lopetuspäivä" not in (await convening.read(HOLDER)).text


async def test_too_busy_is_a_reason_that_may_be_given(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    await convening.send(page, form_of(page, "letters:stop"), which="initiative", too_busy="yes")
    assert [row.by for row in (await wishes(convening)).stops] == [By.TOO_BUSY]


async def test_a_double_click_stops_once_and_who_stopped_can_still_answer(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    for _ in range(2):
        assert (await convening.send(page, form_of(page, "letters:stop"), which="all")).status_code == 303
    (row,) = (await wishes(convening)).stops
    assert (row.by, row.initiative_id) == (By.PERSON, "")
    assert (await convening.answer(HOLDER, "answer_invitation", answer="yes")).status_code == 303


@pytest.mark.parametrize("said", ["", "none", "matter/none", "matter/convening.1/answer_invitation/seat-01"])
async def test_a_level_that_is_none_of_the_page_stops_nothing(convening: Rehearsal, said: str) -> None:
    page = await convening.read(HOLDER)
    answer = await convening.send(page, form_of(page, "letters:stop"), which=said)
    assert answer.status_code == 422
    assert "valitse yksi vaihtoehdoista" in answer.text
    assert (await wishes(convening)).stops == []


async def test_the_page_speaks_of_no_other_initiative(convening: Rehearsal) -> None:
    now = convening.post.play.now
    await convening.services.database.write(lambda s: stop(s, PERSON, By.PERSON, now, initiative_id="another"))
    page = await convening.read(HOLDER)
    assert not [form for form in page.forms if form["obligation"].startswith("letters:again")]
    assert "another" not in page.html


async def test_weekly_letters_and_quiet_hours_are_kept_and_shown(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    assert "Kirjeitä tulee enintään yksi päivässä." in page.text
    form = form_of(page, "letters:rhythm")
    sent = await convening.send(page, form, rhythm="weekly", quiet_from="20.00", quiet_until="9:00")
    assert sent.headers["location"].endswith("#muistutukset")
    said = await wishes(convening)
    assert (said.rhythm, said.quiet) == (Rhythm.WEEKLY, ("20:00", "09:00"))
    page = await convening.read(HOLDER)
    assert "Kirjeitä tulee enintään yksi viikossa. Kirjeitä ei tule kello 20:00–09:00." in page.text
    chosen = [given["value"] for tag, given in page.tags if tag == "option" and "selected" in given]
    assert chosen == ["weekly"]
    await convening.send(page, form_of(page, "letters:rhythm"), rhythm="daily", quiet_from="", quiet_until="")
    said = await wishes(convening)
    assert (said.rhythm, said.quiet) == (Rhythm.DAILY, None)


@pytest.mark.parametrize(
    "typed",
    [
        {"rhythm": "weekly", "quiet_from": "20:00", "quiet_until": ""},
        {"rhythm": "weekly", "quiet_from": "25:00", "quiet_until": "9:00"},
        {"rhythm": "weekly", "quiet_from": "00:00", "quiet_until": "23:59"},
        {"rhythm": "hourly"},
        {},
    ],
)
async def test_times_that_cannot_be_kept_are_asked_for_again(convening: Rehearsal, typed: dict[str, str]) -> None:
    page = await convening.read(HOLDER)
    answer = await convening.send(page, form_of(page, "letters:rhythm"), **typed)
    assert answer.status_code == 422
    assert ("kirjoita molemmat kellonajat" in answer.text) == ("quiet_from" in typed)
    said = await wishes(convening)
    assert (said.rhythm, said.quiet) == (Rhythm.DAILY, None)


async def test_the_wrong_person_is_heard_once_and_every_door_of_theirs_closes(convening: Rehearsal) -> None:
    page, other = await convening.read(HOLDER), await convening.read("holder-03")
    form = form_of(page, "letters:not-me")
    answers = [await convening.send(page, form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("Kiitos, että kerroit" in answer.text for answer in answers)
    (row,) = (await wishes(convening)).stops
    assert (row.by, row.initiative_id, row.obligation_id) == (By.WRONG_PERSON, INITIATIVE, "")
    closed = (await wishes(convening)).closed
    assert closed is not None
    assert closed.code == "wrong_person"
    for answer in (
        await convening.client.get(f"/p/{page.token}"),
        await convening.send(page, page.form("answer_invitation")),
    ):
        assert answer.status_code == 404
    assert (await convening.client.get(f"/p/{other.token}")).status_code == 200
    assert (await wishes(convening, "person-holder-03")).closed is None


async def test_the_wrong_person_is_not_heard_by_the_form_of_another_page(convening: Rehearsal) -> None:
    page, other = await convening.read(HOLDER), await convening.read("holder-03")
    answer = await convening.send(page, form_of(other, "letters:not-me"))
    assert answer.status_code == 422
    assert (await wishes(convening)).stops == []
    stale = form_of(page, "letters:not-me")
    convening.post.play.now += timedelta(days=2)
    assert (await convening.send(page, stale)).status_code == 422


async def test_the_links_in_letters_lead_to_parts_of_the_page(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    assert {"muistutukset", "en-ole-han"} <= {given.get("id") for _, given in page.tags}


async def test_once_the_initiative_is_over_there_is_nothing_to_stop(convening: Rehearsal) -> None:
    await convening.say(AnswerInvitation(Reply.YES), holder(SEATS[1]))
    await convening.say(TakeExit(ExitKind.STOP, text()))
    page = await convening.read(HOLDER)
    assert "muistutukset" not in {given.get("id") for _, given in page.tags}


async def test_an_address_that_was_closed_is_the_one_that_the_register_has_now(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    await convening.send(page, form_of(page, "letters:not-me"))

    def anew(session: Session) -> bool:
        person = session.get_one(Person, PERSON)
        former, person.address_ref = person.address_ref or "", "another"
        session.flush()
        return is_closed(session, former) and wishes_of(session, person).closed is None

    assert await convening.services.database.write(anew)
