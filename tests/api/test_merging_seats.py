"""Seats that are merged into another initiative: who speaks for them there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from activities.handing_on import HandingOn
from domain.merging.brought import Bringing
from models.erasing import erase
from models.tables import Actor, RegisterSeat, Taking
from tests.api.merges import WHY, two, until_merged, view
from tests.api.test_exits import obligations, said
from tests.fixtures.api import Http
from workflows import calls

pytestmark = pytest.mark.server


async def test_those_who_joined_speak_by_their_own_links_and_read_what_became_of_theirs(http: Http) -> None:
    one, other = await two(http)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    await said(http, one, "accept-merge")
    joined = http.village.seats[1]
    link = await http.link(other, joined, "submit_need")
    raised = await http.post(f"/initiatives/{other}/need-identification/submit-need", {"text": "Myös tori."}, by=link)
    assert raised.status_code == 200, raised.text
    answer = await http.post(
        f"/initiatives/{other}/need-identification/answer-need",
        {"need": "n2", "answer": "taken_up", "reason": "Otamme mukaan."},
    )
    assert answer.json()["happened"] == "need.answered", answer.text


async def test_the_register_holds_a_seat_as_taken_in_once_it_has_joined_and_not_before(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = await two(http)
    before, asks = list[set[str]](), HandingOn._asked

    async def taken() -> set[str]:
        of_other = select(Taking.seat_id).where(
            Taking.initiative_id == other, Taking.mandate_id == http.village.mandate
        )
        return await http.services.database.read(lambda session: {*session.exec(of_other)})

    async def asked(self: HandingOn, handing: calls.HandingOn, brings: Bringing) -> calls.HandedOn:
        before.append(await taken())
        return await asks(self, handing, brings)

    monkeypatch.setattr(HandingOn, "_asked", asked)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    await said(http, one, "accept-merge")
    await until_merged(http, one)
    assert before[0] == {*http.village.seats[4:]}
    assert await taken() == {*http.village.seats}


async def test_nobody_who_was_erased_comes_along_and_a_deputy_who_is_left_holds_the_seat(http: Http) -> None:
    one, other = await two(http)

    def erased(session: Session) -> str | None:
        first, second = (session.get_one(RegisterSeat, seat) for seat in http.village.seats[:2])
        for person in (first.holder_id, first.deputy_id, second.holder_id):
            erase(session, http.services.vault, person or "", datetime.now(UTC))
        return second.deputy_id

    deputy = await http.services.database.write(erased)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    await said(http, one, "accept-merge")
    assert (await view(http, other))["merged_from"][0]["seats"] == http.village.seats[1:4]
    owed = next(o for o in (await obligations(http, other)).values() if o.seat == http.village.seats[1])
    row = await http.services.database.read(lambda session: session.get_one(Actor, owed.owed_by))
    assert row.person_id == deputy
