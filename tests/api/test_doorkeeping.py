"""What a request counts by: what opens the door that it comes to, and by its address whatever else is sent along."""

from __future__ import annotations

import pytest

from api.doorkeeping import Visit
from api.throttling import By
from tests.api import doors
from tests.fixtures.bare import bare

KEY, LINK, SECRET = "tk_0123456789ab_" + "s" * 43, "l" * 43, "c" * 43
WITH_KEY, WITH_LINK = {"authorization": f"Bearer {KEY}"}, {"authorization": f"bearer  {LINK}"}
WITH_SESSION = {"cookie": f"other=1; talkoot={SECRET}"}
HERE = bare("http://talkoot.example")


def visit(path: str, **headers: str) -> Visit:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": raw, "client": ("192.0.2.7", 1)}
    return Visit.of(scope, HERE)


@pytest.mark.parametrize(
    ("path", "headers", "by"),
    [
        ("/api/v1/initiatives", WITH_KEY, By.KEY),
        ("/api/v1/personal", WITH_LINK, By.LINK),
        ("/api/v1/initiatives", WITH_SESSION, By.SESSION),
        ("/api/v1/initiatives", WITH_KEY | WITH_SESSION, By.KEY),
        ("/api/v1/initiatives", {}, By.ADDRESS),
        ("/staff", WITH_SESSION, By.SESSION),
        ("/staff/sessions", WITH_SESSION | WITH_KEY, By.SESSION),
        ("/staff", WITH_KEY, By.ADDRESS),
        ("/staffing", WITH_SESSION, By.ADDRESS),
        ("/sign-in", WITH_SESSION | WITH_KEY, By.ADDRESS),
        (f"/sign-in/{LINK}", WITH_SESSION, By.LINK),
        (f"/p/{LINK}", WITH_KEY, By.LINK),
        (f"/u/{LINK}", {}, By.LINK),
        (f"/call/need/{LINK}", {}, By.LINK),
        (f"/call/{LINK}", WITH_SESSION, By.ADDRESS),
        (f"/api/v1/open-calls/{LINK}", WITH_KEY, By.ADDRESS),
        ("/docs", WITH_KEY | WITH_SESSION, By.ADDRESS),
    ],
)
def test_a_request_counts_by_what_opens_its_door(path: str, headers: dict[str, str], by: By) -> None:
    assert visit(path, **headers).by is by


@pytest.mark.parametrize("route", sorted(route for route in doors.OPEN if "/api/" in route))
def test_what_is_open_to_anybody_counts_by_the_address_whatever_is_sent_along(route: str) -> None:
    assert visit(route.removeprefix("GET "), **WITH_KEY, **WITH_SESSION).subject == "192.0.2.7"


def test_the_same_session_counts_as_one_everywhere_and_is_known_by_a_hash() -> None:
    first, second = visit("/staff", **WITH_SESSION), visit("/api/v1/letters/balance", **WITH_SESSION)
    assert first.subject == second.subject != visit("/staff", cookie=f"talkoot={'d' * 43}").subject
    assert SECRET not in first.subject
    assert visit("/staff", cookie="talkoot=short").by is By.ADDRESS


@pytest.mark.parametrize(
    ("path", "headers", "status", "leads_to", "guess"),
    [
        ("/api/v1/initiatives", WITH_KEY, 401, "", True),
        ("/api/v1/initiatives/none", WITH_KEY, 404, "", False),
        ("/api/v1/initiatives", WITH_SESSION, 401, "", True),
        ("/api/v1/initiatives", {}, 401, "", False),
        (f"/p/{LINK}", {}, 404, "", True),
        (f"/sign-in/{LINK}", {}, 404, "", True),
        (f"/api/v1/open-calls/{LINK}", {}, 404, "", True),
        ("/staff", WITH_SESSION, 303, "/sign-in?next=%2Fstaff", True),
        ("/staff/try", WITH_SESSION, 401, "", True),
        ("/staff/none", WITH_SESSION, 404, "", False),
        ("/staff/sign-out", WITH_SESSION, 303, "/sign-in?kept=out", False),
        ("/staff", {}, 303, "/sign-in?next=%2Fstaff", False),
    ],
)
def test_the_answer_tells_what_was_a_guess(
    path: str, headers: dict[str, str], status: int, leads_to: str, guess: bool
) -> None:
    assert visit(path, **headers).was_a_guess(status, leads_to) is guess
