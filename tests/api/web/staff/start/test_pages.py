"""The page that starts an initiative: seats stay ticked, and what would happen is shown before it does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from api import starting
from domain.actors import Role
from domain.loading import TooMuchAsked
from domain.refusals import MandateOutOfDate
from models.tables import Initiative, Mandate, Organisation, RegisterSeat
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.at_desk import AtDesk, sits_down
from tests.fixtures.rules import MODEL
from tests.fixtures.startable import PLACE, THEME, startable

PAGE = "/staff/start"
SEATS = {f"seat.seat-{number:02}": "yes" for number in (1, 2, 3)}


@pytest.fixture
async def desk(convening: Rehearsal) -> AtDesk:
    convening.services.__dict__["mandate"] = await startable(convening)
    return await sits_down(convening)


def filled(desk: AtDesk) -> dict[str, str]:
    mandate = desk.stage.services.__dict__["mandate"]
    return {"title": "Kylätalo nuorille", "model": MODEL.id, "mandate": mandate, "place": PLACE, "theme": THEME} | SEATS


async def sent(desk: AtDesk, step: str, **typed: str) -> PageRead:
    page = await desk.read(PAGE)
    form = next(form for form, names in zip(page.forms, page.names, strict=True) if "title" in names)
    return PageRead.of("", await desk.send(PAGE, form | filled(desk) | {"step": step} | typed))


async def initiatives(desk: AtDesk) -> int:
    return len(await desk.stage.services.database.read(lambda s: s.exec(select(Initiative)).all()))


async def test_a_register_without_mandate_says_what_to_enter_first(convening: Rehearsal) -> None:
    desk = await sits_down(convening)
    page = await desk.read(PAGE)
    assert "Aloittamiseen tarvitaan voimassa oleva mandaatti" in page.text


async def test_seats_are_found_by_words_and_ticked_ones_stay(desk: AtDesk) -> None:
    page = await sent(desk, "filter", words="yhdistys 02", **{"seat.seat-02": "", "seat.seat-01": "yes"})
    assert page.response.status_code == 200
    shown = {name for names in page.names for name in names if name.startswith("seat.")}
    assert shown == set(SEATS)
    assert ("seat.seat-02", "yes") not in page.checked
    page = PageRead.of(
        "", await desk.send(PAGE, {"step": "filter", "words": "02", "seat.seat-01": "yes", "title": "Kylä"})
    )
    shown = {name for names in page.names for name in names if name.startswith("seat.")}
    assert shown == {"seat.seat-01", "seat.seat-02"}
    assert page.checked == [("seat.seat-01", "yes")]
    assert 'value="Kylä"' in page.html


async def test_a_preview_tells_what_is_asked_and_who_gets_which_letter_and_nothing_is_started(desk: AtDesk) -> None:
    before = await initiatives(desk)
    page = await sent(desk, "preview")
    assert page.response.status_code == 200, page.text
    assert "Näin aloite alkaa" in page.text
    assert "Kanarialintu holder-01" in page.text
    assert "Järjestöneuvosto" in page.text
    assert page.forms[-1].items() >= filled(desk).items()
    assert await initiatives(desk) == before
    back = PageRead.of("", await desk.send(PAGE, page.forms[-1] | {"step": "edit"}))
    assert {name for name, _ in back.checked} == set(SEATS)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "A"}, "title"),
        ({"mandate": ""}, "mandate"),
        ({"mandate": "man_none"}, "mandate"),
        ({"place": "999"}, "place"),
        ({"theme": "culture"}, "theme"),
        ({"theme": "Matti Meikäläinen"}, "theme"),
        ({"model": "fi.none"}, "model"),
    ],
)
async def test_what_cannot_be_started_comes_back_with_the_problem_beside_its_field(
    desk: AtDesk, typed: dict[str, str], field: str
) -> None:
    page = await sent(desk, "start", **typed)
    assert 400 <= page.response.status_code < 500
    assert f'id="{field}-problem"' in page.html
    assert {name for name, _ in page.checked} == set(SEATS)


async def test_a_seat_that_cannot_take_part_is_told_beside_its_box(desk: AtDesk) -> None:
    def closed(session: Session) -> None:
        session.get_one(Organisation, "org-02").closed_on = date(2026, 1, 2)

    await desk.stage.services.database.write(closed)
    page = await sent(desk, "preview")
    assert page.response.status_code == 409
    assert 'id="seat-02-problem"' in page.html


async def test_nobody_ticked_is_told(desk: AtDesk) -> None:
    page = await sent(desk, "preview", **dict.fromkeys(SEATS, ""))
    assert page.response.status_code == 422
    assert "t-problem" in page.html


async def test_what_was_typed_waits_through_a_new_sign_in(desk: AtDesk) -> None:
    page = await desk.read(PAGE)
    form = next(form for form, names in zip(page.forms, page.names, strict=True) if "title" in names)
    await desk.stage.forward(timedelta(minutes=31))
    answer = await desk.send(PAGE, form | filled(desk) | {"step": "preview"})
    assert answer.headers["location"].startswith("/sign-in?next=")
    again = await (await sits_down(desk.stage)).read(PAGE)
    assert "Kylätalo nuorille" in again.html
    assert {name for name, _ in again.checked} == set(SEATS)


async def test_mandates_of_other_days_are_not_offered_and_auditors_start_nothing(desk: AtDesk) -> None:
    def over(session: Session) -> None:
        for row in session.exec(select(Mandate).where(col(Mandate.valid_until) > date(2026, 1, 1))).all():
            row.valid_until = date(2026, 1, 1)
        session.get_one(RegisterSeat, "seat-03").term_until = date(2026, 1, 2)

    await desk.stage.services.database.write(over)
    assert "3/2025" not in (await desk.read(PAGE)).text
    auditor = await sits_down(desk.stage, Role.AUDITOR, "person-holder-03")
    assert (await auditor.browser.get(PAGE)).status_code == 403


async def test_a_start_that_is_too_much_and_cannot_be_previewed_any_more_comes_back_as_its_form(
    desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_much(*_: object) -> None:
        raise TooMuchAsked("too much of one", remedy="say why")

    async def over(*_: object) -> None:
        raise MandateOutOfDate("the mandate has ended", remedy="choose another")

    monkeypatch.setattr(starting, "start", too_much)
    monkeypatch.setattr(starting, "preview", over)
    page = await sent(desk, "start")
    assert page.response.status_code == 409
    assert "olisi jollekin liikaa" in page.text
    assert "Kylätalo nuorille" in page.html
