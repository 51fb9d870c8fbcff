"""Exits over HTTP: a phase that rests, clocks previewed and moved, a stop that leaves a document and nothing owed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from domain.letter import TOLD
from models import api_keys, enrolment
from models.keys import token_sha256
from models.states import KeyRole, LetterState
from models.tables import Letter, Obligation
from models.vault import Vault
from tests.api.test_readiness import decided
from tests.fixtures.api import KEYS, Http

pytestmark = pytest.mark.server
STOP = {
    "exit": "stop",
    "reason": "Kaksi toimijaa vetäytyi.",
    "lesson": "Toimii, kun vuokrasta on sovittu.",
    "thanks": "Kiitos ajastanne!",
}


async def letters(http: Http, initiative: str) -> list[Letter]:
    def read(session: Session) -> list[Letter]:
        return list(session.exec(select(Letter).where(Letter.initiative_id == initiative)).all())

    return await http.services.database.read(read)


async def obligations(http: Http, initiative: str) -> dict[str, Obligation]:
    def read(session: Session) -> list[Obligation]:
        return list(session.exec(select(Obligation).where(Obligation.initiative_id == initiative)).all())

    return {row.id: row for row in await http.services.database.read(read)}


async def said(http: Http, initiative: str, verb: str, **body: Any) -> dict[str, Any]:
    answer = await http.post(f"/initiatives/{initiative}/{verb}", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_stop_leaves_its_document_and_no_letter_that_asks(http: Http) -> None:
    initiative = await http.start()
    need = {"text": "Kyyti puuttuu.", "sector": "resident"}
    assert (await said(http, initiative, "need-identification/submit-need", **need))["happened"] == "need.submitted"
    early = await http.get(f"/initiatives/{initiative}/closing")
    assert (early.status_code, early.json()["type"]) == (409, "urn:talkoot:TooEarly")
    await said(http, initiative, "take-exit", **STOP)

    left = (await http.get(f"/initiatives/{initiative}/closing")).json()
    assert (left["outcome"], left["still_owed"], left["letters_to_come"]) == ("stopped_well", 0, 0)
    assert (left["reason"], left["thanks"]) == (STOP["reason"], STOP["thanks"])
    assert [lesson["text"] for lesson in left["lessons"]] == [STOP["lesson"]]
    assert [(one["text"], one.get("answer")) for one in left["needs"]] == [("Kyyti puuttuu.", None)]
    assert len(left["took_part"]) == len(http.village.seats)
    assert {row.state for row in (await obligations(http, initiative)).values()} <= {"released", "fulfilled"}

    written = await letters(http, initiative)
    assert {(row.state, row.reason) for row in written if row.kind != TOLD} == {(LetterState.SUPPRESSED, "ended")}
    told = [row for row in written if row.kind == TOLD]
    assert {row.step for row in told} == {"stop"}
    assert len(told) == len({row.actor for row in told}) == len(http.village.seats)


async def test_whoever_took_part_reads_what_is_left_behind_on_their_own_page(http: Http) -> None:
    initiative = await http.start()
    await said(http, initiative, "take-exit", **STOP)
    told = next(row for row in await letters(http, initiative) if row.kind == TOLD)
    token = KEYS.link_token(told.id)
    assert (await http.client.get(f"/p/{token}")).status_code == 404

    def sent(session: Session) -> None:
        session.get_one(Letter, told.id).token_sha256 = token_sha256(token)

    await http.services.database.write(sent)
    page = (await http.client.get(f"/p/{token}")).text
    assert f"/p/{token}/closing" in page
    left = (await http.client.get(f"/p/{token}/closing")).text
    for words in (STOP["reason"], STOP["lesson"], STOP["thanks"], "Toimija 1", "3/2025 § 12"):
        assert words in left


async def test_a_pause_is_previewed_by_the_dates_that_it_then_brings(http: Http) -> None:
    initiative = await http.start()
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    before = (await http.get(f"/initiatives/{initiative}")).json()
    shown = await said(http, initiative, "pause/preview", until=until, reason="Remontti")
    assert (await http.get(f"/initiatives/{initiative}")).json()["seq"] == before["seq"]
    assert shown["happened"] == ["initiative.paused"]
    clocks = {clock.get("obligation"): clock for clock in shown["clocks"]}
    assert clocks[None]["due"] == before["phase_due"]
    assert all(clock["due_after"] > clock["due"] for clock in clocks.values())
    assert clocks.keys() == {None, *(o["id"] for o in before["obligations"])}


async def test_a_hold_rests_in_the_read_model_and_an_early_end_moves_its_dates(http: Http) -> None:
    initiative = await http.start()
    hold = {
        "until": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
        "reason": "Rahoitus viipyy.",
        "conditions": "Kunta on päättänyt.",
    }
    assert (await said(http, initiative, "hold", **hold))["happened"] == "phase.held"
    one = (await http.get(f"/initiatives/{initiative}")).json()
    assert (one["status"], one["paused_until"] is not None) == ("held", True)
    board = (await http.get("/initiatives", status="held")).json()["initiatives"]
    assert initiative in {row["id"] for row in board}
    assert {row.step for row in await letters(http, initiative) if row.kind == TOLD} == {"hold"}
    await said(http, initiative, "resume")
    one = (await http.get(f"/initiatives/{initiative}")).json()
    assert one["status"] == "open"


async def test_a_hold_that_was_taken_down_wrong_ends_on_the_day_it_is_corrected_to(http: Http) -> None:
    initiative = await http.start()
    until, sooner = (datetime.now(UTC) + timedelta(days=days) for days in (30, 20))
    hold = {"until": until.isoformat(), "reason": "Rahoitus viipyy.", "conditions": "Kunta on päättänyt."}
    entry = (await said(http, initiative, "hold", **hold))["seq"]
    better = hold | {"until": sooner.isoformat(), "corrects": entry, "why": "Päivä luettiin väärin."}
    assert (await said(http, initiative, "hold", **better))["happened"] == "entry.superseded"
    one = (await http.get(f"/initiatives/{initiative}")).json()
    assert (one["status"], datetime.fromisoformat(one["paused_until"]).date()) == ("held", sooner.date())
    told = [row for row in await letters(http, initiative) if row.kind == TOLD]
    assert {row.obligation_id.partition("/")[0].rpartition(".")[2] for row in told if row.state != "superseded"} == {
        str(entry + 2)
    }
    await said(http, initiative, "resume")
    again = await http.post(f"/initiatives/{initiative}/hold", better | {"corrects": entry + 2, "until": hold["until"]})
    assert (again.status_code, again.json()["type"], again.json()["path"]) == (
        409,
        "urn:talkoot:NotCorrectable",
        "until",
    )


async def test_an_extension_moves_the_row_and_what_goes_too_far_is_a_problem(http: Http) -> None:
    initiative = await http.start()
    (owed,) = [o for o in (await obligations(http, initiative)).values() if o.kind == "state_problem"]
    shown = await said(http, initiative, "extend/preview", by="3wd", reason="Sairastuin.", obligation=owed.id)
    await said(http, initiative, "extend", by="3wd", reason="Sairastuin.", obligation=owed.id)
    after = (await obligations(http, initiative))[owed.id]
    assert after.due > owed.due
    (clock,) = [clock for clock in shown["clocks"] if clock.get("obligation") == owed.id]
    assert datetime.fromisoformat(clock["due_after"]) == after.due
    for verb, body, status, code in (
        ("extend", {"by": "P12M", "reason": "Pitkä."}, 422, "OutOfBounds"),
        ("override", {"path": "phases.convening.gate.sectors", "value": "1", "reason": "Ei."}, 409, "Locked"),
    ):
        refused = await http.post(f"/initiatives/{initiative}/{verb}", body)
        assert (refused.status_code, refused.json()["type"]) == (status, f"urn:talkoot:{code}")
        previewed = await http.post(f"/initiatives/{initiative}/{verb}/preview", body)
        assert (previewed.status_code, previewed.json()["type"]) == (status, f"urn:talkoot:{code}")


async def test_a_rule_set_otherwise_is_shown_with_its_path(http: Http) -> None:
    initiative = await http.start()
    override = {"path": "phases.convening.gate.quorum.min", "value": "4", "reason": "Alue on pieni."}
    recorded = (await said(http, initiative, "override", **override))["recorded"]
    assert (recorded["was"], recorded["value"]) == ("5", "4")
    one = (await http.get(f"/initiatives/{initiative}")).json()
    assert one["overrides"] == {override["path"]: "4"}


@pytest.mark.parametrize("verb", ["pause", "hold", "extend", "override"])
async def test_a_preview_is_for_the_initiatives_own_coordinator(http: Http, verb: str) -> None:
    initiative = await http.start()
    body = {"until": "2030-01-01T00:00:00Z", "reason": "x", "conditions": "x", "by": "5wd", "path": "p", "value": "1"}
    wanted = {"pause": ("until",), "hold": ("until", "conditions"), "extend": ("by",), "override": ("path", "value")}
    said_ = {name: body[name] for name in ("reason", *wanted[verb])}
    answer = await http.post(f"/initiatives/{initiative}/{verb}/preview", said_, by=http.village.other_coordinator)
    assert answer.status_code == 403


async def test_another_backbone_accepts_and_goes_on_with_the_same_initiative(http: Http) -> None:
    initiative = await http.start()
    organisation = await http.post("/register/organisations", {"name": "Toinen taustatuki ry", "sector": "association"})
    holder, (person, key) = organisation.json()["id"], await http.services.database.write(_coordinator)
    transfer = await decided(http, http.village.mandate, given_to=holder, valid_from="2024-01-02")
    offer = {"coordinator": person, "mandate": transfer, "reason": "Hanketyö loppuu."}
    assert (await http.get(f"/initiatives/{initiative}", by=key)).status_code == 403
    await said(http, initiative, "offer-backbone", **offer)
    seen = (await http.get(f"/initiatives/{initiative}", by=key)).json()
    assert (seen["offered_to"], seen["backbone"]) == (holder, http.village.backbone)
    early = await http.post(f"/initiatives/{initiative}/pause", {"until": "2030-01-01T00:00:00Z"}, by=key)
    assert early.status_code == 403
    accepted = await http.post(f"/initiatives/{initiative}/accept-backbone", {}, by=key)
    assert accepted.status_code == 200, accepted.text

    view = (await http.get(f"/initiatives/{initiative}", by=key)).json()
    assert (view["id"], view["backbone"], view["offered_to"]) == (initiative, holder, None)
    assert (await http.get(f"/initiatives/{initiative}")).status_code == 403
    assert {row.step for row in await letters(http, initiative) if row.kind == TOLD} == {"hand_over"}
    stop = await http.post(f"/initiatives/{initiative}/take-exit", STOP, by=key)
    assert stop.status_code == 200, stop.text
    left = (await http.get(f"/initiatives/{initiative}/closing", by=key)).json()
    assert (left["backbone"], left["meeting_reference"]) == ("Toinen taustatuki ry", "7/2026 § 4")


def _coordinator(session: Session) -> tuple[str, str]:
    """A person who coordinates elsewhere, and their key."""
    now, vault = datetime.now(UTC), Vault(KEYS.master)
    person = enrolment.create_person(session, vault, name="Seuraava", language="fi", now=now, address="s@example.org")
    session.flush()
    return person.id, api_keys.create(session, KeyRole.COORDINATOR, "next", now, person_id=person.id)
