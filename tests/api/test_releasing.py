"""Releases over HTTP: what depends on a commitment before and after, who is asked what now, and a promise made anew."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import entered
from tests.fixtures.api import Http, in_a_month
from tests.fixtures.bare_models import bare

pytestmark = pytest.mark.server

MEASURE = {"definition": "Kävijöitä illassa", "level": "output", "rhythm": "P1M", "minutes": 10, "measures": ["a2"]}


async def said(http: Http, path: str, body: dict[str, Any], *, by: str = "") -> dict[str, Any]:
    answer = await http.post(path, body, by=by)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def piloted(http: Http) -> str:
    """A pilot in which the second activity depends on the first, and is measured; a seat promised the first."""
    model = bare("joint_planning")
    http.services.models[model.id] = model
    initiative, (first, second, *_) = await http.start(model=model.id), http.village.seats
    path = f"/initiatives/{initiative}"
    plan = f"{path}/joint-planning"
    await said(http, f"{plan}/add-goal", {"text": "Kylätalo on auki."})
    slip = {"title": "Kunnstus", "owner": first, "deputy": second}
    entry = (await said(http, f"{plan}/add-activity", slip))["seq"]
    await said(http, f"{plan}/add-activity", slip | {"title": "Kunnostus", "corrects": entry, "why": "Kirjoitusvirhe."})
    illat = {"title": "Avoimet illat", "owner": second, "deputy": first, "depends_on": ["a1"]}
    await said(http, f"{plan}/add-activity", illat)
    for number in (1, 2, 3):
        await said(http, f"{plan}/define-indicator", {**MEASURE, "owner": second})
        await said(http, f"{plan}/set-baseline", {"indicator": f"i{number}", "value": {"number": "0"}})
    await said(http, f"{plan}/add-risk", {"text": "Maali loppuu."})
    await said(http, f"{plan}/add-stop-criterion", {"text": "Talo menee myyntiin."})
    await said(http, f"{plan}/fix-evaluation", {"day": in_a_month()[:10]})
    promise = {"activity": "a1", "text": "Maalaamme seinät.", "for_seat": first, "channel": "phone"}
    await said(http, f"{plan}/make-commitment", promise)
    await said(http, f"{plan}/open-comments", {})
    await said(http, f"{plan}/open-endorsement", {})
    await said(http, f"{path}/take-exit", {"exit": "advance"})
    await entered(http, initiative, "piloting")
    return initiative


async def test_a_release_tells_exactly_what_depends_on_it_before_and_after_and_asks_its_owners(http: Http) -> None:
    initiative, (first, second, third, *_) = await piloted(http), http.village.seats
    path, pilot = f"/initiatives/{initiative}", f"/initiatives/{initiative}/piloting"
    before = (await http.get(f"{path}/dependants/c1")).json()
    assert [(one["id"], one["seat"], one["steps"], one["text"]) for one in before["activities"]] == [
        ("a1", first, 0, "Kunnostus"),
        ("a2", second, 1, "Avoimet illat"),
    ]
    assert [one["id"] for one in before["indicators"]] == ["i1", "i2", "i3"]
    assert (before["state"], before["released"], before["asked"]) == ("open", False, [second])
    word = {"for_seat": first, "channel": "phone"}
    release = {"commitment": "c1", "state": "released", "because": "resources", **word}
    recorded = (await said(http, f"{pilot}/settle-commitment", release))["recorded"]
    assert recorded["because"] == "resources"
    assert recorded["impact"]["activities"] == {"a1": 0, "a2": 1}
    assert recorded["impact"]["indicators"] == {"i1": 1, "i2": 1, "i3": 1}
    link = await http.link(initiative, second, "answer_release")
    await said(http, f"{pilot}/answer-release", {"activity": "a1", "answer": "replan"}, by=link)
    after = (await http.get(f"{path}/dependants/c1", by=http.village.auditor)).json()
    assert (after["released"], after["answers"]) == (True, {second: "replan"})
    assert [after[kind] for kind in ("activities", "indicators")] == [before[k] for k in ("activities", "indicators")]
    story = (await http.get(f"{path}/story", language="en")).json()["text"]
    assert "The commitment c1 was released without blame: Toimija 1" in story
    assert "Through other activities on it depends: activity a2 (Toimija 2" in story
    anew = {"activity": "a1", "text": "Me maalaamme.", "instead_of": "c1", "for_seat": third, "channel": "phone"}
    assert (await said(http, f"{pilot}/commit-anew", anew))["recorded"]["commitment"] == "c2"
    let_go = await said(http, f"{pilot}/release-activity", {"activity": "a1", "because": "done_otherwise"})
    assert let_go["recorded"]["commitments"] == ["c2"]
    assert (await http.get(f"{path}/dependants/a9")).status_code == 404
