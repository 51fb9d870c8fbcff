"""The check on the history page tells what it looked at, what does not hold, and what it cannot see."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session

from models import log_anchors
from models.log_anchors import Reason
from tests.api.web.rehearsal import PageRead
from tests.api.web.staff.history.conftest import ADDRESS, Past
from tests.fixtures.correspondence import INITIATIVE

CHECKED = f"{ADDRESS}?check=yes"


async def checked(past: Past) -> PageRead:
    answer = await (await past.reader()).get(CHECKED)
    assert answer.status_code == 200
    return PageRead.of("", answer)


async def signed(past: Past) -> None:
    assert past.house.services.sealed
    await past.house.services.sealed()


async def anchored(past: Past) -> None:
    """The newest checkpoint leaves the house, for two readers."""

    def leave(session: Session) -> None:
        leaving = log_anchors.claim(session, past.house.now, log_anchors.LEASE, asked=True)
        assert leaving
        assert leaving.reason is Reason.ASKED
        log_anchors.record(session, leaving, 2, [], past.house.now)

    await past.house.services.database.write(leave)


async def forged(past: Past, *statements: str) -> None:
    """Change what is stored, as somebody can who has full rights to the database."""

    def change(session: Session) -> None:
        for (trigger,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {trigger}"))
        for statement in statements:
            session.execute(text(statement))

    await past.house.services.database.write(change)


async def test_nothing_is_checked_until_somebody_asks(past: Past) -> None:
    page = PageRead.of("", await (await past.reader()).get(ADDRESS))
    assert "Tarkista nyt" in page.text
    assert "Ketju on ehjä" not in page.text


async def test_an_honest_history_is_whole_and_tells_what_protects_it(past: Past) -> None:
    await signed(past)
    await anchored(past)
    page = await checked(past)
    number = len(past.post.play.entries)
    assert "Ketju on ehjä" in page.text
    assert f"Kirjauksia luettiin tavu tavulta: {number}" in page.text
    assert f"Kirjauksia, jotka kuuluvat yhteiseen lokiin: {number}" in page.text
    assert "Tarkistuspisteen allekirjoitus pitää" in page.text
    assert "Loki jatkaa ulos lähetettyä ankkuria" in page.text
    assert "eivät ole vielä ankkurissa" not in page.text
    assert "varastetulla avaimella" in page.text  # what it cannot see
    assert "vastaanottajia 2" in page.text
    assert page.html.count(">ankkurissa<") == number


async def test_what_is_not_signed_or_anchored_yet_is_counted(past: Past) -> None:
    page = await checked(past)
    assert "Siinä, mikä voitiin tarkistaa, ei ole vikaa" in page.text
    assert "Lokia ei ole vielä allekirjoitettu" in page.text
    await signed(past)
    await past.post.wait(15)
    past.house.now, past.browser = past.post.play.now, None  # the session is over by then
    later = await checked(past)
    assert "Ketju on ehjä" in later.text
    assert "joita ei ole vielä allekirjoitettu: " in later.text
    assert "Yhtään ankkuria ei ole lähtenyt ulos" in later.text


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "UPDATE ledger_entry SET bytes_text = replace(bytes_text, 'seat-01', 'seat-02') WHERE seq = {wrong}",
            "Kirjaus {wrong}",
        ),
        ("DELETE FROM ledger_entry WHERE stream = 'initiative:{of}' AND seq = {last}", "Kirjaus {last}"),
        ("UPDATE ledger_index SET idx = idx + 100 WHERE seq = {last}", "Lokia ei voitu lukea"),
        ("UPDATE ledger_checkpoint SET text = replace(text, 'localhost', 'elsewhere')", "ei ole tämän avaimen"),
    ],
)
async def test_what_was_changed_behind_our_back_is_told_with_what_to_do(past: Past, statement: str, says: str) -> None:
    await signed(past)
    names = {"of": INITIATIVE, "last": len(past.post.play.entries), "wrong": past.wrong}
    reader: httpx.AsyncClient = await past.reader()
    await forged(past, statement.format(**names))
    page = PageRead.of("", await reader.get(CHECKED))
    assert "Ketju ei ole ehjä" in page.text
    assert says.format(**names) in page.text
    assert "Älä korjaa mitään ennen sitä" in page.text


async def test_more_entries_than_are_read_at_once_are_not_called_whole(
    past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    await signed(past)
    monkeypatch.setattr("api.checking.MOST", 3)
    page = await checked(past)
    assert "Ketju on ehjä" not in page.text
    assert "lataa todistuspaketti" in page.text
