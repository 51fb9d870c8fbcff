"""Starts that are not promised by a mandate, or name what the register does not hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models import enrolment
from tests.api.conftest import CONVENING, Shared
from tests.fixtures.api import TODAY

pytestmark = pytest.mark.server


LATER = date(2040, 1, 1)


@pytest.fixture(scope="session")
async def register(shared: Shared) -> dict[str, str]:
    """Mandates and seats of the register with which nothing can be started."""
    village = shared.http.village

    def enter(session: Any) -> dict[str, str]:
        def mandate(**changes: Any) -> str:
            given = {"acts": ["*"], "places": ["*"], "themes": ["*"], "valid_from": TODAY, "valid_until": LATER}
            row = enrolment.create_mandate(
                session,
                given_by=village.backbone,
                given_to=village.backbone,
                meeting_reference="1/2024",
                **(given | changes),
            )
            return row.id

        def seat(**term: date) -> str:
            known = session.get(enrolment.RegisterSeat, village.seats[0])
            return enrolment.create_seat(
                session, organisation_id=known.organisation_id, role_title="x", holder_id=known.holder_id, **term
            ).id

        return {
            "everywhere": mandate(),
            "past": mandate(valid_until=date(2024, 12, 31)),
            "future": mandate(valid_from=date(2039, 1, 1)),
            "elsewhere": mandate(places=["911"]),
            "other theme": mandate(themes=["culture"]),
            "other act": mandate(acts=["advise"]),
            "term over": seat(term_from=TODAY, term_until=date(2024, 12, 31)),
            "term to come": seat(term_from=date(2039, 1, 1)),
            "another organisation": session.get(enrolment.RegisterSeat, village.seats[0]).organisation_id,
        }

    return await shared.http.services.database.write(enter)


BAD: list[tuple[dict[str, Any], int, str, str]] = [
    ({"model": "fi.tuntematon"}, 422, "UnknownModel", "model"),
    ({"mandate": "man_0"}, 422, "UnknownMandate", "mandate"),
    ({"backbone": "org_0"}, 422, "UnknownOrganisation", "backbone"),
    ({"seats": ["seat_0"]}, 422, "UnknownSeat", "seats.0"),
    ({"seats": []}, 422, "Malformed", "seats"),
    ({"seats": [1]}, 422, "Malformed", "seats.0"),
    ({"mandate": "past"}, 409, "MandateOutOfDate", "mandate"),
    ({"mandate": "future"}, 409, "MandateOutOfDate", "mandate"),
    ({"mandate": "elsewhere"}, 409, "MandateOutOfScope", "place"),
    ({"mandate": "other theme"}, 409, "MandateOutOfScope", "theme"),
    ({"mandate": "other act"}, 409, "MandateOutOfScope", "mandate"),
    ({"place": "911"}, 409, "MandateOutOfScope", "place"),
    ({"mandate": "everywhere", "place": "000"}, 422, "UnknownPlace", "place"),
    ({"mandate": "everywhere", "place": "911"}, 422, "UnknownPlace", "place"),
    ({"theme": "roads"}, 409, "MandateOutOfScope", "theme"),
    ({"backbone": "another organisation"}, 409, "MandateOutOfScope", "backbone"),
    ({"seats": ["term over"]}, 409, "SeatOutOfTerm", "seats.0"),
    ({"seats": ["term to come"]}, 409, "SeatOutOfTerm", "seats.0"),
    ({"title": "ab"}, 422, "Malformed", "title"),
    ({"title": "Kylä\ntalo"}, 422, "Malformed", "title"),
    ({"place": 297}, 422, "Malformed", "place"),
    ({"theme": ""}, 422, "Malformed", "theme"),
    ({"theme": "*"}, 422, "Malformed", "theme"),
    ({"theme": "nuoret: Matti Meikäläinen"}, 422, "Malformed", "theme"),
    ({"language": "de"}, 422, "Malformed", "language"),
    ({"coordinator": "me"}, 422, "Malformed", "coordinator"),
]


@pytest.mark.parametrize(("changes", "status", "kind", "path"), BAD, ids=[f"{bad[2]}-{bad[3]}" for bad in BAD])
async def test_nothing_starts(
    register: dict[str, str], unchanged: Shared, changes: dict[str, Any], status: int, kind: str, path: str
) -> None:
    def named(value: Any) -> Any:
        return [named(item) for item in value] if isinstance(value, list) else register.get(value, value)

    http = unchanged.http
    body = http.village.start(model=CONVENING) | {name: named(value) for name, value in changes.items()}
    answer = await http.post("/initiatives", body, key=f"a bad start {kind} {path}")
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert (problem["type"], problem["path"]) == (f"urn:talkoot:{kind}", path)
    assert problem["detail"]
    assert problem["remedy"]


async def test_an_unknown_place_is_told_with_the_municipalities_that_the_register_knows(
    register: dict[str, str], unchanged: Shared
) -> None:
    http = unchanged.http
    body = http.village.start(model=CONVENING, mandate=register["everywhere"], place="000")
    problem = (await http.post("/initiatives", body)).json()
    assert problem["title"] == "There is no such municipality"
    assert problem["detail"] == "no municipality of the register has the code 000"
    assert problem["remedy"].startswith("name one of 297, or enter it in the register first")


async def test_a_seat_sits_once(unchanged: Shared) -> None:
    http = unchanged.http
    answer = await http.post("/initiatives", http.village.start(seats=[*http.village.seats, http.village.seats[0]]))
    assert (answer.status_code, answer.json()["path"]) == (422, "seats")


async def test_days_of_seconds_are_for_development(unchanged: Shared) -> None:
    http = unchanged.http
    paced = next(model.id for model in http.services.models.values() if model.day_milliseconds is not None)
    http.services.development = False
    try:
        answer = await http.post("/initiatives", http.village.start(model=paced))
    finally:
        http.services.development = True
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:talkoot:ModelInvalid")


async def test_a_refused_start_may_come_again_with_the_same_key(shared: Shared) -> None:
    http, key = shared.http, "a start whose mandate was corrected"
    wrong = http.village.start(model=CONVENING, theme="roads")
    assert (await http.post("/initiatives", wrong, key=key)).status_code == 409
    started = await http.post("/initiatives", http.village.start(model=CONVENING), key=key)
    assert started.status_code == 201
