"""Acts: each has a form that follows from its command, is looked at before it is done, and counts once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx
import pytest

from api.web.staff.acts.catalogue import BESIDE, PHASES, STEERING, answering, known
from api.web.staff.words import LANGUAGES, words_in
from domain.actors import Channel
from domain.phases.convening.commands import AnswerInvitation, Reply
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.at_desk import AtDesk, sits_down
from tests.fixtures.correspondence import INITIATIVE

PAGE = f"/initiatives/{INITIATIVE}"
ACTS = [
    *(f"initiative.{verb}" for verb in STEERING),
    *(f"{part}.{verb}" for part, verbs in (*PHASES.items(), *BESIDE.items()) for verb in verbs),
]
WHY = "Lautakunta kokoontuu vasta kuun lopussa."


@pytest.fixture
async def desk(convening: Rehearsal) -> AtDesk:
    """Three seats have been silent for sixteen days."""
    await convening.forward(timedelta(days=16))
    return await sits_down(convening)


def form_of(answer: httpx.Response | PageRead) -> dict[str, str]:
    """The hidden fields of the act's form."""
    page = answer if isinstance(answer, PageRead) else PageRead.of("", answer)
    return dict(next(form for form in page.forms if "nonce" in form))


async def looked(desk: AtDesk, act: str, **typed: str) -> httpx.Response:
    """Fill in the form of an act, and have a look at what it would bring."""
    path = f"{PAGE}/do/{act}"
    return await desk.send(path, form_of(await desk.read(path)) | typed | {"step": "look"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_that_is_offered_is_a_command_with_a_name_in_each_language(language: str) -> None:
    assert {act for act in ACTS if known(act) is None} == set()
    assert set(ACTS) == set(words_in(language)["act"])


async def test_every_form_can_be_shown_with_words_for_each_field(desk: AtDesk) -> None:
    for act in ACTS:
        page = await desk.read(f"{PAGE}/do/{act}", language="fi")
        labels = {given.get("for") for tag, given in page.tags if tag == "label"} - {None}
        assert labels <= set(words_in("fi")["act_field"]), act


async def test_an_extension_is_looked_at_before_it_is_made_and_moves_the_deadline_once(desk: AtDesk) -> None:
    look = await looked(desk, "initiative.extend", by="10", reason=WHY)
    assert look.status_code == 200
    assert "Määräajat, jotka siirtyvät" in look.text
    assert "Mitään ei ole vielä tehty." in look.text
    assert "deadline.extended" not in desk.stage.kinds()
    say = form_of(look) | {"step": "say"}
    done = await asyncio.gather(*(desk.send(f"{PAGE}/do/initiative.extend", say) for _ in range(2)))
    assert [one.status_code for one in done] == [303, 303]
    assert desk.stage.kinds().count("deadline.extended") == 1
    assert done[0].headers["location"] == f"{PAGE}?done=initiative.extend"
    assert "Tehty: Pidennä määräaikaa." in (await desk.read(PAGE, done="initiative.extend")).text
    assert WHY in (await desk.read(PAGE)).text  # among the decisions


async def test_what_is_missing_stands_beside_its_field_and_nothing_that_was_typed_is_lost(desk: AtDesk) -> None:
    answer = await looked(desk, "initiative.extend", by="pian", reason=WHY)
    page = PageRead.of("", answer)
    assert answer.status_code == 422
    assert 'id="by-problem"' in page.html
    assert WHY in page.text
    empty = await looked(desk, "meetings.fix_meeting")
    assert (empty.status_code, 'id="at-problem"' in empty.text) == (422, True)


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 16, "-1"])
async def test_a_number_without_end_is_told_beside_its_field(desk: AtDesk, number: str) -> None:
    answer = await looked(desk, "initiative.extend", by=number, reason=WHY)
    assert (answer.status_code, 'id="by-problem"' in answer.text) == (422, True)


async def test_an_address_fills_in_ids_and_no_words(desk: AtDesk) -> None:
    path = f"{PAGE}/do/initiative.withdraw_answer"
    page = await desk.read(path, entry="17", reason="Kirjoitettu linkkiin")
    assert 'value="17"' in page.html
    assert "Kirjoitettu linkkiin" not in page.html
    assert 'value="vapaita' not in (await desk.read(path, entry="vapaita sanoja")).html


async def test_a_refusal_of_the_rules_comes_back_on_the_form(desk: AtDesk) -> None:
    answer = await looked(desk, "initiative.pause", until="2020-01-01T12:00", reason=WHY)
    assert answer.status_code in (409, 422)
    assert WHY in PageRead.of("", answer).text
    assert "initiative.paused" not in desk.stage.kinds()


async def test_several_moments_are_asked_in_local_time(desk: AtDesk) -> None:
    moments = {"proposals:1": "2026-03-16T17:30", "proposals:2": "2026-03-17T17:30"}
    look = await looked(desk, "meetings.poll_dates", **moments)
    assert look.status_code == 200, look.text
    assert "maanantaina 16.3.2026 klo 17.30; tiistaina 17.3.2026 klo 17.30" in look.text
    assert (await desk.send(f"{PAGE}/do/meetings.poll_dates", form_of(look) | {"step": "say"})).status_code == 303
    page = await desk.read(f"{PAGE}/do/meetings.fix_meeting")
    assert "m1" in page.html  # what has come about can be named in the next form


async def test_an_absence_is_entered_for_a_seat_and_its_matters_pass_to_the_deputy(desk: AtDesk) -> None:
    typed = {"for_seat": "seat-02", "until": "2026-04-01T12:00", "channel": "phone"}
    look = await looked(desk, "seats.report_absence", **typed)
    assert look.status_code == 200, look.text


async def test_an_entered_answer_is_taken_back_with_a_look_at_what_it_changes(convening: Rehearsal) -> None:
    await convening.enter("seat-01", AnswerInvitation(Reply.YES), Channel.PHONE)
    desk = await sits_down(convening)
    entry = next(str(one.seq) for one in convening.post.play.entries if one.event.KIND == "invitation.accepted")
    alone = await looked(desk, "initiative.withdraw_answer", entry=entry, reason=WHY)
    assert (alone.status_code, 'id="for_seat-problem"' in alone.text) == (422, True)
    unheard = await looked(desk, "initiative.withdraw_answer", entry=entry, reason=WHY, for_seat="seat-01")
    assert (unheard.status_code, 'id="channel-problem"' in unheard.text) == (422, True)
    heard = {"entry": entry, "reason": WHY, "for_seat": "seat-01", "channel": "phone"}
    look = await looked(desk, "initiative.withdraw_answer", **heard)
    assert look.status_code == 200, look.text
    assert "Mitä historiaan kirjataan" in look.text
    assert "Kirjattu vastaus luettiin takaisin kirjeellä." in PageRead.of("", look).text


async def test_what_was_typed_waits_for_whoever_had_to_sign_in_again(desk: AtDesk) -> None:
    path = f"{PAGE}/do/initiative.extend"
    form = form_of(await desk.read(path)) | {"by": "10", "reason": WHY, "step": "look"}
    moment = desk.stage.services.clock() + timedelta(hours=1)
    desk.stage.services.clock = lambda: moment
    late = await desk.send(path, form)
    assert (late.status_code, "kept=yes" in late.headers["location"]) == (303, True)
    again = await sits_down(desk.stage)
    assert WHY in (await again.read(path)).text


async def test_what_is_no_act_of_pages_is_not_there(desk: AtDesk) -> None:
    for act in ("initiative.nonsense", "convening.answer_invitation", "nonsense"):
        assert (await desk.browser.get(f"{PAGE}/do/{act}")).status_code == 404


def test_duties_of_those_who_coordinate_name_the_acts_that_answer_them() -> None:
    assert answering("decide_exit")[0] == "initiative.take_exit"
    assert answering("name_chair") == ("convening.name_chair",)
    assert answering("nonsense") == ()
    assert [
        act for acts in map(answering, ("set_goals", "answer_need", "make_claims")) for act in acts if not known(act)
    ] == []
