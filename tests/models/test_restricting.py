"""Restricting: what is known of a person is kept, shown to nobody, added to by nobody, and brings no letters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.house import HouseEvent, PersonRestricted, RestrictionLifted
from domain.ledger.entries import decode
from models import register
from models.append import entries_after
from models.engine import Database
from models.erasing import erase
from models.letter_claims import claim
from models.restricting import lift, restrict
from models.states import LetterState
from models.vault import SubjectErased, SubjectRestricted
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import START

HOLDER, SUBJECT = "person-holder-01", "person:person-holder-01"
LATER = START + timedelta(hours=1)


@pytest.fixture
async def post(database: Database) -> Post:
    post = await Post.open(database)
    assert await database.write(lambda s: restrict(s, HOLDER, START, by="key:k1")) == START
    return post


async def name(post: Post) -> str | None:
    row = await post.database.read(lambda s: register.person(s, HOLDER))
    return (await post.database.read(lambda s: register.reveal_persons(s, post.vault, [row])))[0].name


async def test_it_is_kept_and_shown_to_nobody_until_it_is_lifted(post: Post) -> None:
    assert await name(post) is None
    kept = await post.database.read(lambda s: post.vault.texts_of(s, SUBJECT))
    assert sorted(kept.values()) == ["Kanarialintu holder-01", "kanaria.holder-01@example.org"]
    assert await post.database.read(lambda s: post.vault.missing(s, kept)) == set(kept)
    with pytest.raises(SubjectRestricted) as refused:
        await post.database.write(lambda s: post.vault.put(s, SUBJECT, "x", "y", LATER))
    assert refused.value.remedy
    assert await post.database.write(lambda s: lift(s, HOLDER, LATER, by="key:k1")) is True
    assert await name(post) == "Kanarialintu holder-01"


async def test_letters_that_fall_due_meanwhile_are_not_sent_and_those_of_others_are(post: Post) -> None:
    await post.database.write(
        lambda s: claim(s, post.keys, START, lease=timedelta(minutes=5), limit=9, domain="example.org")
    )
    letter = await post.letter("holder-01")
    assert (letter.state, letter.reason, letter.token_sha256) == (LetterState.SUPPRESSED, "restricted", None)
    assert (await post.letter("holder-02")).state is LetterState.CLAIMED


async def test_each_is_told_in_the_house_once(post: Post) -> None:
    assert await post.database.write(lambda s: restrict(s, HOLDER, LATER, by="key:k1")) == START
    for lifted in (True, False):
        assert await post.database.write(lambda s: lift(s, HOLDER, LATER, by="key:k1")) is lifted
    entries = await post.database.read(lambda s: entries_after(s, "house", 0))
    assert [type(decode(one.text, HouseEvent).event) for one in entries] == [PersonRestricted, RestrictionLifted]


async def test_somebody_restricted_may_be_erased_and_nobody_else_comes_back(post: Post) -> None:
    assert (await post.database.write(lambda s: erase(s, post.vault, HOLDER, LATER))).texts == 2
    for change in (restrict, lift):
        with pytest.raises(SubjectErased):
            await post.database.write(lambda s, change=change: change(s, HOLDER, LATER, by="key:k1"))
    with pytest.raises(register.UnknownPerson):
        await post.database.write(lambda s: restrict(s, "per_nobody", LATER, by="key:k1"))
