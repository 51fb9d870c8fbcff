"""A change of the model of many initiatives, worked through while something is in its way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from api.interacting import interact
from api.preparing import Saying
from api.problems import StillWorking
from models import api_keys
from models.engine import Database
from models.states import KeyRole
from tests.api.test_bad_input import require_problem
from tests.api.test_model_change import FORMER, LATER, NAMED, REASON, begun, shown
from tests.fixtures.api import Http
from tests.fixtures.databases import BOTH

pytestmark = [pytest.mark.server, pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)]
WANTED = {"from_model": FORMER.id, "from_version": "1.0.0", "to_model": LATER.id, "to_version": "2.0.0"}


async def other_admin(http: Http) -> str:
    """The key of another administrator."""

    def enter(session: Any) -> str:
        return api_keys.create(session, KeyRole.ADMIN, "other", datetime.now(UTC))

    return await http.services.database.write(enter)


async def approved(http: Http, approver: str) -> str:
    """The path of a list that the village's administrator has proposed and the other one approved."""
    kept = (await http.post("/model-changes", WANTED | {"reason": REASON}, by=http.village.admin)).json()
    path = f"/model-changes/{kept['id']}"
    answer = await http.post(f"{path}/approve", {"sha256": kept["sha256"]}, by=approver)
    assert answer.status_code == 200, answer.text
    return path


async def test_an_initiative_that_cannot_answer_keeps_none_of_the_others_waiting(
    http: Http, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = sorted([await begun(http) for _ in range(3)])
    path, apply = await approved(http, await other_admin(http)), {"most": 1}

    async def away(saying: Saying) -> Any:
        if saying.initiative == first:
            raise StillWorking("no worker has answered in time", remedy="send it again")
        return await interact(saying)

    with monkeypatch.context() as broken:
        broken.setattr("api.applying_change.interact", away)
        require_problem(await http.post(f"{path}/apply", apply, by=http.village.admin), 504, "StillWorking")
        counts = [(await http.post(f"{path}/apply", apply, by=http.village.admin)).json()["counts"] for _ in others]
        assert counts == [{"tried": 2, "made": 1}, {"tried": 1, "made": 2}]
        (waiting, *_) = (await http.get(path, by=http.village.admin)).json()["initiatives"]
        assert (waiting["initiative"], waiting["state"], waiting["code"]) == (first, "tried", "StillWorking")
        require_problem(await http.post(f"{path}/apply", apply, by=http.village.admin), 504, "StillWorking")
    done = (await http.post(f"{path}/apply", apply, by=http.village.admin)).json()
    assert (done["counts"], done["initiatives"][0]["code"]) == ({"made": 3}, None)


async def test_a_list_is_proposed_anew_where_its_approver_has_proposed_the_same_before(
    http: Http, database: Database
) -> None:
    initiative, approver = await begun(http), await other_admin(http)
    own = NAMED | {"dry_run": (await shown(http, initiative))["sha256"], "reason": "Sama muutos."}
    answer = await http.post(f"/initiatives/{initiative}/propose-model-change", own, by=approver)
    assert answer.status_code == 200, answer.text
    path = await approved(http, approver)
    done = (await http.post(f"{path}/apply", {}, by=http.village.admin)).json()
    assert done["counts"] == {"made": 1}, done
