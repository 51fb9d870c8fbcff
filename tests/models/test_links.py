"""Personal links: whom they are of, how long they open, and how they are taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.commands import TakeExit
from domain.deciding import opening
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.engine import Database
from models.letter_claims import claim
from models.links import GRACE, Link, by_token, is_news, revoke, see
from models.tables import Letter
from tests.fixtures.correspondence import INITIATIVE, Post, hashed
from tests.fixtures.rules import COORDINATOR, START, text

A_MOMENT = timedelta(seconds=1)


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def send_all(post: Post) -> None:
    lease, now = timedelta(minutes=5), post.play.now
    await post.database.write(
        lambda session: claim(session, post.keys, now, lease=lease, limit=99, domain="example.org")
    )


async def whose(post: Post, letter: Letter, now: datetime = START) -> Link | None:
    digest = hashed(post.keys.link_token(letter.id))
    return await post.database.read(lambda session: by_token(session, digest, now))


async def test_a_link_opens_one_seat_once_its_letter_has_gone(post: Post) -> None:
    letter = await post.letter("holder-01")
    assert await whose(post, letter) is None
    await send_all(post)
    assert await whose(post, letter) == Link(letter.id, INITIATIVE, letter.obligation_id, "seat-01", "holder-01")
    assert await whose(post, await post.letter(COORDINATOR.actor)) is None


async def test_links_outlive_their_initiative_by_a_while(post: Post) -> None:
    await send_all(post)
    post.play.say(TakeExit(ExitKind.STOP, text()))
    await post.store()
    letter = await post.letter("holder-01")
    assert await whose(post, letter, START + GRACE - A_MOMENT) is not None
    assert await whose(post, letter, START + GRACE) is None


async def test_a_link_outlives_its_answer_by_a_while(post: Post) -> None:
    await send_all(post)
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    answered, waiting = await post.letter("holder-01"), await post.letter("holder-02")
    assert await whose(post, answered, START + GRACE - A_MOMENT) is not None
    assert await whose(post, answered, START + GRACE) is None
    assert await whose(post, waiting, START + 10 * GRACE) is not None  # as long as its obligation is open


async def test_an_old_link_opens_as_long_as_its_reader_owes_anything_for_the_seat(post: Post) -> None:
    await send_all(post)
    old = await post.letter("holder-01")
    post.play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    await post.store()
    post.play.record(opening(post.play.initiative, "need_identification", post.play.now))
    await post.store()
    assert await whose(post, old, START + 2 * GRACE) is not None
    await post.wait(60)
    assert await whose(post, old, post.play.now + GRACE) is None


async def test_a_link_whose_matter_was_passed_on_says_so_and_the_deputys_does_not(post: Post) -> None:
    await send_all(post)
    post.play.seat_says("seat-01", AnswerInvitation(Reply.DEPUTY))
    await post.store()
    await send_all(post)
    former, deputys = await post.letter("holder-01"), await post.letter("deputy-01", "handed_over")
    links = [await whose(post, letter) for letter in (former, deputys)]
    assert [(link.actor, link.passed_on) for link in links if link] == [("holder-01", True), ("deputy-01", False)]


async def test_a_deputy_who_was_only_reminded_has_a_link_that_speaks_for_the_seat(post: Post) -> None:
    await post.wait(30)
    letters = await post.letters()
    step = min(step for actor, step in letters if actor == "deputy-01")
    await send_letter(post, letters["deputy-01", step])
    link = await whose(post, letters["deputy-01", step], post.play.now)
    assert link is not None
    assert (link.seat, link.passed_on) == ("seat-01", False)


async def test_a_link_is_taken_back_by_its_letter_or_with_all_of_its_seat(post: Post) -> None:
    await send_all(post)
    first, second = await post.letter("holder-01"), await post.letter("holder-02")
    assert await post.database.write(lambda session: revoke(session, START, letter=first.id)) == [first.id]
    assert await whose(post, first) is None
    assert await whose(post, second) is not None
    seat = {"initiative": INITIATIVE, "seat": "seat-02"}
    assert await post.database.write(lambda session: revoke(session, START, **seat)) == [second.id]
    assert await post.database.write(lambda session: revoke(session, START, **seat)) == []
    assert await whose(post, second) is None


async def send_letter(post: Post, letter: Letter) -> None:
    """Give a letter its link, as if it had gone out."""

    def sent(session: object) -> None:
        row = session.get_one(Letter, letter.id)  # type: ignore[attr-defined]
        row.token_sha256 = hashed(post.keys.link_token(letter.id))

    await post.database.write(sent)


async def test_of_all_looks_the_first_and_the_last_are_known(post: Post) -> None:
    digest = hashed(post.keys.link_token((await post.letter("holder-01")).id))
    await send_all(post)
    first, again, last = START, START + timedelta(seconds=20), START + timedelta(days=2)
    for moment, is_told in ((first, True), (again, False), (last, True)):
        assert await post.database.read(lambda session, now=moment: is_news(session, digest, now)) is is_told
        await post.database.write(lambda session, now=moment: see(session, digest, now))
    letter = await post.letter("holder-01")
    assert (letter.opened_at, letter.last_seen_at) == (first, last)
    assert (await post.letter("holder-02")).last_seen_at is None
