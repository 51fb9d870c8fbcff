"""Erasing a person: what goes, which doors close, and what still stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import Session, update

from domain.commands import TakeExit
from domain.house import HouseEvent, PersonErased
from domain.ledger.entries import decode
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from letters.person_pages import receipt_page
from models import api_keys, house, log_checkpoints, register
from models.append import STREAM, entries_after
from models.engine import Database
from models.erasing import Erasure, erase, require_kept
from models.erasure_receipts import receipt_of
from models.letter_claims import claim
from models.letter_outcomes import Reason
from models.links import by_token
from models.log_checkpoints import Why
from models.log_sequencing import sequence
from models.print_pile import to_print
from models.signing import Signer
from models.states import KeyRole, LetterState
from models.tables import Letter, Person
from models.vault import SubjectErased
from stack.verifying import verify_ledger
from tests.fixtures.correspondence import INITIATIVE, Post, hashed
from tests.fixtures.databases import everything
from tests.fixtures.interrupting import tried_before_each_statement
from tests.fixtures.rules import COORDINATOR, START, text

HOLDER = "person-holder-01"
LATER = START + timedelta(hours=1)


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def erased(post: Post, person: str = HOLDER, now=LATER) -> Erasure:
    return await post.database.write(lambda session: erase(session, post.vault, person, now))


async def test_name_address_and_texts_go_and_the_row_stays(post: Post) -> None:
    await post.database.write(lambda s: post.vault.put(s, f"person:{HOLDER}", "answer.reason", "En ehdi.", START))
    done = await erased(post)
    assert (done.texts, done.already, done.erased_at) == (3, False, LATER)
    assert done.seats == ("seat-01",)
    row = await post.database.read(lambda s: register.person(s, HOLDER))
    (record,) = await post.database.read(lambda s: register.reveal_persons(s, post.vault, [row]))
    assert record == register.PersonRecord(HOLDER, row.language, None, None)
    assert (await verify_ledger(post.database)).broken == ()


async def test_a_second_time_says_when_it_was_done_and_takes_nothing(post: Post) -> None:
    done = await erased(post)
    again = await erased(post, now=LATER + timedelta(days=1))
    nothing = {"texts": 0, "links": 0, "letters": again.letters, "keys": ()}
    assert again == replace(done, already=True, **nothing)


async def test_a_receipt_waits_for_the_checkpoint_that_covers_it_and_then_carries_it(post: Post) -> None:
    done = await erased(post)
    assert done.checkpoint is None
    assert "Merkintä odottaa tarkistusmerkkiä" in receipt_page(done, "fi")

    def sign(session: Session) -> str:
        sequence(session, limit=500)
        return log_checkpoints.sign(session, Signer("a.example", b"s" * 32), LATER, Why.TIME).text

    signed = await post.database.write(sign)
    later = await post.database.read(lambda s: receipt_of(s, post.vault, HOLDER))
    assert later == replace(done, checkpoint=signed)
    for language, said in (("fi", "kattaa merkinnän"), ("sv", "täcker anteckningen"), ("en", "covers the entry")):
        page = receipt_page(later, language)
        assert said in page
        assert signed in unescape(page)
    assert (await erased(post)).checkpoint == signed


async def test_personal_links_end_and_letters_of_later_days_bring_none(post: Post) -> None:
    await post.database.write(
        lambda s: claim(s, post.keys, START, lease=timedelta(minutes=5), limit=9, domain="example.org")
    )
    letter = await post.letter("holder-01")
    token = hashed(post.keys.link_token(letter.id))
    assert await post.database.read(lambda s: by_token(s, token, START)) is not None
    assert (await erased(post)).links == 1
    assert await post.database.read(lambda s: by_token(s, token, LATER)) is None
    now = await post.wait(10)
    await post.database.write(lambda s: claim(s, post.keys, now, lease=timedelta(minutes=5), limit=9, domain="x.org"))
    mine = [row for (actor, _), row in (await post.letters()).items() if actor == "holder-01" and row.id != letter.id]
    assert mine
    assert all((row.state, row.reason) == (LetterState.SUPPRESSED, "erased") for row in mine)
    assert all(row.token_sha256 is None for row in mine)


async def test_letters_that_wait_are_counted_and_those_of_others_go_out(post: Post) -> None:
    assert (await erased(post)).letters == 1
    await post.database.write(
        lambda s: claim(s, post.keys, START, lease=timedelta(minutes=5), limit=9, domain="example.org")
    )
    assert (await post.letter("holder-02")).state is LetterState.CLAIMED


async def test_what_waits_to_be_printed_ends_and_is_accounted_for_anew(post: Post) -> None:
    def on_the_pile(session) -> None:
        for actor in ("holder-01", "holder-02"):
            session.get_one(Person, f"person-{actor}").address_ref = None
        claim(session, post.keys, START, lease=timedelta(minutes=5), limit=9, domain="example.org")
        session.flush()
        session.execute(update(Letter).values(accounted_seq=4))

    await post.database.write(on_the_pile)
    assert [one.letter.actor for one in await post.database.read(to_print)] == ["holder-01", "holder-02"]
    assert (await erased(post)).letters == 1
    letter = await post.letter("holder-01")
    assert (letter.state, letter.reason, letter.accounted_seq) == (LetterState.SUPPRESSED, Reason.ERASED, None)
    assert [one.letter.actor for one in await post.database.read(to_print)] == ["holder-02"]
    kept = await post.letter("holder-02")
    assert (kept.state, kept.reason, kept.accounted_seq) == (LetterState.HELD, Reason.TO_PRINT, 4)
    assert (await erased(post, now=LATER + timedelta(days=1))).letters == 0


async def test_no_letter_tells_any_more_what_the_person_had_stopped(post: Post) -> None:
    def stop(session) -> None:
        session.execute(update(Letter).values(state=LetterState.SUPPRESSED, reason=Reason.STOPPED, accounted_seq=4))

    await post.database.write(stop)
    await erased(post)
    mine, other = await post.letter("holder-01"), await post.letter("holder-02")
    assert (mine.reason, mine.accounted_seq) == (Reason.PERSONAL, 4)
    assert other.reason == Reason.STOPPED


async def test_keys_that_act_for_the_person_end_and_those_of_others_do_not(post: Post) -> None:
    def make(session) -> list[str]:
        whose = (HOLDER, HOLDER, "person-holder-02", None)
        return [api_keys.create(session, KeyRole.COORDINATOR, "desk", START, person_id=person) for person in whose]

    keys = await post.database.write(make)
    done = await erased(post)
    assert sorted(done.keys) == sorted(key.split("_")[1] for key in keys[:2])
    live = await post.database.read(lambda s: [api_keys.verify(s, key, LATER) is not None for key in keys])
    assert live == [False, False, True, True]
    labels = await post.database.read(lambda s: {row.id: row.label for row in api_keys.listed(s)})
    assert [labels[api_keys.id_of(key)] for key in keys] == ["(erased)", "(erased)", "desk", "desk"]


async def test_open_initiatives_of_a_coordinator_are_named_until_they_end(post: Post) -> None:
    coordinator = f"person-{COORDINATOR.actor}"
    assert (await erased(post, coordinator)).coordinates == (INITIATIVE,)
    post.play.say(TakeExit(ExitKind.STOP, text()))
    await post.store()
    assert (await erased(post, coordinator)).coordinates == ()


async def test_the_ledger_stands_as_it_did_with_what_the_person_decided(post: Post) -> None:
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    before = await post.database.read(lambda s: entries_after(s, STREAM + INITIATIVE, 0))
    await erased(post)
    assert before == await post.database.read(lambda s: entries_after(s, STREAM + INITIATIVE, 0))
    assert any('"actor":"holder-01"' in entry.text for entry in before)


async def test_nobody_unknown_is_erased(post: Post) -> None:
    with pytest.raises(register.UnknownPerson) as told:
        await erased(post, "person-nobody")
    assert told.value.remedy


async def test_nothing_new_is_given_to_an_erased_person(post: Post) -> None:
    await post.database.read(lambda s: require_kept(s, HOLDER))
    await erased(post)
    with pytest.raises(SubjectErased, match="has been erased"):
        await post.database.read(lambda s: require_kept(s, HOLDER))


async def test_it_is_told_in_the_house_once_and_names_nobody(post: Post) -> None:
    done = await erased(post)
    again = await erased(post, now=LATER + timedelta(days=1))
    assert (again.id, again.entry) == (done.id, done.entry) == (done.id, 1)
    (entry,) = await post.database.read(lambda s: entries_after(s, "house", 0))
    told = decode(entry.text, HouseEvent)
    assert told.event == PersonErased(erasure=done.id, texts=2, held=0, letters=1, links=0, keys=0)
    assert told.actor == "operator"
    assert HOLDER not in entry.text
    assert await post.database.read(lambda s: receipt_of(s, post.vault, HOLDER)) == done


async def test_what_the_person_did_in_the_house_cannot_be_traced_to_them_any_more(post: Post) -> None:
    actor = await post.database.write(lambda s: house.actor_of(s, HOLDER))
    await erased(post)
    assert await post.database.read(lambda s: house.person_of(s, actor)) is None


async def test_dying_before_any_statement_leaves_nothing_half_done(post: Post) -> None:
    before = await everything(post.database)
    died, done = await tried_before_each_statement(
        post.database, lambda s: erase(s, post.vault, HOLDER, LATER), unchanged=lambda: everything(post.database)
    )
    assert died > 10
    assert (done.texts, done.entry) == (2, 1)
    assert await everything(post.database) != before
