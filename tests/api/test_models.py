"""Operating models over HTTP: proposed, tried, approved by two, published, and never changed."""

from __future__ import annotations

import secrets

import httpx
import pytest

from domain.house import STREAM as HOUSE
from domain.house import HouseEvent
from domain.house.models import OfModel
from domain.ledger.canonical import sha256_of
from domain.ledger.entries import decode
from domain.wire import plain
from models.append import entries_after
from models.engine import Database
from operating_models.load import HERE
from tests.api.conftest import MODEL
from tests.api.test_bad_input import require_problem
from tests.fixtures.api import Http
from tests.fixtures.broken_models import FOURTEEN
from tests.fixtures.databases import BOTH

pytestmark = pytest.mark.server
SHIPPED = (HERE / "collective_impact.yaml").read_text(encoding="utf-8")
YAML = {"Content-Type": "application/yaml"}


def own(version: str = "1.0.0", name: str = "", old: str = "", new: str = "") -> str:
    """A model of one's own: the shipped one under another name, with one text replaced."""
    assert old in SHIPPED
    text = SHIPPED.replace("id: fi.yhteisovaikuttavuus\n", f"id: fi.oma.m{name or secrets.token_hex(4)}\n", 1)
    return text.replace('version: "1.1.0"', f'version: "{version}"', 1).replace(old, new, 1 if old else 0)


async def proposed(
    http: Http, text: str, *, by: str = "", headers: dict[str, str] = YAML, **query: bool
) -> httpx.Response:
    key = {"Authorization": f"Bearer {by or http.village.coordinator}"}
    return await http.client.post("/api/v1/models", content=text.encode(), headers=key | headers, params=query)


async def approved(http: Http, model: dict[str, str], by: str = "", **changes: str) -> httpx.Response:
    path = f"/models/{model['id']}/{model['version']}/approve"
    return await http.post(path, {"sha256": model["sha256"]} | changes, by=by)


@pytest.mark.parametrize("database_url", BOTH, indirect=True)
async def test_a_model_is_published_by_two_and_initiatives_start_on_it(http: Http, database: Database) -> None:
    text = own(name="kylien")
    answer = await proposed(http, text)
    assert answer.status_code == 201, answer.text
    model, silent = answer.json()["model"], answer.json()["silent"]
    assert (model["approvals"], model["published_at"], model["ships"]) == (0, None, False)
    assert answer.json()["everybody"]["outcome"] == "established"
    assert all(course["outcome"] for course in silent.values())

    first = await approved(http, model)
    assert (first.json()["approvals"], first.json()["published_at"]) == (1, None)
    early = await http.post("/initiatives", http.village.start(model=model["id"]))
    require_problem(early, 422, "UnknownModel", "model")

    second = await approved(http, model, by=http.village.admin)
    assert (second.json()["approvals"], second.json()["published_at"] is not None) == (2, True)
    started = await http.post("/initiatives", http.village.start(model=model["id"]))
    assert started.status_code == 201, started.text
    view = started.json()
    assert (view["model_version"], view["model_sha256"]) == ("1.0.0", model["sha256"])

    read = (await http.get(f"/models/{model['id']}/1.0.0")).json()
    assert read["text"] == text
    assert sha256_of(read["rules"]) == model["sha256"]


@pytest.mark.parametrize("database_url", BOTH, indirect=True)
async def test_the_newest_published_version_is_started_unless_another_is_named(http: Http, database: Database) -> None:
    for version in ("1.9.0", "1.10.0", "2.0.0"):
        model = (await proposed(http, own(version, "uusin"))).json()["model"]
        await approved(http, model)
        if version != "2.0.0":
            await approved(http, model, by=http.village.admin)
    started = [
        (await http.post("/initiatives", http.village.start(model="fi.oma.muusin", **named))).json()["model_version"]
        for named in ({}, {"model_version": "1.9.0"})
    ]
    assert started == ["1.10.0", "1.9.0"]
    unknown = await http.post("/initiatives", http.village.start(model="fi.oma.muusin", model_version="2.0.0"))
    require_problem(unknown, 422, "UnknownModel", "model_version")


@pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
async def test_a_published_version_never_changes_and_a_proposal_loses_its_approvals(
    http: Http, database: Database
) -> None:
    before = (await proposed(http, own(name="vaihtuva"))).json()["model"]
    await approved(http, before)
    changed = own(name="vaihtuva", old="due: 30wd # [clock]", new="due: 31wd # [clock]")
    after = (await proposed(http, changed)).json()["model"]
    assert (after["approvals"], after["sha256"] != before["sha256"]) == (0, True)
    require_problem(await approved(http, before), 409, "NotAsked", "sha256")
    for by in ("", http.village.admin):
        assert (await approved(http, after, by=by)).status_code == 200
    require_problem(await approved(http, after), 409, "AlreadyAnswered")
    require_problem(await proposed(http, own(name="vaihtuva")), 409, "ModelPublished", "operating_model.version")
    again = await proposed(http, changed)
    assert (again.status_code, again.json()["model"]["published_at"] is not None) == (201, True)
    told = await database.read(lambda session: entries_after(session, HOUSE, 0))
    events = [event for entry in told if isinstance(event := decode(entry.text, HouseEvent).event, OfModel)]
    first, second = (one["sha256"] for one in (before, after))
    assert [(event.KIND.removeprefix("model."), event.sha256) for event in events] == [
        *(("proposed", first), ("approved", first), ("proposed", second)),
        *(("approved", second), ("approved", second), ("published", second)),
    ]


@pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
async def test_what_may_not_be_run_is_refused_with_its_place_and_kept_by_nobody(http: Http, database: Database) -> None:
    listed = (await http.get("/models")).json()
    old, new = "decision: {due: 10wd, ladder: normal", "decision: {due: 10wd, ladder: harsh"
    wrong = await proposed(http, own(old=old, new=new))
    require_problem(wrong, 422, "ModelInvalid", "decision.ladder")
    dead = await proposed(http, own(old="max_share: 0.5 # no sector", new="max_share: 0.01 # no sector"))
    require_problem(dead, 422, "ModelInvalid", "phases.convening.gate")
    require_problem(await proposed(http, SHIPPED), 409, "ModelPublished", "operating_model.version")
    require_problem(await proposed(http, own(), headers={"Content-Type": "application/json"}), 415, "NotYaml")
    assert (await proposed(http, own(), by=http.village.auditor)).status_code == 403
    dry = await proposed(http, own(), dry_run=True)
    assert (dry.status_code, dry.json()["model"]["approvals"]) == (201, 0)
    assert (await http.get("/models")).json() == listed
    missing = {"id": "fi.oma.puuttuu", "version": "1.0.0", "sha256": "ab" * 32}
    require_problem(await approved(http, missing), 422, "UnknownModel")


@pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
async def test_each_kind_of_broken_model_is_refused_with_its_place(http: Http, database: Database) -> None:
    for broken in FOURTEEN:
        problem = require_problem(await proposed(http, broken.text), 422, "ModelInvalid", broken.path)
        assert broken.reason in problem["detail"], broken.kind


@pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
async def test_the_models_that_ship_are_listed_and_read(http: Http, database: Database) -> None:
    shipped = next(model for model in (await http.get("/models", by=http.village.auditor)).json() if model["ships"])
    read = (await http.get(f"/models/{shipped['id']}/{shipped['version']}", by=http.village.auditor)).json()
    assert read["text"] is None
    assert sha256_of(read["rules"]) == shipped["sha256"]
    assert plain(http.services.models[MODEL])["version"] == "1.1.0"
