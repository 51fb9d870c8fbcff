"""Two initiatives that ask the same people, and one of these people: her letters, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from models.letter_claims import claim
from models.letter_outcomes import (
    ClaimedBundle,
    Outcome,
    Sent,
    record,
)
from models.tables import Actor, Letter, Person
from tests.fixtures.correspondence import BESIDE, INITIATIVE, Post
from tests.fixtures.rules import START

LEASE, DAY = timedelta(minutes=5), timedelta(days=1)
MAIJA = "person-holder-01"


async def claimed(post: Post, now: datetime = START, limit: int = 50) -> list[ClaimedBundle]:
    return await post.database.write(
        lambda session: claim(session, post.keys, now, lease=LEASE, limit=limit, domain="example.org")
    )


async def ended(post: Post, bundle: ClaimedBundle, outcome: Outcome, now: datetime = START) -> int:
    return await post.database.write(lambda session: record(session, bundle, outcome, now))


async def all_sent(post: Post, now: datetime = START) -> Sequence[ClaimedBundle]:
    bundles = await claimed(post, now)
    for bundle in bundles:
        assert await ended(post, bundle, Sent("smtp", "250 ok"), now) == len(bundle.letters)
    return bundles


async def of_maija(post: Post) -> dict[tuple[str, str], Letter]:
    """Her letters by initiative and step."""

    def read(session: Session) -> dict[tuple[str, str], Letter]:
        rows = session.exec(select(Letter).join(Actor, col(Actor.id) == Letter.actor).where(Actor.person_id == MAIJA))
        return {(row.initiative_id, row.step): row for row in rows}

    return await post.database.read(read)


async def hers(post: Post, bundles: Sequence[ClaimedBundle]) -> ClaimedBundle:
    ids = {letter.id for letter in (await of_maija(post)).values()}
    (found,) = [bundle for bundle in bundles if ids & set(bundle.letters)]
    return found


async def wishes(post: Post, **columns: object) -> None:
    await post.database.write(
        lambda session: session.execute(update(Person).where(col(Person.id) == MAIJA).values(columns))
    )


async def reminded(post: Post) -> datetime:
    """The first invitations have gone, and a reminder of each falls due; when."""
    await all_sent(post)
    now = await post.wait(8)

    def remind_beside(session: Session) -> None:
        for letter in session.exec(select(Letter).where(Letter.initiative_id == INITIATIVE, Letter.step == "0.remind")):
            other = {"id": letter.id[::-1], "initiative_id": BESIDE, "actor": f"{letter.actor} too"}
            session.add(Letter(**letter.model_dump() | other))

    await post.database.write(remind_beside)
    return now


async def later(post: Post) -> None:
    """What the second initiative asks falls due a moment after what the first one does."""
    change = update(Letter).where(col(Letter.initiative_id) == BESIDE).values(due_at=START + LEASE)
    await post.database.write(lambda session: session.execute(change))


async def is_hers(post: Post, bundle: ClaimedBundle) -> bool:
    return bool({letter.id for letter in (await of_maija(post)).values()} & set(bundle.letters))
