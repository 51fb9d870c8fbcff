"""Retention: what was kept for as long as was chosen goes, what is needed or held stays, a dry run takes nothing."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import asdict
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from domain.actors import Role
from domain.commands import TakeExit
from domain.house import OPERATOR, HouseEvent, PersonErased, RetentionApplied
from domain.ledger.entries import decode
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.sealed import Sealed
from models import enrolment, staff
from models.append import entries_after
from models.engine import Database
from models.holds import NewHold, place
from models.retention import Gone, Periods, Piece, What, apply, due, is_due, let_go, tell
from models.states import CallResult
from models.tables import Person, PhoneCall, RegisterSeat
from models.vault import erasures
from stack.verifying import verify_ledger
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.databases import everything
from tests.fixtures.rules import START, text

HOLDER, SUBJECT = "person-holder-01", "person:person-holder-01"
ALL = Periods(people=365, notes=30, texts=100)


@pytest.fixture
async def post(database: Database) -> Post:
    """An initiative that has ended; its first seat wrote a text, was called, and their term is over."""
    post = await Post.open(database, seats=1, deputies=False)

    def known(session) -> Sealed:
        ref = post.vault.put_pending(session, SUBJECT, "answer.reason", "En ehdi.", "k1", START)
        note = post.vault.put(session, SUBJECT, "call.note", "Soitti takaisin.", START)
        about = {"initiative_id": INITIATIVE, "obligation_id": "o", "actor": "holder-01", "called_at": START}
        session.add(PhoneCall(id="c1", **about, by="key:k", result=CallResult.CALL_BACK, note_ref=note))
        session.get_one(RegisterSeat, "seat-01").term_until = START.date()
        return Sealed(ref, 8, "fi")

    post.play.seat_says("seat-01", AnswerInvitation(Reply.NO, await database.write(known)))
    await post.store("k1")
    post.play.say(TakeExit(ExitKind.STOP, text()))
    await post.store()
    return post


async def applied(post: Post, days: int, periods: Periods = ALL) -> Gone:
    """As the housekeeper applies it."""
    when, gone = START + timedelta(days=days), Gone()
    for piece in await post.database.read(lambda s: due(s, periods, when)):
        gone += await post.database.write(lambda s, piece=piece: let_go(s, post.vault, piece, periods, when))  # type: ignore[misc]
    await post.database.write(lambda s: tell(s, periods, gone, when))
    return gone


async def let_go_of(post: Post, piece: Piece, when: datetime) -> Gone:
    return await post.database.write(lambda s: let_go(s, post.vault, piece, Periods(people=365), when))


async def texts(post: Post) -> int:
    return len(await post.database.read(lambda s: post.vault.texts_of(s, SUBJECT)))


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (29, Gone()),
        (31, Gone(notes=1)),
        (101, Gone(notes=1, texts=1)),
        (367, Gone(people=2)),  # the coordinator too, of whom nothing goes on
    ],
)
async def test_each_goes_on_its_day_and_once(post: Post, days: int, gone: Gone) -> None:
    assert await applied(post, days) == gone
    assert await applied(post, days) == Gone()
    assert (await verify_ledger(post.database)).broken == ()
    events = [decode(one.text, HouseEvent) for one in await post.database.read(lambda s: entries_after(s, "house", 0))]
    first = next(one.event for one in events if isinstance(one.event, RetentionApplied))
    assert first == RetentionApplied(**asdict(gone))
    assert all(one.event.by_term and one.actor == "rule" for one in events if isinstance(one.event, PersonErased))


async def test_nothing_goes_while_nothing_was_chosen_and_a_dry_run_keeps_everything(post: Post) -> None:
    assert await applied(post, 9999, Periods()) == Gone()
    before = await everything(post.database)
    when = START + timedelta(days=400)
    assert (await post.database.tried(lambda s: apply(s, post.vault, ALL, when))).people == 2
    assert await everything(post.database) == before


async def test_it_goes_piece_by_piece_in_one_order_and_what_began_meanwhile_stays(post: Post) -> None:
    when = START + timedelta(days=400)
    pieces = await post.database.read(lambda s: due(s, ALL, when))
    people = sorted(piece.of for piece in pieces if piece.what is What.PERSON)
    assert pieces == [
        *(Piece(What.PERSON, person) for person in people),
        Piece(What.NOTE, "c1"),
        Piece(What.TEXTS, HOLDER, INITIATIVE),
    ]
    await post.database.write(lambda s: staff.give(s, post.vault, HOLDER, Role.ADMIN, by=OPERATOR, now=when))
    gone = [await post.database.write(lambda s, one=one: let_go(s, post.vault, one, ALL, when)) for one in pieces]  # type: ignore[misc]
    assert gone == [Gone(people=int(person != HOLDER)) for person in people] + [Gone(notes=1), Gone(texts=1)]


async def test_an_edit_beside_it_waits_for_one_person_and_neither_for_ever(post: Post) -> None:
    """Whoever edits several people at once locks them in another order than retention comes to them."""
    when = START + timedelta(days=400)
    pieces = await post.database.read(lambda s: due(s, Periods(people=365), when))
    edited, going_on = threading.Event(), threading.Event()

    def edit(session: Session) -> None:
        session.get(Person, pieces[-1].of, with_for_update=True)
        edited.set()
        going_on.wait(2)
        session.get(Person, pieces[0].of, with_for_update=True)

    editing = asyncio.create_task(post.database.write(edit))
    await asyncio.to_thread(edited.wait)
    going_on.set() if post.database.dialect == "sqlite" else None  # there one who writes waits for the other anyway
    assert await let_go_of(post, pieces[0], when) == Gone(people=1)
    going_on.set()
    await editing
    assert await let_go_of(post, pieces[-1], when) == Gone(people=1)


async def test_what_is_held_stays_until_the_hold_has_ended(post: Post) -> None:
    hold = NewHold("Tarkastus", "Sopimus", date(START.year + 3, 1, 1), person=HOLDER)
    await post.database.write(lambda s: place(s, post.vault, hold, START, by="operator"))
    assert await applied(post, 400) == Gone(people=1)
    assert await texts(post) == 4
    assert (await applied(post, 1500)).people == 1
    assert await texts(post) == 0


async def test_whoever_has_a_seat_that_goes_on_or_was_entered_lately_stays(post: Post) -> None:
    def others(session) -> str:
        session.get_one(RegisterSeat, "seat-01").term_until = None
        now = START + timedelta(days=380)
        return enrolment.create_person(session, post.vault, name="Uusi", language="fi", now=now).id

    new = await post.database.write(others)
    assert await applied(post, 400) == Gone(people=1, notes=1, texts=1)
    assert await post.database.read(lambda s: erasures(s, [SUBJECT, f"person:{new}"])) == {}


async def test_whoever_is_of_the_staff_stays_and_as_long_again_once_they_are_not(post: Post) -> None:
    def change(days: int, act) -> None:
        return post.database.write(lambda s: act(s, HOLDER, Role.AUDITOR, by=OPERATOR, now=START + timedelta(days)))

    await change(0, lambda s, *said, **more: staff.give(s, post.vault, *said, **more))
    assert await applied(post, 400) == Gone(people=1, notes=1, texts=1)
    await change(500, staff.take)
    assert await applied(post, 864) == Gone()
    assert await applied(post, 866) == Gone(people=1)


async def test_it_is_due_once_a_day_where_anything_may_come_of_it(post: Post) -> None:
    def due(periods: Periods, hours: int):
        return post.database.read(lambda s: is_due(s, periods, START + timedelta(hours=hours)))

    assert (await due(Periods(), 0), await due(ALL, 0)) == (False, True)
    await applied(post, 0)
    assert (await due(ALL, 12), await due(ALL, 24)) == (False, True)


async def test_whoever_may_sign_in_stays_however_long_ago_they_were_entered(post: Post) -> None:
    await post.database.write(lambda s: staff.give(s, post.vault, HOLDER, Role.ADMIN, by=OPERATOR, now=START))
    assert (await applied(post, 4000)).people == 1  # the coordinator, who may not
    assert await post.database.read(staff.has_administrator)
    assert SUBJECT not in await post.database.read(lambda s: erasures(s, [SUBJECT]))
