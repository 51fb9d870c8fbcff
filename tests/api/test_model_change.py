"""The change of one initiative's model over HTTP: tried, proposed, approved by another, told and seen as of its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from models.engine import Database
from models.letter_facts import Correspondence
from operating_models.load import published
from tests.api.conftest import MODEL
from tests.api.test_bad_input import require_problem
from tests.domain.remodelling.edits import of_phase, timed, wd
from tests.fixtures.api import KEYS, Http
from tests.fixtures.databases import BOTH
from tests.fixtures.rules import VOTING

pytestmark = pytest.mark.server

FORMER = replace(VOTING, id="fi.former", version="1.0.0", first="convening")
LATER = replace(of_phase("convening", timed("answer_invitation", due=wd(40)))(FORMER), id="fi.later", version="2.0.0")
NAMED = {"model": LATER.id, "version": LATER.version}
REASON = "Kutsuihin ehditään vastata vasta lautakuntien jälkeen."


async def begun(http: Http) -> str:
    """An initiative that goes by the former model; the later one is published, too."""
    http.services.models |= {FORMER.id: FORMER, LATER.id: LATER}
    return await http.start(model=FORMER.id)


async def shown(http: Http, initiative: str, by: str = "") -> dict[str, Any]:
    answer = await http.get(f"/initiatives/{initiative}/model-change", by=by, **NAMED)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("database_url", BOTH, indirect=True)
async def test_a_change_is_tried_proposed_and_approved_by_another(http: Http, database: Database) -> None:
    initiative, admin = await begun(http), http.village.admin
    dry = await shown(http, initiative, by=http.village.auditor)
    assert [rule["path"] for rule in dry["shows"]["rules"]] == ["phases.convening.obligations.answer_invitation.due"]
    assert (len(dry["shows"]["clocks"]), dry["proposed"]) == (10, None)  # municipalities have a time of their own
    said = NAMED | {"dry_run": dry["sha256"]}
    proposed = await http.post(f"/initiatives/{initiative}/propose-model-change", said | {"reason": REASON})
    assert (proposed.status_code, proposed.json()["happened"]) == (200, "model_change.proposed")
    assert (await shown(http, initiative))["proposed"]["dry_run"] == dry["sha256"]
    own = await http.post(f"/initiatives/{initiative}/approve-model-change", said)
    require_problem(own, 403, "NotEntitled")
    before = datetime.now(UTC).isoformat()
    approved = await http.post(f"/initiatives/{initiative}/approve-model-change", said, by=admin)
    assert (approved.status_code, approved.json()["happened"]) == (200, "model.changed")
    now = (await http.get(f"/initiatives/{initiative}")).json()
    then = (await http.get(f"/initiatives/{initiative}", as_of=before)).json()
    assert (now["model"], now["model_version"]) == (LATER.id, "2.0.0")
    assert (then["model"], then["model_version"]) == (FORMER.id, "1.0.0")
    story = (await http.get(f"/initiatives/{initiative}/story")).json()["text"]
    assert "version 2.0.0 mukaan" in story
    assert REASON in story
    require_problem(await http.get(f"/initiatives/{initiative}/model-change", **NAMED), 409, "NotAsked", "model")


@pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
async def test_everyone_who_takes_part_is_told_by_letter(http: Http, database: Database) -> None:
    initiative = await begun(http)
    said = NAMED | {"dry_run": (await shown(http, initiative))["sha256"]}
    await http.post(f"/initiatives/{initiative}/propose-model-change", said | {"reason": REASON})
    await http.post(f"/initiatives/{initiative}/approve-model-change", said, by=http.village.admin)
    letters = (await http.get(f"/initiatives/{initiative}/letters")).json()
    told = {letter["id"] for letter in letters if letter["step"] == "model_changed"}
    assert len(told) == 13  # twelve seats, and the coordinator
    letter_of = Correspondence(http.services.vault, KEYS, "http://talkoot.example")
    facts = [
        await database.read(lambda session, id=id: letter_of.facts(session, id, datetime.now(UTC)))
        for id in told  # type: ignore[misc]
    ]
    assert {one.reason for one in facts if one is not None} == {REASON}
    asking = next(letter for letter in letters if letter["kind"] == "answer_invitation")
    assert await database.read(lambda session: letter_of.facts(session, asking["id"], datetime.now(UTC)))


@pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
async def test_what_is_out_of_date_or_not_published_is_refused(http: Http, database: Database) -> None:
    initiative = await begun(http)
    said = NAMED | {"dry_run": (await shown(http, initiative))["sha256"], "reason": REASON}
    seat = {"for_seat": http.village.seats[0], "channel": "phone"}
    await http.post(f"/initiatives/{initiative}/convening/answer-invitation", {"reply": "yes", **seat})
    moved = await http.post(f"/initiatives/{initiative}/propose-model-change", said)
    require_problem(moved, 409, "StateMovedOn", "dry_run")
    unknown = await http.post(f"/initiatives/{initiative}/propose-model-change", said | {"version": "3.0.0"})
    require_problem(unknown, 422, "UnknownModel", "version")
    assert MODEL in published()


@pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
async def test_a_list_is_tried_without_a_trace_and_approved_by_another_administrator(
    http: Http, database: Database
) -> None:
    await begun(http)
    wanted = {"from_model": FORMER.id, "from_version": "1.0.0", "to_model": LATER.id, "to_version": "2.0.0"}
    admin = http.village.admin
    answer = await http.post("/model-changes?dry_run=true", wanted | {"reason": REASON}, by=admin)
    assert answer.status_code == 201, answer.text
    dry = answer.json()
    assert (dry["id"], dry["counts"]) == ("", {"tried": 1})
    assert (await http.get("/model-changes", by=admin)).json() == []
    kept = (await http.post("/model-changes", wanted | {"reason": REASON}, by=admin)).json()
    assert kept["sha256"] == dry["sha256"]
    early = await http.post(f"/model-changes/{kept['id']}/apply", {}, by=admin)
    require_problem(early, 409, "NotAsked")
    own = await http.post(f"/model-changes/{kept['id']}/approve", {"sha256": kept["sha256"]}, by=admin)
    require_problem(own, 403, "NotEntitled")
