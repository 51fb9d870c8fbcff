"""Bad input: whatever is sent, the answer is a typed problem with a reason and a remedy, and nothing has changed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.conftest import CONVENING, Shared
from tests.api.sending import ANSWER, TYPED, require_problem, sent

OF_AN_ANSWER = "for_seat, channel, language, corrects, why, reply, reason, instead"

pytestmark = pytest.mark.server
UNREADABLE = {
    "nothing": (b"", 422, "Malformed"),
    "half a body": (b'{"reply": "yes"', 422, "Malformed"),
    "no JSON": (b"reply=yes", 422, "Malformed"),
    "single quotes": (b"{'reply': 'yes'}", 422, "Malformed"),
    "a list": (b'["yes"]', 422, "Malformed"),
    "a text": (b'"yes"', 422, "Malformed"),
    "null": (b"null", 422, "Malformed"),
    "a number": (b"1", 422, "Malformed"),
    "deep nesting": (b"[" * 100_000 + b"]" * 100_000, 422, "Malformed"),
    "deep nesting in a field": (b'{"reply": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 422, "Malformed"),
    "no UTF-8": (b'{"reply": "\xff\xfe"}', 422, "Malformed"),
    "a number of 5000 digits": (b'{"reply": ' + b"9" * 5000 + b"}", 422, "Malformed"),
    "not a number": (b'{"reply": NaN}', 422, "Malformed"),
    "over 256 kB": (b'{"reply": "' + b"y" * 256_000 + b'"}', 413, "TooLarge"),
}


@pytest.mark.parametrize("name", UNREADABLE)
async def test_an_unreadable_body_is_refused(unchanged: Shared, name: str) -> None:
    content, status, kind = UNREADABLE[name]
    require_problem(await sent(unchanged, ANSWER.format(open=unchanged.open), content), status, kind)


NEED, PAUSE = "/initiatives/{open}/need-identification/submit-need", "/initiatives/{open}/pause"
PULSE, RESUME = "/initiatives/{open}/piloting/answer-pulse", "/initiatives/{open}/resume"
GROUND = "/initiatives/{open}/establishment/evidence-ground"
REPORT, STARTS = "/initiatives/{open}/piloting/report-observation", "/initiatives"
BASELINE = "/initiatives/{looped}/need-identification/settle-baseline"
PERSONS, SEATS = "/register/persons", "/register/seats"
WRONG: list[tuple[str, dict[str, Any], str]] = [
    (ANSWER, {}, "reply"),
    (ANSWER, {"reply": "perhaps"}, "reply"),
    (ANSWER, {"reply": None}, "reply"),
    (ANSWER, {"reply": True}, "reply"),
    (ANSWER, {"reply": ["yes"]}, "reply"),
    (ANSWER, {"reply": "yes", "loudly": True}, "loudly"),
    (ANSWER, {"reply": "yes", "kind": "initiative.resume"}, "kind"),
    (ANSWER, {"reply": "yes", "a\x07b": 1}, "a\ufffdb"),
    (ANSWER, {"reply": "yes", "a\ud800b": 1}, "a\ufffdb"),
    (ANSWER, {"reply": "yes", "x" * 5000: 1}, "x" * 100),
    (ANSWER, {"reply": "no", "reason": {"commitment": "ab" * 32, "length": 1, "language": "fi"}}, "reason"),
    (ANSWER, {"reply": "no", "reason": ""}, "reason"),
    (ANSWER, {"reply": "no", "reason": " \n\t"}, "reason"),
    (ANSWER, {"reply": "no", "reason": "a\x00b"}, "reason"),
    (ANSWER, {"reply": "no", "reason": "a\x1b[31mb"}, "reason"),
    (ANSWER, {"reply": "no", "reason": "a\x85b"}, "reason"),
    (ANSWER, {"reply": "no", "reason": "a\ud800b"}, "reason"),
    (ANSWER, {"reply": "no", "reason": "a" * 20_001}, "reason"),
    (ANSWER, {"reply": "yes", "for_seat": "a b", "channel": "phone"}, "for_seat"),
    (ANSWER, {"reply": "yes", "for_seat": "\x00", "channel": "phone"}, "for_seat"),
    (ANSWER, {"reply": "yes", "for_seat": "seat_1", "channel": "pigeon"}, "channel"),
    (ANSWER, {"reply": "yes", "for_seat": "seat_1"}, "channel"),
    (ANSWER, {"reply": "yes", "channel": "phone"}, "channel"),
    (ANSWER, {"reply": "yes", "language": "tlh"}, "language"),
    (NEED, {"text": 5}, "text"),
    (NEED, {"text": "Tie.", "sector": "army"}, "sector"),
    (PULSE, {"progress": True, "energy": 2}, "progress"),
    (PULSE, {"progress": "3", "energy": 2}, "progress"),
    (PULSE, {"progress": 3.0, "energy": 2}, "progress"),
    (PULSE, {"progress": 3, "energy": 10**30}, "energy"),
    (PULSE, {"progress": -(2**53), "energy": 2}, "progress"),
    (PAUSE, {"until": 1_800_000_000}, "until"),
    (PAUSE, {"until": "1800000000"}, "until"),
    (PAUSE, {"until": "2030-01-01"}, "until"),
    (PAUSE, {"until": "2030-01-01T00:00:00"}, "until"),
    (PAUSE, {"until": "9999-12-31T23:59:59Z"}, "until"),
    (PAUSE, {"until": "0001-01-01T00:00:00Z"}, "until"),
    (PAUSE, {"until": "2030-02-30T00:00:00Z"}, "until"),
    (GROUND, {"ground": "owner", "evidence": "x", "conditional_until": "0"}, "conditional_until"),
    (GROUND, {"ground": "owner", "evidence": "x", "conditional_until": 19000}, "conditional_until"),
    ("/initiatives/{open}/piloting/report-observation", {"indicator": "i1", "value": {"number": 3}}, "value.number"),
    ("/initiatives/{open}/piloting/report-observation", {"indicator": "i\x07", "value": {"number": "3"}}, "indicator"),
    ("/initiatives/{open}/evaluation/make-claim", {"text": "x", "verifier": "s", "observations": "o1"}, "observations"),
    (RESUME, {"now": True}, "now"),
    (PERSONS, {"name": "", "address": None}, "name"),
    (PERSONS, {"name": "Maija\r\nBcc: kaikki@example.org"}, "name"),
    (PERSONS, {"name": "Maija\u2028Mallikas"}, "name"),
    (PERSONS, {"name": "Maija", "address": "kyla"}, "address"),
    (PERSONS, {"name": "Maija", "address": "a@example.org\nBcc: b@example.org"}, "address"),
    (PERSONS, {"name": "Maija", "language": "klingon"}, "language"),
    (PERSONS, {"name": "Maija", "rhythm": "never"}, "rhythm"),
    (PERSONS, {"name": "Maija", "quiet_from": "6 pm", "quiet_until": "09:00"}, "quiet_from"),
    (PERSONS, {"name": "Maija", "quiet_from": "18:00"}, "quiet_until"),
    (PERSONS, {"name": "Maija", "quiet_from": "08:00", "quiet_until": "15:30"}, "quiet_until"),
    ("/register/organisations", {"name": "Yhdistys", "sector": "association", "municipality": "29"}, "municipality"),
    ("/register/organisations", {"name": "Yhdistys", "sector": "association", "fields": ["a\x00"]}, "fields.0"),
    (SEATS, {"organisation_id": "o", "role_title": "x", "holder_id": "p", "term_from": 0}, "term_from"),
    (SEATS, {"organisation_id": "o", "role_title": "x", "holder_id": "p", "term_from": "9999-01-01"}, "term_from"),
    (
        SEATS,
        {"organisation_id": "o", "role_title": "x", "holder_id": "p", "term_from": "2026-01-01"},
        "organisation_id",
    ),
]


@pytest.mark.parametrize(("path", "body", "place"), WRONG, ids=range(len(WRONG)))
async def test_a_wrong_field_is_named(unchanged: Shared, path: str, body: dict[str, Any], place: str) -> None:
    answer = await sent(unchanged, path.format(open=unchanged.open), json.dumps(body))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["path"] == place, problem
    assert problem["detail"]
    assert problem["remedy"]


@pytest.mark.parametrize(
    ("path", "body", "place", "known"),
    [
        (ANSWER, {"reply": "yes", "loudly": 1}, "loudly", OF_AN_ANSWER),
        (ANSWER, {"loudly": True}, "loudly", OF_AN_ANSWER),
        (RESUME, {"now": True}, "now", "for_seat, channel, language"),
        (REPORT, {"indicator": "i1", "value": {"number": "3", "unit": "h"}}, "value.unit", "number"),
        (
            PERSONS,
            {"name": "Maija", "telephone": "1"},
            "telephone",
            "name, address, phone, language, rhythm, quiet_from, quiet_until",
        ),
        (
            STARTS,
            {"steps": 3},
            "steps",
            "model, model_version, title, place, theme, mandate, backbone, seats, coordinator_deputies, language, "
            "despite_load",
        ),
    ],
)
async def test_an_unknown_field_is_refused_with_all_that_are_known(
    unchanged: Shared, path: str, body: dict[str, Any], place: str, known: str
) -> None:
    answer = await sent(unchanged, path.format(open=unchanged.open), json.dumps(body))
    problem = require_problem(answer, 422, "Malformed", place)
    assert problem["remedy"] == f"leave it out; known here: {known}"


@pytest.mark.parametrize(
    ("number", "meant"), [("3", "3"), ("-4.50", "-4.5"), ("1e3", "1000.0"), ("0.1", "0.1"), ("1e-7", "0.0000001")]
)
async def test_a_json_number_is_refused_with_itself_as_the_text_to_send(
    unchanged: Shared, number: str, meant: str
) -> None:
    body = f'{{"indicator": "i1", "value": {{"number": {number}}}}}'
    problem = require_problem(await sent(unchanged, REPORT.format(open=unchanged.open), body), 422, "Malformed")
    assert (problem["path"], problem["remedy"]) == ("value.number", f'send "{meant}"')
    assert "as text" in problem["detail"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "true", "[]", "{}", '""', '"three"'])
async def test_what_is_no_number_at_all_is_refused_as_that(unchanged: Shared, number: str) -> None:
    body = f'{{"subject": "Illat", "value": {{"number": {number}}}}}'
    answer = await sent(unchanged, BASELINE.format(looped=unchanged.looped), body)
    assert require_problem(answer, 422, "Malformed", "value.number")["remedy"]


ODD = ["%00", "%0A", "%F0%9F%8C%BB", "..%2F..", "%ED%A0%80", "'; drop table letter--", "i" * 65, "%20", "-"]


@pytest.mark.parametrize("odd", ODD)
async def test_odd_ids_in_addresses_name_nothing(unchanged: Shared, odd: str) -> None:
    says = json.dumps({"reply": "yes"})
    for method, path in (
        ("GET", "/initiatives/{}"),
        ("GET", "/initiatives/{}/history"),
        ("GET", "/initiatives/{}/letters"),
        ("GET", "/register/persons/{}"),
        ("POST", "/initiatives/{}/convening/answer-invitation"),
    ):
        answer = await sent(unchanged, path.format(odd), says, method=method)
        assert answer.status_code in (404, 405, 422), (path, answer.status_code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["remedy"]


@pytest.mark.parametrize(
    "query",
    [
        "place=%00",
        "place=Kuopio",
        "theme=%00",
        "phase=%00",
        "status=asleep",
        "limit=0",
        "limit=201",
        "limit=x",
        "cursor=x",
        "cursor=%00",
        "cursor=MjAyNi0wMS0wMVQwMDowMDowMCswMDowMHwA",  # an initiative named by a zero byte
        "cursor=MDAwMS0wMS0wMVQwMDowMDowMCswMDowMHxpMQ==",  # in the year 1
        "cursor=" + "A" * 300,
        "colour=red",
    ],
)
async def test_odd_questions_to_the_board_are_refused(unchanged: Shared, query: str) -> None:
    answer = await sent(unchanged, f"/initiatives?{query}", None, {}, method="GET")
    require_problem(answer, 422, "Malformed", query.partition("=")[0])


async def test_everything_that_a_body_lacks_is_told_at_once(unchanged: Shared) -> None:
    answer = await sent(unchanged, "/initiatives", b'{"title": "Kylatalo", "place": "297"}')
    require_problem(answer, 422, "Malformed", "model")
    for lacking in ("theme", "mandate", "backbone", "seats"):
        assert f"; {lacking} is missing" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        (ANSWER, {"reply": "yes", "for_seat": "seat_1", "channel": "fone"}, "channel should be 'phone' or 'paper'"),
        (ANSWER, {"loudly": True, "reply": "yes"}, "loudly is no field that is known here"),
        (ANSWER, {}, "reply is missing"),
        (ANSWER, [], "the body should be an object"),
        (ANSWER, {"reply": "no", "reason": ""}, "reason should have at least 1 character"),
        (ANSWER, {"reply": "no", "reason": "a\x00b"}, "reason holds a control character"),
        (PAUSE, {"until": "2030-01-01T00:00:00"}, "until should have timezone info"),
        (PAUSE, {"until": 1}, "until should be an instant in ISO 8601 with its zone, between 1900 and 2099"),
    ],
)
async def test_what_is_wrong_with_a_field_reads_as_a_sentence(
    unchanged: Shared, path: str, body: object, told: str
) -> None:
    answer = await sent(unchanged, path.format(open=unchanged.open), json.dumps(body))
    assert answer.json()["detail"] == told


@pytest.mark.parametrize("query", ["after=%00", "after=a+b", "limit=0", "limit=1000"])
async def test_odd_questions_to_the_register_are_refused(unchanged: Shared, query: str) -> None:
    answer = await sent(unchanged, f"/register/persons?{query}", None, {}, method="GET")
    require_problem(answer, 422, "Malformed", query.partition("=")[0])


async def test_an_idempotency_key_has_a_length(unchanged: Shared) -> None:
    for key in ("short", "k" * 201):
        answer = await sent(unchanged, ANSWER.format(open=unchanged.open), b"{}", TYPED | {"Idempotency-Key": key})
        require_problem(answer, 422, "Malformed", "Idempotency-Key")


async def test_texts_come_in_normal_form(shared: Shared) -> None:
    """`ä` may be written as one character or as two; what looks alike is kept alike."""
    title = "Kyla\u0308talo\u0308n pihalla"
    started = await shared.http.post("/initiatives", shared.http.village.start(model=CONVENING, title=title))
    assert started.json()["title"] == "Kylätalön pihalla"
    said = {
        "reply": "no",
        "reason": "Ei\r\nehdi\ta\u0308.",
        "for_seat": shared.http.village.seats[1],
        "channel": "paper",
    }
    path = f"/initiatives/{started.json()['id']}"
    assert (await shared.http.post(f"{path}/convening/answer-invitation", said)).status_code == 200
    entries = (await shared.http.get(f"{path}/history", limit=200)).json()["entries"]
    assert [e["texts"]["reason"] for e in entries if "reason" in e["texts"]] == ["Ei\nehdi\tä."]
