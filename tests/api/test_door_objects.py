"""Doors below initiatives: real letters, claims, meetings, obligations, persons, keys and holds, own and foreign ones.

A letter that there is not says nothing of one that is another's. In `make test` a part is
walked, on SQLite; the campaign (`doors`) walks all, on both kinds of database.
"""

from __future__ import annotations

import pytest

from models import api_keys
from models.tables import Hold, Letter, Obligation
from tests.api import doors
from tests.api.objects import ADMIN, AUDITOR, CLAIM, LINKS, MEETING, OTHER, OWN, WHO, Objects
from tests.api.objects import objects as objects
from tests.api.objects import play as play
from tests.fixtures.applications import described
from tests.fixtures.profiles import CAMPAIGN

pytestmark = pytest.mark.server
READERS, SAYERS = (OWN, AUDITOR, ADMIN), (OWN, ADMIN)
IN, OUT = "let in", 403
"""Whoever is let in gets neither 401, 403 nor 404: there is what they ask for, whatever else is to be said of it."""


def require(status: int, expected: object, *what: object) -> None:
    """The status is the expected one, or that of somebody who was let in."""
    assert status not in (401, 403, 404) and status < 500 if expected is IN else status == expected, (*what, status)


async def test_a_thing_of_an_initiative_is_read_by_its_readers_and_never_by_way_of_another(objects: Objects) -> None:
    letter, alien = await objects.part(Letter, objects.own), await objects.part(Letter, objects.foreign)
    for path in (f"letters/{letter}", f"meetings/{MEETING}/dates"):
        for who in WHO:
            answer = await objects.knock("GET", f"/initiatives/{objects.own}/{path}", who)
            require(answer.status_code, 200 if who in READERS else OUT, who, path)
    for who in WHO:
        trace = await objects.knock("GET", f"/initiatives/{objects.told}/claims/{CLAIM}/trace", who)
        require(trace.status_code, 200 if who in READERS else OUT, who, "claim")
        astray = await objects.knock("GET", f"/initiatives/{objects.own}/letters/{alien}", who)
        require(astray.status_code, 404 if who in READERS else OUT, who, "another's letter")
        missed = await objects.knock("GET", f"/initiatives/{objects.own}/letters/none", who)
        known, unknown = (one.json() for one in (astray, missed))
        assert {**known, "detail": ""} | {"instance": ""} == {**unknown, "detail": ""} | {"instance": ""}
        theirs = await objects.knock("GET", f"/initiatives/{objects.foreign}/letters/{alien}", who)
        require(theirs.status_code, 200 if who in (OTHER, AUDITOR, ADMIN) else OUT, who, "a letter of theirs")


async def test_a_letter_is_printed_posted_and_settled_by_those_who_coordinate_its_initiative(objects: Objects) -> None:
    own, foreign = objects.own, objects.foreign
    letter, alien = await objects.part(Letter, own), await objects.part(Letter, foreign)
    bodies = {"settle": {"as": "sent"}, "posted": {}}
    for method, what in (("GET", "print"), ("POST", "posted"), ("POST", "settle")):
        for who in WHO:
            for initiative, one, expected in (
                (own, letter, IN if who in SAYERS else OUT),
                (own, alien, 404 if who in SAYERS else OUT),
                (foreign, alien, IN if who in (OTHER, ADMIN) else OUT),
            ):
                path = f"/initiatives/{initiative}/letters/{one}/{what}"
                answer = await objects.knock(method, path, who, bodies.get(what))
                require(answer.status_code, expected, who, path)


async def test_a_call_is_kept_of_an_obligation_of_the_same_initiative_alone(objects: Objects) -> None:
    # of an obligation that another initiative has: the ids of both are alike, so it is the initiative that is looked at
    duty = await objects.part(Obligation, objects.own)
    for who in (OTHER, AUDITOR, *LINKS):
        body = {"obligation": duty, "result": "no_answer"}
        answer = await objects.knock("POST", f"/phone-list/{objects.own}/called", who, body)
        require(answer.status_code, OUT, who)
    answer = await objects.knock("POST", f"/phone-list/{objects.own}/called", OWN, {"obligation": f"{duty}x"} | body)
    assert answer.status_code in (201, 404, 422)


async def test_keys_holds_and_rights_of_a_person_are_the_administrators(objects: Objects) -> None:
    of_person = f"/register/persons/{objects.person}"
    for who in WHO:
        letters = await objects.knock("GET", f"{of_person}/letters", who)
        require(letters.status_code, OUT if who in LINKS else 200, who, "wishes")
        load = await objects.knock("GET", f"/load/{objects.person}", who)
        require(load.status_code, OUT if who in LINKS else 200, who, "load")
        for what in ("stop", "resume", "open-address"):
            answer = await objects.knock("POST", f"{of_person}/letters/{what}", who, {})
            require(answer.status_code, IN if who in (OWN, OTHER, ADMIN) else OUT, who, what)
        seen = await objects.knock("GET", "/holds", who)
        require(seen.status_code, 200 if who in (AUDITOR, ADMIN) else OUT, who, "holds")
    key = objects.key.split("_")[1]
    forbidden = [("GET", f"{of_person}/{what}") for what in ("export", "export/page", "erasure", "erasure/page")]
    forbidden += [("POST", f"{of_person}/{what}") for what in ("erase", "restrict", "lift-restriction")]
    forbidden += [("POST", f"/keys/{key}/{what}") for what in ("rotate", "revoke")]
    forbidden += [("POST", f"/holds/{objects.hold}/lift"), ("POST", f"/staff/{objects.person}/take-role")]
    for method, path in forbidden:
        for who in (OWN, OTHER, AUDITOR, *LINKS):  # the own coordinator is the person themselves
            body = {"role": "coordinator"} if path.endswith("role") else {}
            require((await objects.knock(method, path, who, body)).status_code, OUT, who, path)
    database, services = objects.http.services.database, objects.http.services
    held = await database.read(lambda session: session.get_one(Hold, objects.hold).lifted_at)
    row = await database.read(lambda session: api_keys.verify(session, objects.key, services.clock()))
    assert held is None
    assert row is not None
    for path in (f"/keys/{key}/rotate", f"/keys/{key}/revoke", f"/holds/{objects.hold}/lift"):
        require((await objects.knock("POST", path, ADMIN, {})).status_code, IN, path)


OFFERED = ("offered", "handed")
PREVIEWS = sorted(route.removesuffix("/preview").rpartition("}/")[2] for route in doors.PREVIEWS)
PREVIEWS.remove("corrections")  # shown to every reader, and names to those alone who coordinate
TAKES_IN, TAKES_OVER = "accept-merge", "accept-backbone"
ANSWERS = {"decline-merge", "decline-backbone", TAKES_IN, TAKES_OVER}


def example(route: str) -> object:
    """A body of a route that is in shape."""
    method, _, path = route.partition(" ")
    return described()["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["example"]


async def test_what_would_come_is_shown_to_whoever_might_say_it_and_to_nobody_who_was_only_offered_it(
    objects: Objects,
) -> None:
    walked = [(what, who, name) for what in PREVIEWS for who in WHO for name in ("own", "foreign", *OFFERED, "missing")]
    for place, (what, who, name) in enumerate(walked):
        if not (CAMPAIGN or (who == OTHER and name in OFFERED) or place % 7 == 0):
            continue
        answers = (what, name) in ((TAKES_IN, "offered"), (TAKES_OVER, "handed"))
        coordinates = who == ADMIN or ((who == OTHER) == (name == "foreign") and who in (OWN, OTHER))
        body = example(f"POST /api/v1/initiatives/{{initiative}}/{what}/preview")
        answer = await objects.knock("POST", f"/initiatives/{objects.of(name)}/{what}/preview", who, body)
        if name == "missing":
            expected: object = 404 if who in (OWN, OTHER, ADMIN) else OUT
        elif what in (TAKES_IN, TAKES_OVER) and coordinates:  # the door lets them in, the rules may not: it is asked of
            assert answer.status_code < 500  # another, or into an initiative that somebody else coordinates
            continue
        else:
            expected = IN if coordinates or (who == OTHER and answers) else OUT
        require(answer.status_code, expected, who, what, name)


async def test_what_would_change_by_a_correction_names_no_receiver_to_whoever_was_only_offered_it(
    objects: Objects,
) -> None:
    for name in OFFERED:
        path = f"/initiatives/{objects.of(name)}/corrections/preview"
        answer = await objects.knock("POST", path, OTHER, {"entry": 1})
        assert "Edustaja" not in answer.text


async def test_whoever_was_offered_an_initiative_says_nothing_in_it_but_their_answer(objects: Objects) -> None:
    for route in sorted(doors.SAY)[:: 1 if CAMPAIGN else 4]:
        what = route.rpartition("{initiative}/")[2]
        if what in ANSWERS:
            continue
        for name in OFFERED:
            path = f"/initiatives/{objects.of(name)}/{what}"
            require((await objects.knock("POST", path, OTHER, example(route))).status_code, OUT, what, name)


READING = {
    OWN: {"own": IN, "foreign": OUT, "offered": IN, "missing": 404},
    OTHER: {"own": OUT, "foreign": IN, "offered": IN, "handed": IN, "missing": 404},
    AUDITOR: {"own": IN, "foreign": IN, "offered": IN, "missing": 404},
    ADMIN: {"own": IN, "foreign": IN, "offered": IN, "missing": 404},
}
ACTING = {
    OWN: {"own": IN, "foreign": OUT, "offered": IN, "missing": 404},
    OTHER: {"own": OUT, "foreign": IN, "offered": OUT, "handed": OUT, "missing": 404},
    AUDITOR: {"own": OUT, "foreign": OUT, "missing": OUT},
    ADMIN: {"own": IN, "foreign": IN, "missing": 404},
}


async def test_pages_of_an_initiative_open_by_session_as_its_api_does_by_key(objects: Objects) -> None:
    walked = [
        (route, who, *opens)
        for route in sorted(doors.STAFF_READ | doors.STAFF_TAKE)
        for who in objects.desks
        for opens in (ACTING if "/do/" in route else READING)[who].items()
    ]
    for route, who, name, expected in walked[:: 1 if CAMPAIGN else 5]:
        method, _, template = route.partition(" ")
        path = template.format(initiative=objects.of(name), kind="initiative.extend", what="csv")
        answer = await objects.desks[who].request(method, path, headers={"Sec-Fetch-Site": "same-origin"})
        require(answer.status_code, expected, who, route, name)
