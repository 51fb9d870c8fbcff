"""The address that stops reminders: looking changes nothing, one click stops, and the right to answer stays."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from sqlmodel import Session, select, update

from api.web.pages import HEADERS
from models.stops import stopped
from models.tables import Letter, Person, Stopped
from tests.api.conftest import standing
from tests.api.web.bundles import bundled
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.correspondence import CANARIES, INITIATIVE, TITLE

HOLDER = "holder-02"
PERSON = f"person-{HOLDER}"
FORM = {"List-Unsubscribe": "One-Click"}


async def stops(stage: Rehearsal) -> list[Stopped]:
    return list(await stage.services.database.read(lambda session: session.exec(select(Stopped)).all()))


async def is_stopped(stage: Rehearsal, person: str = PERSON) -> bool:
    letter = await stage.post.letter(HOLDER)
    return await stage.services.database.read(lambda s: stopped(s, person, INITIATIVE, letter.obligation_id))


async def test_looking_changes_nothing_and_says_what_the_button_does(convening: Rehearsal) -> None:
    token = await bundled(convening, HOLDER)
    before = await standing(convening)  # type: ignore[arg-type]
    for method in ("GET", "HEAD", "GET"):
        answer = await convening.client.request(method, f"/u/{token}?utm_source=letter")
        assert answer.status_code == 200
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert await standing(convening) == before  # type: ignore[arg-type]
    page = PageRead.of(token, answer)
    assert page.forms == [FORM]
    assert "Lopetetaanko muistutukset?" in page.text
    assert "Uusista asioista saat yhä ensimmäisen kirjeen." in page.text
    assert "Voit vastata kuten ennenkin" in page.text
    assert not [said for said in (*CANARIES, TITLE.partition(" ")[0]) if said in page.html]


@pytest.mark.parametrize(
    "sent",
    [
        {"content": b"List-Unsubscribe=One-Click", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {
            "files": {"List-Unsubscribe": (None, "One-Click", "text/plain; charset=utf-8")},
            "headers": {"Origin": "https://mail.example.org", "Sec-Fetch-Site": "cross-site"},
        },
        {"data": FORM, "headers": {"Origin": "null", "Sec-Fetch-Site": "same-origin"}},
    ],
)
async def test_one_click_stops_without_cookie_nonce_or_redirect_and_the_answer_is_still_taken(
    convening: Rehearsal, sent: dict[str, object]
) -> None:
    token = await bundled(convening, HOLDER)
    answers = [await convening.client.post(f"/u/{token}", **sent) for _ in range(2)]  # type: ignore[arg-type]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Muistutukset on lopetettu" in answers[0].text
    assert await is_stopped(convening)
    assert not await is_stopped(convening, "person-holder-01")
    (row,) = await stops(convening)
    assert (row.person_id, row.initiative_id, row.by) == (PERSON, INITIATIVE, "one_click")
    taken = await convening.answer(HOLDER, "answer_invitation", answer="yes")
    assert taken.status_code == 303
    assert "invitation.accepted" in convening.kinds()


async def test_what_was_stopped_is_taken_back_on_the_same_page(convening: Rehearsal) -> None:
    token = await bundled(convening, HOLDER)
    after = PageRead.of(token, await convening.client.post(f"/u/{token}", data=FORM))
    assert after.forms == [{"reminders": "again"}]
    back = await convening.client.post(f"/u/{token}", data=after.forms[0])
    assert (back.status_code, PageRead.of(token, back).forms) == (200, [FORM])
    assert await stops(convening) == []


@pytest.mark.parametrize(
    "body", [b"", b"List-Unsubscribe=one-click", b"list-unsubscribe=One-Click", b"x" * 5000, b"\xff=\xfe", b"&&&===%"]
)
@pytest.mark.parametrize("kind", ["", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_whatever_else_is_posted_changes_nothing(convening: Rehearsal, body: bytes, kind: str) -> None:
    token = await bundled(convening, HOLDER)
    answer = await convening.client.post(f"/u/{token}", content=body, headers={"Content-Type": kind} if kind else {})
    assert (answer.status_code, PageRead.of(token, answer).forms) == (422, [FORM])
    assert await stops(convening) == []


async def test_the_page_speaks_the_language_of_the_letters_reader(convening: Rehearsal) -> None:
    token = await bundled(convening, "holder-01")
    assert "Stop the reminders?" in (await convening.client.get(f"/u/{token}")).text

    def in_swedish(session: Session) -> None:
        session.get_one(Person, "person-holder-01").language = "sv"

    await convening.services.database.write(in_swedish)
    assert (await convening.client.get(f"/u/{token}")).status_code == 200


async def test_unknown_revoked_and_expired_addresses_show_the_same_page_as_other_doors(convening: Rehearsal) -> None:
    token, revoked = await bundled(convening, HOLDER), await bundled(convening, "holder-03", "b2")

    def revoke(session: Session) -> None:
        session.exec(update(Letter).where(Letter.actor == "holder-03").values(revoked_at=convening.post.play.now))  # type: ignore[call-overload]

    await convening.services.database.write(revoke)
    link = await convening.token(HOLDER)
    dead = [
        "/u/unknown",
        "/u/%ED%A0%80",
        "/u/" + "x" * 500,
        f"/u/{token}x",
        f"/u/{revoked}",
        f"/u/{link}",
        f"/p/{token}",
    ]
    asked: list[httpx.Response] = [await convening.client.get(path) for path in dead]
    sent: list[httpx.Response] = [await convening.client.post(path, data=FORM) for path in dead]
    await convening.answer(HOLDER, "answer_invitation", answer="yes")
    assert (await convening.client.get(f"/u/{token}")).status_code == 200
    convening.post.play.now += timedelta(days=31)
    asked.append(await convening.client.get(f"/u/{token}"))
    sent.append(await convening.client.post(f"/u/{token}", data=FORM))
    assert {answer.status_code for answer in (*asked, *sent)} == {404}
    gone = [await convening.client.get("/p/unknown"), await convening.client.post("/p/unknown", data=FORM)]
    for answers, page in zip((asked, sent), gone, strict=True):
        assert {answer.text for answer in answers} == {page.text}
    assert await stops(convening) == []
