"""Mail that comes back from whoever coordinates: somebody else hears of it."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from api import mail
from models.actings import put
from models.closed_addresses import of_coordinators
from models.tables import Initiative
from stack.doctor import letters
from tests.api import test_mail
from tests.api.test_mail import HOLDER, PERSON, message, notices
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.correspondence import INITIATIVE

stage = test_mail.stage


@pytest.mark.parametrize("behind", [(), ("holder-03",)])
async def test_those_who_stand_behind_a_coordinator_are_told_that_mail_came_back_and_the_doctor_tells(
    stage: Rehearsal, behind: tuple[str, ...]
) -> None:
    def coordinating(session: Session) -> None:
        session.get_one(Initiative, INITIATIVE).coordinator = HOLDER
        put(session, INITIATIVE, "", dict(enumerate(behind, 1)))

    await stage.services.database.write(coordinating)
    assert await stage.services.database.read(of_coordinators) == []
    await mail.take(stage.services, message("postfix_unknown_user"))
    assert [told.actor for told in await notices(stage)] == list(behind)
    assert await stage.services.database.read(of_coordinators) == [PERSON]
    (finding,) = await letters.examine(stage.services.database)
    assert PERSON in finding.said
