"""Indicators over HTTP: contract and target, a drift that is warned of, and a definition that breaks the series."""

from __future__ import annotations

import pytest

from tests.api.conftest import entered
from tests.fixtures.api import Http, in_a_month
from tests.fixtures.bare_models import bare

pytestmark = pytest.mark.server

DEFINED = {"definition": "Kävijöitä illassa", "level": "output", "rhythm": "P1M", "minutes": 10}


async def planned(http: Http, initiative: str) -> None:
    """A plan that is whole, the first of its indicators with a target and a bound; its pilot has begun."""
    owner, deputy = http.village.seats[:2]
    path, plan = f"/initiatives/{initiative}", f"/initiatives/{initiative}/joint-planning"
    indicators = [
        said
        for name in ("i1", "i2", "i3")
        for said in (
            (f"{plan}/define-indicator", {**DEFINED, "owner": owner}),
            (f"{plan}/set-baseline", {"indicator": name, "value": {"number": "10"}}),
        )
    ]
    for address, body in (
        (f"{plan}/add-goal", {"text": "Kylätalo on auki."}),
        (f"{plan}/add-activity", {"title": "Avoimet illat", "owner": owner, "deputy": deputy}),
        *indicators,
        (f"{plan}/add-risk", {"text": "Kukaan ei tule."}),
        (f"{plan}/add-stop-criterion", {"text": "Kukaan ei ole tullut kuukauteen."}),
        (f"{plan}/fix-evaluation", {"day": in_a_month()[:10]}),
        (f"{plan}/set-target", {"indicator": "i1", "target": {"number": "20"}, "low": {"number": "2.5"}}),
        (f"{plan}/open-comments", {}),
        (f"{plan}/open-endorsement", {}),
        (f"{path}/take-exit", {"exit": "advance"}),
    ):
        answer = await http.post(address, body)
        assert answer.status_code == 200, answer.text
    await entered(http, initiative, "piloting")


async def test_a_series_shows_its_drift_and_the_break_where_its_definition_changed(http: Http) -> None:
    model = bare("joint_planning")
    http.services.models[model.id] = model
    initiative, owner = await http.start(model=model.id), http.village.seats[0]
    path, pilot = f"/initiatives/{initiative}", f"/initiatives/{initiative}/piloting"
    word = {"for_seat": owner, "channel": "phone"}
    await planned(http, initiative)
    said = [{"indicator": "i1", "value": {"number": number}, **word} for number in ("90", "9", "8")]
    slip = (await http.post(f"{pilot}/report-observation", said[0])).json()["seq"]
    for one in ({**said[1], "corrects": slip, "why": "Nolla liikaa."}, said[2]):
        assert (await http.post(f"{pilot}/report-observation", one)).status_code == 200
    drifting = (await http.get(f"{path}/indicators")).json()[0]
    assert (drifting["drift"], drifting["owner"], drifting["rhythm"]) == ("away", owner, "P1M")
    owed = [o for o in (await http.get(path)).json()["obligations"] if o["duty"] == "review_drift"]
    assert [(o["subject"], o["state"]) for o in owed] == [("i1.1", "open")]
    changed = {"indicator": "i1", "definition": "Eri kävijöitä", "reason": "Samat laskettiin monesti."}
    broken = await http.post(f"{pilot}/redefine-indicator", {**changed, "baseline": {"number": None}})
    assert (broken.json()["happened"], broken.json()["recorded"]["series"]) == ("indicator.redefined", 2)
    said = {"indicator": "i1", "value": {"number": "5"}, **word}
    assert (await http.post(f"{pilot}/report-observation", said)).json()["recorded"]["series"] == 2
    seen = (await http.get(f"{path}/indicators", by=http.village.auditor)).json()[0]
    assert seen["drift"] is None
    first, second = seen["series"]
    assert (first["definition"], first["target"]["number"], first["low"]["number"]) == (
        "Kävijöitä illassa",
        "20",
        "2.5",
    )
    assert [one["value"]["number"] for one in first["values"]] == ["9", "8"]
    assert (second["definition"], second["reason"]) == ("Eri kävijöitä", "Samat laskettiin monesti.")
    assert (second["baseline"], second["target"]) == ({"number": None}, None)
    assert [one["value"]["number"] for one in second["values"]] == ["5"]
    wrong = await http.post(f"{pilot}/redefine-indicator", {**changed, "low": {"number": "3"}, "high": {"number": "1"}})
    assert (wrong.status_code, wrong.json()["path"]) == (422, "target"), wrong.text


async def test_before_a_practice_is_established_nothing_is_told_of_its_survival(http: Http) -> None:
    initiative = await http.start()
    refused = await http.get(f"/initiatives/{initiative}/survival")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:NotAsked")
