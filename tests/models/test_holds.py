"""Holds: what the law keeps of somebody who is erased, until its day or until the hold is lifted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.house import ErasureCompleted, HoldLifted, HoldSet, HouseEvent, PersonErased
from domain.ledger.entries import decode
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.refusals import Malformed
from domain.sealed import Sealed
from models.append import entries_after
from models.engine import Database
from models.erasing import complete, erase
from models.erasure_receipts import NotErased, receipt_of
from models.holds import HoldOver, NewHold, UnknownHold, held_of, holds, lift, place, told
from models.register import UnknownPerson
from models.vault import SubjectErased
from stack.verifying import verify_ledger
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import START

HOLDER, SUBJECT = "person-holder-01", "person:person-holder-01"
LATER = START + timedelta(hours=1)
FUNDER = NewHold("Rahoittajan tarkastus", "Hankesopimus 12 §", date(2027, 12, 31), person=HOLDER)
IN_INITIATIVE = replace(FUNDER, person=None, initiative=INITIATIVE)


@pytest.fixture
async def post(database: Database) -> Post:
    """A post whose first seat has said no, for a reason: that text is in the ledger, their name and address are not."""
    post = await Post.open(database)

    def put(session) -> Sealed:
        ref = post.vault.put_pending(session, SUBJECT, "answer.reason", "En ehdi.", "k1", START)
        return Sealed(ref, 8, "fi")

    post.play.seat_says("seat-01", AnswerInvitation(Reply.NO, await database.write(put)))
    await post.store("k1")
    return post


async def set_hold(post: Post, new: NewHold) -> str:
    return (await post.database.write(lambda s: place(s, post.vault, new, START, by="key:k1"))).id


async def texts(post: Post) -> list[str]:
    return sorted((await post.database.read(lambda s: post.vault.texts_of(s, SUBJECT))).values())


async def of_house(post: Post) -> list[HouseEvent]:
    entries = await post.database.read(lambda s: entries_after(s, "house", 0))
    assert not any("kanaria" in entry.text.lower() or "person-" in entry.text for entry in entries)
    return [decode(entry.text, HouseEvent).event for entry in entries]


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        (FUNDER, ["En ehdi.", "Kanarialintu holder-01", "kanaria.holder-01@example.org"]),
        (replace(FUNDER, fields=("person.name",)), ["Kanarialintu holder-01"]),
        (IN_INITIATIVE, ["En ehdi."]),
        (replace(IN_INITIATIVE, person=HOLDER), ["En ehdi."]),
        (replace(IN_INITIATIVE, person="person-holder-02"), []),
    ],
)
async def test_an_erasure_takes_what_is_not_held_and_nobody_sees_the_rest(
    post: Post, new: NewHold, kept: list[str]
) -> None:
    hold = await set_hold(post, new)
    refs = await post.database.read(lambda s: list(post.vault.texts_of(s, SUBJECT)))
    done = await post.database.write(lambda s: erase(s, post.vault, HOLDER, LATER))
    assert (done.texts, sum(one.texts for one in done.held)) == (3 - len(kept), len(kept))
    assert {(one.hold, one.reason, one.ends_on) for one in done.held} == (
        {(hold, FUNDER.reason, FUNDER.ends_on)} if kept else set()
    )
    assert await texts(post) == kept
    assert await post.database.read(lambda s: post.vault.reveal_many(s, refs)) == {}
    assert await post.database.read(lambda s: post.vault.missing(s, refs)) == set(refs)
    with pytest.raises(SubjectErased):
        await post.database.write(lambda s: post.vault.put(s, SUBJECT, "x", "y", LATER))
    assert (await verify_ledger(post.database)).broken == ()


@pytest.mark.parametrize("early", [True, False])
async def test_once_a_hold_has_ended_the_rest_goes_too(post: Post, early: bool) -> None:
    hold = await set_hold(post, FUNDER)
    done = await post.database.write(lambda s: erase(s, post.vault, HOLDER, LATER))
    assert await post.database.write(lambda s: complete(s, post.vault, HOLDER, LATER)) == 0
    assert (await post.database.read(lambda s: receipt_of(s, post.vault, HOLDER))) == done
    when = LATER if early else START.replace(year=2028)
    if early:
        await post.database.write(lambda s: lift(s, hold, LATER, by="key:k1"))
    assert await post.database.write(lambda s: complete(s, post.vault, HOLDER, when)) == 1
    assert await texts(post) == []
    assert await post.database.write(lambda s: complete(s, post.vault, HOLDER, when)) == 0
    events = await of_house(post)
    assert [type(one) for one in events] == [HoldSet, PersonErased, *[HoldLifted] * early, ErasureCompleted]
    receipt = await post.database.read(lambda s: receipt_of(s, post.vault, HOLDER))
    assert (receipt.held, receipt.texts, receipt.entry) == ((), 3, 2)


async def test_on_the_last_day_of_a_hold_it_still_holds(post: Post) -> None:
    await set_hold(post, FUNDER)
    last = START.replace(year=2027, month=12, day=31, hour=21, minute=59)  # 23:59 in Helsinki
    assert await post.database.read(lambda s: len(held_of(s, HOLDER, last))) == 1
    assert await post.database.read(lambda s: len(held_of(s, HOLDER, last + timedelta(minutes=1)))) == 0


async def test_what_a_hold_is_for_is_told_and_lies_in_the_vault(post: Post) -> None:
    hold = await set_hold(post, IN_INITIATIVE)
    (found,) = await post.database.read(lambda s: told(s, post.vault, holds(s, LATER, person=HOLDER)))
    assert (found.id, found.reason, found.basis) == (hold, FUNDER.reason, FUNDER.basis)
    assert await post.database.read(lambda s: holds(s, START.replace(year=2029))) == []
    assert len(await post.database.read(lambda s: holds(s, START.replace(year=2029), also_over=True))) == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"person": None}, Malformed),
        ({"person": None, "initiative": INITIATIVE, "fields": ("person.name",)}, Malformed),
        ({"ends_on": date(2020, 1, 1)}, Malformed),
        ({"initiative": "nowhere"}, Malformed),
        ({"person": "per_nobody"}, UnknownPerson),
    ],
)
async def test_a_hold_of_nothing_is_refused(post: Post, change: dict, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await set_hold(post, replace(FUNDER, **change))


async def test_a_hold_is_lifted_once_and_nobody_is_held_who_is_gone(post: Post) -> None:
    hold = await set_hold(post, FUNDER)
    await post.database.write(lambda s: lift(s, hold, LATER, by="key:k1"))
    with pytest.raises(HoldOver):
        await post.database.write(lambda s: lift(s, hold, LATER, by="key:k1"))
    with pytest.raises(UnknownHold):
        await post.database.write(lambda s: lift(s, "hold_none", LATER, by="key:k1"))
    with pytest.raises(NotErased):
        await post.database.read(lambda s: receipt_of(s, post.vault, HOLDER))
    await post.database.write(lambda s: erase(s, post.vault, HOLDER, LATER))
    with pytest.raises(SubjectErased):
        await set_hold(post, FUNDER)
