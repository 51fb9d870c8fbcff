"""Meetings over HTTP: a date is polled and fixed, moved, held, minuted; letters about a former date do not leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from domain.letter import Voice
from models.letter_claims import claim
from models.letter_facts import Correspondence
from models.letter_outcomes import Reason, Sent, record
from models.states import LetterState
from models.tables import Letter
from tests.fixtures.api import KEYS, Http

pytestmark = pytest.mark.server


DEMO = "fi.yhteisovaikuttavuus.demo"  # its letters may leave on any day


@pytest.fixture
async def polled(http: Http) -> tuple[Http, str, list[datetime]]:
    initiative = await http.start(model=DEMO)
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    days = [noon + timedelta(days=days) for days in (20, 21, 28)]
    body = {"proposals": [day.isoformat() for day in days[:2]]}
    answer = await http.post(f"/initiatives/{initiative}/meetings/poll-dates", body)
    assert answer.json()["recorded"]["meeting"] == "m1", answer.text
    return http, initiative, days


async def says(http: Http, initiative: str, what: str, by: str = "", **body: Any) -> dict[str, Any]:
    answer = await http.post(f"/initiatives/{initiative}/meetings/{what}", {"meeting": "m1", **body}, by=by)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


async def test_a_poll_is_answered_by_link_and_its_dates_are_ranked_with_reasons(
    polled: tuple[Http, str, list[datetime]],
) -> None:
    http, initiative, days = polled
    for number, seat in enumerate(http.village.seats[:5]):
        link = await http.link(initiative, seat, "answer_poll")
        await says(http, initiative, "answer-poll", by=link, suits=[2] if number else [1, 2])
    best, other = (await http.get(f"/initiatives/{initiative}/meetings/m1/dates")).json()
    assert (best["proposal"], best["seats"], other["seats"]) == (2, 5, 1)
    assert best["covered"]
    assert [cover["sectors"] for cover in other["sectors"] if cover["missing"]] == ["distinct", "resident|informal"]
    fixed = await says(http, initiative, "fix-meeting", at=days[1].isoformat(), agenda="Avaimet")
    assert fixed["happened"] == "meeting.fixed"
    gone = await http.get(f"/initiatives/{initiative}/meetings/m1/dates")
    assert gone.status_code == 404


async def test_letters_about_a_date_that_was_moved_or_called_off_do_not_leave(
    polled: tuple[Http, str, list[datetime]],
) -> None:
    http, initiative, days = polled
    await says(http, initiative, "fix-meeting", at=days[1].isoformat())
    await says(http, initiative, "move-meeting", at=days[2].isoformat())
    first = http.village.seats[0]
    link = await http.link(initiative, first, "attend_meeting", "invitation")
    assert link
    told = await became(http, initiative)
    moved = {(step, state, reason) for kind, version, step, state, reason, _ in told if version == 1}
    assert moved == {("invitation", LetterState.SUPERSEDED, Reason.SUPERSEDED)}
    now = {(step, state, at) for kind, version, step, state, _, at in told if version == 2}
    assert {(step, state) for step, state, _ in now} == {("invitation", LetterState.SENT)}
    assert {at for *_, at in now} == {_local(days[2])}
    await says(http, initiative, "cancel-meeting", reason="Sovittiin puhelimessa.")
    told = await became(http, initiative, days=1)  # they have had the message of the first day
    withdrawn = [(state, at) for _, _, step, state, _, at in told if step == Voice.WITHDRAWN]
    assert withdrawn == [(LetterState.SENT, _local(days[2]))] * len(http.village.seats)


def _local(moment: datetime) -> tuple[int, int, int]:
    return moment.year, moment.month, moment.day


async def became(
    http: Http, initiative: str, *, days: int = 0
) -> list[tuple[str, int, str, LetterState, str | None, Any]]:
    """What becomes of the letters that ask to the meeting, once the dispatcher comes by on a working day, or so many
    days after it.
    """
    soon = datetime.now(UTC) + timedelta(days=7)
    while soon.weekday() != 2 or not soon.day >= 1:
        soon += timedelta(days=1)
    soon = soon.replace(hour=10) + timedelta(days=days)

    def dealt(session: Session) -> Any:
        for one in claim(session, KEYS, soon, lease=timedelta(minutes=5), limit=500, domain="example.org"):
            record(session, one, Sent("test"), soon)
        letters = Correspondence(http.services.vault, KEYS, "http://talkoot.example")
        query = select(Letter).where(Letter.initiative_id == initiative, col(Letter.kind) == "attend_meeting")
        found = []
        for letter in session.exec(query).all():
            facts = letters.facts(session, letter.id, soon)
            at = facts.meets_at if facts else None
            version = int(letter.obligation_id.rpartition("/")[2].partition(".")[2] or 1)
            said = (letter.kind, version, letter.step, letter.state, letter.reason, _local(at) if at else None)
            found.append(said)
        return found

    found: list[tuple[str, int, str, LetterState, str | None, Any]] = await http.services.database.write(dealt)
    return found
