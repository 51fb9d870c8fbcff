"""Receipts: whoever says something learns from the answer what was recorded, and by which id to speak of it later."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from domain.events import Event
from models.tables import Idempotency
from tests.api.conftest import Shared
from tests.fixtures.api import Http

pytestmark = pytest.mark.server
TEXT = "Nuorilta puuttuu kokoontumispaikka."


@pytest.fixture
async def needs(shared: Shared) -> tuple[Http, str]:
    """An initiative of the test's own, whose needs are being identified; the address of its commands."""
    return shared.http, f"/initiatives/{await shared.http.start()}/need-identification"


async def recorded(http: Http, path: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await http.post(path, body, **more)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()["recorded"]
    return said


async def test_a_new_need_has_its_id_in_the_answer_and_can_be_answered_by_it(needs: tuple[Http, str]) -> None:
    http, path = needs
    sealed = {"length": len(TEXT), "language": "fi"}
    first = await recorded(http, f"{path}/submit-need", {"text": TEXT, "sector": "resident"})
    assert first == {"need": "n1", "sector": "resident", "text": sealed}
    second = await recorded(
        http, f"{path}/submit-need", {"text": TEXT, "for_seat": http.village.seats[0], "channel": "phone"}
    )
    assert second == {"need": "n2", "seat": http.village.seats[0], "sector": "association", "text": sealed}
    told = await recorded(
        http, f"{path}/answer-need", {"need": second["need"], "answer": "taken_up", "reason": "Moni kertoi samasta."}
    )
    assert (told["need"], told["answer"]) == ("n2", "taken_up")


async def test_the_answer_says_what_the_history_says(needs: tuple[Http, str]) -> None:
    http, path = needs
    answer = (await http.post(f"{path}/submit-need", {"text": TEXT, "sector": "informal"})).json()
    initiative = path.split("/")[2]
    page = (await http.get(f"/initiatives/{initiative}/history", after=answer["seq"] - 1, limit=1)).json()
    content = page["entries"][0]["content"]
    assert (answer["happened"], answer["recorded"]) == (content["type"], content["data"])


async def test_texts_and_who_speaks_for_the_first_time_are_on_the_disk_before_the_workflow_hears_of_them(
    needs: tuple[Http, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    http, path = needs
    write, waited = http.services.database.write, list[bool]()

    def watched(work: Any, *, lasting: bool = True) -> Any:
        waited.append(lasting)
        return write(work, lasting=lasting)

    links = [await http.link(path.split("/")[2], http.village.seats[seat], "submit_need") for seat in (0, 1)]
    monkeypatch.setattr(http.services.database, "write", watched)
    entered = {"for_seat": http.village.seats[2], "channel": "phone"}
    for verb, body, by, key in (
        ("submit-need", {"text": TEXT}, links[0], "a text"),
        ("nothing-to-raise", {}, links[1], "no text"),
        ("nothing-to-raise", entered, http.village.coordinator, "who enters it"),
    ):
        waited.clear()
        await recorded(http, f"{path}/{verb}", body, by=by, key=f"{key}, {path}")
        assert waited[:2] == [key != "no text", True], "the second is the entry, always waited for"


async def test_a_personal_link_learns_the_id_too(needs: tuple[Http, str]) -> None:
    http, path = needs
    link = await http.link(path.split("/")[2], http.village.seats[1], "submit_need")
    assert (await recorded(http, f"{path}/submit-need", {"text": TEXT}, by=link))["need"] == "n1"


async def test_a_retry_gets_the_same_id_from_the_stored_answer_and_from_the_ledger(needs: tuple[Http, str]) -> None:
    http, path = needs
    body, key = {"text": TEXT, "sector": "resident"}, f"a need of mine {path}"
    first = await http.post(f"{path}/submit-need", body, key=key)
    await http.post(f"{path}/submit-need", body)
    again = await http.post(f"{path}/submit-need", body, key=key)
    assert (again.status_code, again.content) == (200, first.content)
    assert first.json()["recorded"]["need"] == "n1"

    def forget(session: Any) -> None:
        for stamp in session.exec(select(Idempotency)).all():
            session.delete(stamp)

    await http.services.database.write(forget)
    from_the_ledger = await http.post(f"{path}/submit-need", body, key=key)
    assert from_the_ledger.json()["recorded"] == first.json()["recorded"]
    assert from_the_ledger.json()["seq"] == first.json()["seq"]


async def test_no_text_is_in_an_answer_nor_in_its_stamp(needs: tuple[Http, str]) -> None:
    http, path = needs
    answer = await http.post(f"{path}/submit-need", {"text": TEXT, "sector": "resident"}, key="a need with words")
    stored = await http.services.database.read(lambda session: session.exec(select(Idempotency.response)).all())
    said = " ".join([answer.text, *(response for response in stored if response)])
    assert "kokoontumispaikka" not in said
    assert '"commitment"' not in answer.text


MAKERS = {
    "submit-need": ("need.submitted", "need"),
    "take-in-held": ("need.submitted", "need"),
    "add-goal": ("goal.added", "goal"),
    "add-activity": ("activity.added", "activity"),
    "define-indicator": ("indicator.defined", "indicator"),
    "add-risk": ("risk.added", "risk"),
    "add-stop-criterion": ("stop_criterion.added", "criterion"),
    "comment-plan": ("plan.commented", "plan_comment"),
    "make-commitment": ("commitment.made", "commitment"),
    "commit-anew": ("commitment.renewed", "commitment"),
    "report-observation": ("observation.reported", "observation"),
    "tell-early-win": ("early_win.told", "win"),
    "report-incident": ("incident.reported", "incident"),
    "make-claim": ("claim.made", "claim"),
    "write-lesson": ("lesson.written", "lesson"),
    "report-absence": ("absence.reported", "absence"),
    "request-support": ("support.requested", "request"),
    "note-landscape": ("landscape.noted", "note"),
    "name-action": ("action.named", "action"),
    "poll-dates": ("meeting.polled", "meeting"),
    "fix-meeting": ("meeting.fixed", "meeting"),
    "allot-section": ("section.allotted", "section"),
    "comment-section": ("section.commented", "comment"),
    "start-cycle": ("cycle.started", "initiative"),
    "start-from-need": ("linked_need.started", "initiative"),
    "give-hours": ("hours.given", "entry"),
    "correct-hours": ("hours.given", "entry"),
}


async def test_the_description_names_where_each_new_id_is_told(shared: Shared) -> None:
    described = (await shared.http.client.get("/api/v1/openapi.json")).json()
    for path, item in described["paths"].items():
        verb = path.rpartition("/")[2]
        told = "`recorded." in item.get("post", {}).get("description", "")
        assert told is (verb in MAKERS), path
        if told:
            assert f"`recorded.{MAKERS[verb][1]}`" in item["post"]["description"]
    assert described["components"]["schemas"]["Accepted"]["properties"]["recorded"]["examples"][0]["need"] == "n4"


@pytest.mark.parametrize(("kind", "field"), MAKERS.values())
def test_the_named_field_is_one_of_the_event(kind: str, field: str) -> None:
    assert field in Event.kinds[kind].__dataclass_fields__
