"""Presence on the personal page: its reader says that they are away, back, or leave the seat; without script."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.actors import Channel
from domain.phases.convening.commands import AnswerInvitation, Reply
from tests.api.web.rehearsal import PageRead, Rehearsal

HOLDER, SEAT, INVITED = "holder-02", "seat-02", "answer_invitation"


def own(page: PageRead, name: str) -> dict[str, str]:
    """The hidden fields of a form about the reader's presence."""
    return next(form for form in page.forms if form["obligation"] == name)


async def away(stage: Rehearsal, last: str, first: str = "") -> PageRead:
    """The holder tells an absence on their page; the page afterwards."""
    page = await stage.read(HOLDER)
    answer = await stage.send(page, own(page, "seat:away"), last=last, first=first)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/p/{page.token}#presence")
    return PageRead.of(page.token, await stage.client.get(f"/p/{page.token}"))


async def test_an_absence_is_told_by_its_days_and_both_count(convening: Rehearsal) -> None:
    page = await away(convening, "2026-01-16", "2026-01-14")
    assert "Ensimmäinen päivä on keskiviikkona 14.1.2026, viimeinen perjantaina 16.1.2026." in page.text
    (absence,) = convening.post.play.initiative.facts.people.absences.values()
    local = convening.post.play.initiative.calendar.local
    assert [local(moment).isoformat()[:16] for moment in (absence.since, absence.until)] == [
        "2026-01-14T00:00",
        "2026-01-17T00:00",
    ]


async def test_one_who_is_away_sees_it_and_says_that_they_are_back(convening: Rehearsal) -> None:
    page = await away(convening, "20.1.2026")
    assert "Kerroit olevasi poissa. Viimeinen päivä on tiistaina 20.1.2026." in page.text
    deputy = await convening.read("deputy-02")
    assert "olet hänen sijallaan" in deputy.text
    assert (await convening.send(page, own(page, "seat:back"))).status_code == 303
    assert convening.post.play.initiative.facts.people.absences == {}


@pytest.mark.parametrize("last", ["", "huomenna", "2026-13-40", "31.12.9999"])
async def test_a_day_that_is_none_is_asked_for_again(convening: Rehearsal, last: str) -> None:
    page = await convening.read(HOLDER)
    answer = await convening.send(page, own(page, "seat:away"), last=last)
    assert answer.status_code == 422
    assert "valitse viimeinen päivä" in answer.text


async def test_an_absence_that_is_over_already_is_refused_in_words(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    answer = await convening.send(page, own(page, "seat:away"), last="2026-01-02")
    assert answer.status_code == 422
    assert "absence.reported" not in convening.kinds()


async def test_the_form_of_another_link_is_not_taken(convening: Rehearsal) -> None:
    page, other = await convening.read(HOLDER), await convening.read("holder-01")
    assert (await convening.send(page, own(other, "seat:leave"))).status_code == 422
    assert "seat.left" not in convening.kinds()


async def test_one_who_leaves_has_no_page_any_more_and_the_deputy_has(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    assert (await convening.send(page, own(page, "seat:leave"), reason="Muutan pois.")).status_code == 303
    gone = await convening.client.get(f"/p/{page.token}")
    assert "Asia on nyt toisella" in gone.text
    deputy = await convening.read("deputy-02")
    assert deputy.offered(INVITED) == {"yes", "no", "other"}


async def test_a_reason_longer_than_any_may_be_is_refused_in_words(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    answer = await convening.send(page, own(page, "seat:leave"), reason="a " * 10_001)
    assert answer.status_code == 422
    assert "seat.left" not in convening.kinds()


async def test_whoever_stands_behind_the_holder_leaves_nothing(convening: Rehearsal) -> None:
    await away(convening, "2026-01-20")
    deputy = await convening.read("deputy-02")
    assert {form["obligation"] for form in deputy.forms} & {"seat:away", "seat:leave"} == {"seat:away"}


async def test_what_was_entered_can_be_corrected_on_the_page_though_its_due_day_is_over(convening: Rehearsal) -> None:
    await convening.forward(timedelta(days=13))
    await convening.enter(SEAT, AnswerInvitation(Reply.YES), Channel.PHONE)
    await convening.forward(timedelta(days=3))
    page = await convening.read(HOLDER)
    assert "muuta se tässä" in page.text
    assert (await convening.send(page, page.form(INVITED), answer="no")).status_code == 303
    assert convening.kinds().count("invitation.declined") == 1
