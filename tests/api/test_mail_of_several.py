"""A reply to a letter about several initiatives: none of the coordinators learns of the others' matters by it."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest
from sqlmodel import Session, select

from api import mail
from models.letter_outcomes import Outcome, Unsent
from models.tables import Initiative, LedgerEntry, Letter
from tests.api import test_mail
from tests.api.test_mail import BUNDLE, box, message
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.correspondence import INITIATIVE

stage = test_mail.stage


async def of_two(stage: Rehearsal) -> None:
    """An initiative of another coordinator, with a letter in the same message."""

    def another(session: Session) -> None:
        initiative = session.get_one(Initiative, INITIATIVE).model_dump()
        session.add(Initiative(**initiative | {"id": "i-other", "coordinator": "holder-03"}))
        session.flush()
        began = session.get_one(LedgerEntry, (f"initiative:{INITIATIVE}", 1)).model_dump()
        session.add(LedgerEntry(**began | {"stream": "initiative:i-other", "command_key": None}))
        row = session.exec(select(Letter).where(Letter.bundle_id == BUNDLE)).first()
        assert row is not None
        session.add(Letter(**row.model_dump() | {"id": "l-other", "initiative_id": "i-other", "token_sha256": None}))

    await stage.services.database.write(another)


BOTH = ["kanaria.actor-coordinator@example.org", "kanaria.holder-03@example.org"]


async def test_of_a_letter_about_several_initiatives_each_coordinator_gets_the_writers_own_words_alone(
    stage: Rehearsal,
) -> None:
    await of_two(stage)
    taken = await mail.take(stage.services, message("reply_gmail"))
    assert (taken.kind, len(taken.letters)) == ("reply", 2)
    told = box(stage).got
    assert sorted(str(one["To"]) for one in told) == BOTH
    for one in told:
        said = one.get_content()
        assert "Tulen mielelläni, mutta torstai ei käy." in said
        assert re.search("useita aloitteita|flera initiativ|several initiatives", said)
        assert not [word for word in ("tulisitko", "/p/", "salainen") if word in said]


@pytest.mark.parametrize("away", BOTH)
async def test_where_one_of_two_cannot_be_told_now_the_other_is_not_told_again(stage: Rehearsal, away: str) -> None:
    await of_two(stage)
    taking = box(stage)

    async def but_one(told: EmailMessage) -> Outcome:
        return Unsent() if told["To"] == away else await taking(told)

    stage.services.hand_over = but_one
    for _ in range(3):
        with pytest.raises(mail.Unavailable):
            await mail.take(stage.services, message("reply_gmail"))
    stage.services.hand_over = taking
    assert [(await mail.take(stage.services, message("reply_gmail"))).news for _ in range(2)] == [True, False]
    assert sorted(str(one["To"]) for one in taking.got) == BOTH
