"""A hold that is set beside an erasure or retention: whichever comes first, nothing that is held goes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlmodel import Session

from domain.commands import TakeExit
from domain.operating_model import ExitKind
from models.engine import Database
from models.erasing import erase
from models.holds import NewHold, place
from models.retention import Periods, Piece, What, let_go
from models.tables import PhoneCall
from models.vault import SubjectErased
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import START, text
from tests.models.test_holds import FUNDER, HOLDER, IN_INITIATIVE, LATER, texts
from tests.models.test_holds import post as post

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgres"], indirect=True)]
AFTER = START + timedelta(days=400)
ALL = Periods(people=365, notes=30, texts=100)
T = TypeVar("T")
_BEGUN, _A_MOMENT = 5.0, 0.3  # seconds: at most until the first has begun, and that it lets the second go ahead


async def beside(database: Database, first: Callable[[Session], object], second: Callable[[Session], T]) -> T:
    """What the second finds that comes after the first has done its work and before it is committed."""
    done, go_on = threading.Event(), threading.Event()

    def slowly(session: Session) -> None:
        first(session)
        session.flush()
        done.set()
        go_on.wait(_BEGUN)

    one = asyncio.create_task(database.write(slowly))
    assert await asyncio.to_thread(done.wait, _BEGUN)
    other = asyncio.create_task(database.write(second))
    await asyncio.wait({other}, timeout=_A_MOMENT)
    go_on.set()
    await one
    return await other


def setting(post: Post, new: NewHold) -> Callable[[Session], object]:
    return lambda session: place(session, post.vault, new, LATER, by="key:k1")


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        (FUNDER, ["En ehdi.", "Kanarialintu holder-01", "kanaria.holder-01@example.org"]),
        (replace(FUNDER, fields=("person.name",)), ["Kanarialintu holder-01"]),
        (IN_INITIATIVE, ["En ehdi."]),
    ],
    ids=["of a person", "of a name", "of an initiative"],
)
async def test_an_erasure_that_comes_beside_a_hold_keeps_what_is_held(
    post: Post, new: NewHold, kept: list[str]
) -> None:
    done = await beside(post.database, setting(post, new), lambda s: erase(s, post.vault, HOLDER, LATER))
    assert await texts(post) == kept
    assert sum(one.texts for one in done.held) == len(kept)


async def test_a_hold_that_comes_beside_an_erasure_is_told_that_there_is_nothing_to_hold(post: Post) -> None:
    with pytest.raises(SubjectErased):
        await beside(post.database, lambda s: erase(s, post.vault, HOLDER, LATER), setting(post, FUNDER))
    assert await texts(post) == []


@pytest.mark.parametrize("what", [What.TEXTS, What.NOTE])
async def test_retention_that_comes_beside_a_hold_keeps_what_is_held(post: Post, what: What) -> None:
    def called(session: Session) -> None:
        note = post.vault.put(session, f"person:{HOLDER}", "call.note", "Soitti takaisin.", START)
        about = {"initiative_id": INITIATIVE, "obligation_id": "o", "actor": "holder-01", "called_at": START}
        session.add(PhoneCall(id="c1", **about, by="key:k", result="call_back", note_ref=note))

    await post.database.write(called)
    post.play.say(TakeExit(ExitKind.STOP, text()))
    await post.store()
    piece = Piece(What.NOTE, "c1") if what is What.NOTE else Piece(What.TEXTS, HOLDER, INITIATIVE)
    before = await texts(post)
    gone = await beside(post.database, setting(post, FUNDER), lambda s: let_go(s, post.vault, piece, ALL, AFTER))
    assert (gone.texts, gone.notes) == (0, 0)
    assert await texts(post) == before
