"""Lessons over initiatives: the next one begins with them by reference, answers them, and the source is told."""

from __future__ import annotations

from typing import Any

import pytest

from models.vault import Vault
from tests.api.conftest import entered
from tests.fixtures.api import Http
from tests.fixtures.bare_models import bare

pytestmark = pytest.mark.server

LESSON, REASON = "Toimii, kun avain on kylällä.", "Avain ei riittänyt: ovi oli lukossa sisältä."


async def started(http: Http, phase: str, **changes: Any) -> str:
    model = bare(phase)
    http.services.models[model.id] = model
    return await http.start(model=model.id, **changes)


async def learned(http: Http) -> str:
    """An initiative that wrote a lesson, and was brought to a good end."""
    initiative = await started(http, "evaluation")
    written = await http.post(f"/initiatives/{initiative}/evaluation/write-lesson", {"works_when": LESSON})
    assert written.status_code == 200, written.text
    stopped = await http.post(f"/initiatives/{initiative}/take-exit", {"exit": "stop", "reason": "Valmista tuli."})
    assert stopped.status_code == 200, stopped.text
    return initiative


async def erased(http: Http, initiative: str) -> None:
    vault: Vault = http.services.vault
    subject, now = f"initiative:{initiative}", http.services.clock()
    await http.services.database.write(lambda session: vault.erase(session, subject, now))


async def test_a_lesson_is_handed_on_by_reference_answered_and_told_where_it_came_from(http: Http) -> None:
    source = await learned(http)
    following = await started(http, "joint_planning")
    path, lessons = f"/initiatives/{following}", f"/initiatives/{following}/lessons"
    (earlier,) = (await http.get(lessons)).json()["earlier"]
    assert (earlier["id"], earlier["initiative"], earlier["because"]) == ("e1", source, "place_and_theme")
    assert (earlier["works_when"], earlier["use"]) == (LESSON, None)
    charter = (await http.get(f"{path}/history", limit=1)).json()["entries"][0]
    assert LESSON not in str(charter)
    owed = [o["duty"] for o in (await http.get(path)).json()["waiting_on"]]
    assert owed.count("answer_lessons") == 1
    said = {"earlier": "e1", "use": "disproved", "reason": REASON}
    answer = await http.post(f"{path}/joint-planning/answer-lesson", said)
    assert (answer.status_code, answer.json()["recorded"]["entry"]) == (200, earlier["entry"]), answer.text
    (written,) = (await http.get(f"/initiatives/{source}/lessons")).json()["written"]
    assert (written["works_when"], written["disproved"]) == (LESSON, 1)
    (use,) = written["uses"]
    assert (use["initiative"], use["use"], use["reason"]) == (following, "disproved", REASON)
    assert (await http.get(lessons, by=http.village.other_coordinator)).status_code == 403
    wrong = await http.post(f"{path}/joint-planning/answer-lesson", said | {"earlier": "e7"})
    assert (wrong.status_code, wrong.json()["path"]) == (409, "earlier")


async def test_a_lesson_that_is_corrected_keeps_its_uses_and_its_doubts(http: Http) -> None:
    source = await started(http, "evaluation")
    path, anew = f"/initiatives/{source}/evaluation/write-lesson", "Toimii, kun avain on kylällä ja ovi auki."
    other = "Toimii, kun joku vastaa avaimesta."
    former, _ = [(await http.post(path, {"works_when": words})).json()["seq"] for words in (LESSON, other)]
    following = await started(http, "joint_planning")
    said = {"earlier": "e2", "use": "disproved", "reason": REASON}  # the newest is the first
    answer = await http.post(f"/initiatives/{following}/joint-planning/answer-lesson", said)
    assert (answer.status_code, answer.json()["recorded"]["entry"]) == (200, former), answer.text
    corrected = await http.post(path, {"works_when": anew, "corrects": former, "why": "Ovi unohtui."})
    assert corrected.status_code == 200, corrected.text
    standing = (await http.get(f"/initiatives/{source}/lessons")).json()["written"]
    told = {one["works_when"]: (one["disproved"], [use["initiative"] for use in one["uses"]]) for one in standing}
    assert told == {other: (0, [following]), anew: (1, [following])}
    stopped = await http.post(f"/initiatives/{following}/take-exit", {"exit": "stop", "reason": "Ei onnistu."})
    assert stopped.status_code == 200, stopped.text
    later = await started(http, "joint_planning")
    earlier = (await http.get(f"/initiatives/{later}/lessons")).json()["earlier"]
    assert [lesson["works_when"] for lesson in earlier] == [other, anew]


async def test_an_erased_lesson_is_gone_for_those_who_hold_it_and_nobody_begins_with_it(http: Http) -> None:
    source = await learned(http)
    following = await started(http, "joint_planning")
    await erased(http, source)
    (earlier,) = (await http.get(f"/initiatives/{following}/lessons")).json()["earlier"]
    assert (earlier["initiative"], earlier["works_when"]) == (source, None)
    later = await started(http, "joint_planning")
    assert (await http.get(f"/initiatives/{later}/lessons")).json()["earlier"] == []


async def test_an_initiative_of_another_theme_elsewhere_begins_without_it(http: Http) -> None:
    await learned(http)
    elsewhere = await started(http, "joint_planning", theme="culture")
    (of_the_place,) = (await http.get(f"/initiatives/{elsewhere}/lessons")).json()["earlier"]
    assert of_the_place["because"] == "place"
    await entered(http, elsewhere, "joint_planning")
