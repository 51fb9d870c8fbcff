"""Consent, secret votes, recusals and exceptions over HTTP, by keys and personal links, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from api.bodies import body_of, texts_of
from api.stamps import Stamp
from domain.operating_model import Decide, DecideHow, ExceptionRule, Who
from domain.spans import Span, Unit
from domain.voting.commands import CastSecretBallot
from tests.fixtures.api import Http, in_a_month

pytestmark = pytest.mark.server

MODEL = "fi.yhteisovaikuttavuus"
WEEK = Span(5, Unit.WORKING_DAYS)
CONSENT = Decide(DecideHow.CONSENT, window=WEEK, ladder="gentle", otherwise=DecideHow.TWO_THIRDS)
SECRET = Decide(DecideHow.MAJORITY, window=WEEK, ladder="gentle", secret=True)


async def convened(http: Http, decide: Decide, *, declining: tuple[str, ...] = (), **gate: Any) -> str:
    """An initiative that has met and is about to decide in this way."""
    model = http.services.models[MODEL]
    phase = model.phases["convening"]
    changed = replace(phase, gate=replace(phase.gate, decide=decide, **gate))
    phases = {**model.phases, "convening": changed}
    http.services.models[MODEL] = replace(model, first="convening", phases=phases)
    initiative, seats = await http.start(), http.village.seats
    for seat in seats:
        reply = {"reply": "no" if seat in declining else "yes", "for_seat": seat, "channel": "phone"}
        await say(http, initiative, "convening/answer-invitation", **reply)
    await say(http, initiative, "convening/name-chair", chair=seats[0], deputy_chair=seats[1])
    await say(http, initiative, "convening/write-minutes", text="Läsnä kaikki.", for_seat=seats[0], channel="paper")
    await say(http, initiative, "meetings/fix-meeting", at=in_a_month())
    return initiative


async def say(http: Http, initiative: str, verb: str, *, by: str = "", **said: Any) -> dict[str, Any]:
    """Say something that is taken."""
    answer = await http.post(f"/initiatives/{initiative}/{verb}", said, by=by)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def for_all(http: Http, initiative: str, verb: str, seats: list[str], **said: Any) -> None:
    for seat in seats:
        await say(http, initiative, verb, for_seat=seat, channel="phone", **said)


async def view(http: Http, initiative: str) -> dict[str, Any]:
    told: dict[str, Any] = (await http.get(f"/initiatives/{initiative}")).json()
    return told


async def until_exited(http: Http, initiative: str) -> list[dict[str, Any]]:
    """The ledger once the phase has been left."""
    async with asyncio.timeout(20):
        while True:
            page = (await http.get(f"/initiatives/{initiative}/history", limit=200)).json()["entries"]
            if any(entry["content"]["type"] == "phase.exited" for entry in page):
                return list(page)
            await asyncio.sleep(0.05)


async def test_an_objection_is_integrated_and_what_stands_is_voted_on(http: Http) -> None:
    initiative = await convened(http, CONSENT)
    first, *others = http.village.seats
    await say(http, initiative, "call-vote", exit="advance")
    link = await http.link(initiative, first, "consent")
    asked = (await http.get("/personal", by=link)).json()["owed"]
    assert [owed["duty"] for owed in asked].count("consent") == 1
    bare = await http.post(f"/initiatives/{initiative}/cast-ballot", {"choice": "against"}, by=link)
    assert (bare.status_code, bare.json()["path"]) == (422, "reason")
    await say(http, initiative, "cast-ballot", by=link, choice="against", reason="Hallitus ei ole käsitellyt tätä.")
    await for_all(http, initiative, "cast-ballot", others, choice="for")
    vote = (await view(http, initiative))["vote"]
    assert (vote["how"], vote["objecting"], vote["integrating"]) == ("consent", [first], True)
    await say(http, initiative, "integrate-objections", text="Aloitetta siirrettiin viikolla.")
    await say(http, initiative, "cast-ballot", by=link, choice="against", reason="Viikko ei riitä.")
    seen = await view(http, initiative)
    assert (seen["vote"]["how"], seen["gate"]["decision"]["clause"]) == ("two_thirds", "decide.two_thirds")
    await for_all(http, initiative, "cast-ballot", others, choice="for")
    await for_all(http, initiative, "cast-ballot", [first], choice="against")
    exited = [e["content"]["data"] for e in await until_exited(http, initiative)][-1]
    assert exited is not None


async def test_a_secret_vote_leaves_who_voted_and_the_sums_and_nothing_else(http: Http) -> None:
    initiative = await convened(http, SECRET)
    first, *others = http.village.seats
    await say(http, initiative, "call-vote", exit="advance")
    link = await http.link(initiative, first, "secret_vote")
    told = await say(http, initiative, "cast-secret-ballot", by=link, ballot="against")
    assert told["happened"] == "ballot.sealed"
    assert "against" not in str(told)
    again = await http.post(f"/initiatives/{initiative}/cast-secret-ballot", {"ballot": "for"}, by=link)
    assert again.json()["type"] == "urn:talkoot:AlreadyAnswered"
    open_one = await http.post(f"/initiatives/{initiative}/cast-ballot", {"choice": "for"}, by=link)
    assert open_one.json()["type"] == "urn:talkoot:NotAsked"
    vote = (await view(http, initiative))["vote"]
    assert (vote["secret"], vote["votes_against"], len(vote["silent"])) == (True, 0, 11)
    await for_all(http, initiative, "cast-secret-ballot", others[:-1], ballot="for")
    await for_all(http, initiative, "cast-secret-ballot", others[-1:], ballot="abstain")
    entries = await until_exited(http, initiative)
    sealed = [entry for entry in entries if entry["content"]["type"] == "ballot.sealed"]
    assert len(sealed) == 12
    assert {str(entry["texts"]) for entry in sealed} == {"{'ballot': None}"}
    assert {str(entry["content"]["data"]["ballot"]) for entry in sealed} == {"{'language': 'fi', 'length': 7}"}
    (counted,) = [entry["content"]["data"] for entry in entries if entry["content"]["type"] == "vote.counted"]
    assert (counted["votes_for"], counted["votes_against"], counted["abstained"], counted["passed"]) == (10, 1, 1, True)


async def test_a_retry_of_a_secret_ballot_is_one_ballot_and_nothing_kept_of_it_depends_on_what_it_says(
    http: Http,
) -> None:
    keys, silent = set(), []
    for ballot in ("for", "against"):
        initiative = await convened(http, SECRET)
        await say(http, initiative, "call-vote", exit="stop")
        link, path = await http.link(initiative, http.village.seats[0], "secret_vote"), f"/initiatives/{initiative}"
        for _ in range(2):
            cast = await http.post(f"{path}/cast-secret-ballot", {"ballot": ballot}, by=link, key="sama-avain")
            assert cast.status_code == 200, cast.text
        other = {"ballot": "abstain"}
        again = await http.post(f"{path}/cast-secret-ballot", other, by=link, key="sama-avain")
        assert again.status_code in (200, 422)
        body, texts = body_of(CastSecretBallot)(ballot=ballot), texts_of(CastSecretBallot)
        stamp = Stamp.of("sama-avain", "somebody else", body, texts, CastSecretBallot.SECRET)
        keys.add((stamp.command_key, stamp.body_sha256))
        silent.append(len((await view(http, initiative))["vote"]["silent"]))
    assert len(keys) == 1
    assert silent == [11, 11]


async def test_what_a_secret_ballot_says_never_comes_near_the_workflow(http: Http) -> None:
    initiative = await convened(http, SECRET)
    await say(http, initiative, "call-vote", exit="stop")
    await for_all(http, initiative, "cast-secret-ballot", http.village.seats, ballot="against")
    async with asyncio.timeout(20):
        while (await view(http, initiative))["vote"] is not None:  # noqa: ASYNC110 - asked over HTTP
            await asyncio.sleep(0.05)
    history = await http.services.temporal.get_workflow_handle(initiative).fetch_history()
    told = b"".join(event.SerializeToString() for event in history.events)
    assert b"cast_secret_ballot" in told
    assert b"against " not in told
    assert b'"against"' not in told


async def test_a_recused_seat_is_told_so_and_comes_back(http: Http) -> None:
    initiative = await convened(http, CONSENT, sectors=None)
    seat = http.village.seats[2]
    await say(http, initiative, "recuse", for_seat=seat, channel="phone", reason="Taho hakee itse rahoitusta.")
    seen = await view(http, initiative)
    assert [one["id"] for one in seen["seats"] if one["recused"]] == [seat]
    (quorum,) = [clause for clause in seen["gate"]["clauses"] if clause["clause"] == "quorum"]
    assert quorum["have"] == 11
    await say(http, initiative, "withdraw-recusal", for_seat=seat, channel="phone")
    assert not any(one["recused"] for one in (await view(http, initiative))["seats"])


async def test_a_missing_sector_is_excepted_with_a_reason_and_the_clause_says_so(http: Http) -> None:
    leaders = tuple(seat for number, seat in enumerate(http.village.seats) if number % 6 == 4)
    rule = ExceptionRule(by=Who.COORDINATOR, of=("sectors.leader",))
    initiative = await convened(http, CONSENT, declining=leaders, exceptions=rule)
    assert not (await view(http, initiative))["gate"]["open"]
    reason = {"clause": "sectors.leader", "reason": "Alueen Leader-ryhmä on lakannut."}
    refused = await http.post(f"/initiatives/{initiative}/except-clause", reason | {"clause": "quorum"})
    assert (refused.status_code, refused.json()["path"]) == (409, "clause")
    await say(http, initiative, "except-clause", **reason)
    gate = (await view(http, initiative))["gate"]
    (clause,) = [clause for clause in gate["clauses"] if clause["clause"] == "sectors.leader"]
    assert (gate["open"], clause["met"], clause["excepted"], clause["have"]) == (True, True, True, 0)
