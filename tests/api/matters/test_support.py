"""Support over HTTP: asked for by a personal link, promised to another seat, given and rated by their links."""

from __future__ import annotations

import pytest

from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def test_a_seat_gets_the_support_it_asked_for_and_tells_whether_it_helped(http: Http) -> None:
    initiative = await http.start()
    path, (first, second, *_) = f"/initiatives/{initiative}/support", http.village.seats
    link = await http.link(initiative, first, "submit_need")
    asked = await http.post(f"{path}/request-support", {"level": "actor", "text": "Kuka neuvoisi?"}, by=link)
    assert (asked.status_code, asked.json()["recorded"]["request"]) == (200, "r1"), asked.text
    promised = await http.post(f"{path}/promise-support", {"request": "r1", "owner": second})
    assert promised.status_code == 200, promised.text
    giver = await http.link(initiative, second, "give_support")
    owed = {one["duty"]: one for one in (await http.get("/personal", by=giver)).json()["owed"]}["give_support"]
    assert (owed["subject"], owed["title"]) == ("r1", "Antakaa luvattu tuki")
    assert [answer["command"] for answer in owed["answers"]] == ["support.give_support"]
    given = await http.post(f"{path}/give-support", {"request": "r1", "note": "Neuvoimme."}, by=giver)
    assert given.status_code == 200, given.text
    rater = await http.link(initiative, first, "rate_support")
    rated = await http.post(f"{path}/rate-support", {"request": "r1", "helped": "yes"}, by=rater)
    assert rated.json()["happened"] == "support.rated"
    seen = (await http.get(f"/initiatives/{initiative}")).json()["matters"]["support"]
    assert (seen["asked"], seen["given"], seen["waited"]) == (1, 1, [0])
    assert seen["requests"]["r1"]["ratings"] == {first: "yes"}
    history = (await http.get(f"/initiatives/{initiative}/history")).json()
    told = [entry for entry in history["entries"] if entry["content"]["type"] == "support.requested"]
    assert told[0]["texts"] == {"text": "Kuka neuvoisi?"}
    assert "Kuka" not in str(told[0]["content"])


async def test_a_request_that_is_declined_says_why_and_a_seat_answers_for_itself_alone(http: Http) -> None:
    initiative = await http.start()
    path, seat = f"/initiatives/{initiative}/support", http.village.seats[0]
    asking = {"level": "network", "text": "Yhteinen koulutus.", "for_seat": seat, "channel": "phone"}
    assert (await http.post(f"{path}/request-support", asking)).status_code == 200
    link = await http.link(initiative, seat, "submit_need")
    refused = await http.post(f"{path}/decline-request", {"request": "r1", "reason": "Ei ehdi."}, by=link)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:talkoot:NotEntitled")
    declined = await http.post(f"{path}/decline-request", {"request": "r1", "reason": "Koulutus on jo."})
    assert declined.json()["happened"] == "support.declined"
    assert (await http.get(f"/initiatives/{initiative}")).json()["matters"]["support"]["requests"] == {}
