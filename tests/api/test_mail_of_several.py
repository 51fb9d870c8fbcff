"""A reply to a letter about several initiatives: none of the coordinators learns of the others' matters by it."""

from __future__ import annotations

import re

from sqlmodel import Session, select

from api import mail
from models.tables import Initiative, Letter
from tests.api import test_mail
from tests.api.test_mail import BUNDLE, box, message
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.correspondence import INITIATIVE

stage = test_mail.stage


async def test_of_a_letter_about_several_initiatives_each_coordinator_gets_the_writers_own_words_alone(
    stage: Rehearsal,
) -> None:
    def another(session: Session) -> None:
        """An initiative of another coordinator, with a letter in the same message."""
        initiative = session.get_one(Initiative, INITIATIVE).model_dump()
        session.add(Initiative(**initiative | {"id": "i-other", "coordinator": "holder-03"}))
        session.flush()
        row = session.exec(select(Letter).where(Letter.bundle_id == BUNDLE)).first()
        assert row is not None
        session.add(Letter(**row.model_dump() | {"id": "l-other", "initiative_id": "i-other", "token_sha256": None}))

    await stage.services.database.write(another)
    taken = await mail.take(stage.services, message("reply_gmail"))
    assert (taken.kind, len(taken.letters)) == ("reply", 2)
    told = box(stage).got
    assert {one["To"] for one in told} == {
        "kanaria.actor-coordinator@example.org",
        "kanaria.holder-03@example.org",
    }
    for one in told:
        said = one.get_content()
        assert "Tulen mielelläni, mutta torstai ei käy." in said
        assert re.search("useita aloitteita|flera initiativ|several initiatives", said)
        assert not [word for word in ("tulisitko", "/p/", "salainen") if word in said]
