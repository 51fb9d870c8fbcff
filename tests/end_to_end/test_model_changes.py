"""Many running initiatives go on by another model, as their dry runs showed, though whoever applies it is killed."""

from __future__ import annotations

import asyncio
import random
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.folding import fold
from domain.initiative import Initiative
from domain.ledger.entries import Entry, decode
from domain.remodelling.dry_run import dry_run
from domain.remodelling.events import ModelChanged
from domain.wire import plain
from models import api_keys, model_changes
from models.states import KeyRole
from tests.domain.remodelling.edits import of_phase, timed, wd, without
from tests.fixtures.applying import Applier, Applying, applier
from tests.fixtures.audit import agrees, stands, stored
from tests.fixtures.bare_models import bare
from tests.fixtures.faults import KEYS, SEED, Note, World, sized
from tests.fixtures.temporal_process import NAMESPACE

pytestmark = [pytest.mark.server, pytest.mark.timeout(900)]

FORMER = replace(of_phase("joint_planning", without("make_commitment"))(bare("convening")), id="bare.former")
_SLOWER = of_phase("convening", timed("answer_invitation", due=wd(30)))(bare("convening"))
LATER = replace(of_phase("joint_planning", lambda rule: replace(rule, due=wd(90)))(_SLOWER), id="bare.later")
LATER = replace(LATER, version="2.0.0", ladders={**LATER.ladders, "normal": LATER.ladders["gentle"]})
REASON = "Kyselyn väli pitenee, koska vastaajat väsyvät."


async def test_what_was_shown_is_what_is_made_of_each_though_the_applier_is_killed(
    world: World, record_property: Note
) -> None:
    await world.work()
    number, kills = sized(4, 200), sized(1, 12)
    world.services.models[LATER.id] = LATER
    initiatives = await _under_way(world, number)
    proposer, approver = [await _admin(world) for _ in range(2)]
    change = await _asked(world, proposer, "", _wanted())
    assert change["counts"] == {"tried": number}
    shown = {row["initiative"]: row["dry_run"] for row in change["initiatives"]}
    before = {one: await stored(world.database, one) for one in initiatives}
    folded = {one: _fold(entries) for one, entries in before.items()}
    moved_on = initiatives[0]
    await world.careful.say(*world.answer(moved_on, 9))
    await _asked(world, approver, f"/{change['id']}/approve", {"sha256": change["sha256"]})

    fired = await _applied(world, change["id"], kills)

    made = await _asked(world, proposer, f"/{change['id']}")
    assert made["counts"] == {"moved_on": 1, "made": number - 1}
    for row in made["initiatives"]:
        one = row["initiative"]
        entries = await stands(world.database, one)
        assert entries[: len(before[one])] == before[one]
        if one == moved_on:
            assert row["code"] == "StateMovedOn"
            continue
        assert entries[row["seq"] - 1].text.count('"type":"model.changed"') == 1
        _agrees_with_its_dry_run(folded[one], entries, shown[one], row["seq"])
        await agrees(world.database, world.services.temporal, one)
    await _tried_again(world, change["id"], proposer, approver, number)
    for one in initiatives:
        await world.ends(one)
    await world.log.holds()
    record_property(
        f"models changed on {world.database.dialect}", f"{number}, by appliers killed {fired} times, seed {SEED}"
    )


async def _tried_again(world: World, change: str, proposer: str, approver: str, number: int) -> None:
    """The one that has moved on is tried again, approved anew, and made."""
    again = await _asked(world, proposer, f"/{change}/retry", {})
    assert (again["counts"], again["approved_at"]) == ({"tried": 1, "made": number - 1}, None)
    await _asked(world, approver, f"/{change}/approve", {"sha256": again["sha256"]})
    done = await _asked(world, proposer, f"/{change}/apply", {})
    assert done["counts"] == {"made": number}


def _agrees_with_its_dry_run(before: Initiative, entries: tuple[Entry, ...], shown: str, seq: int) -> None:
    """One entry changes the model, by what was shown; it is a dry run's difference, and no deadline came earlier."""
    changes = [decode(e.text) for e in entries if isinstance(decode(e.text).event, ModelChanged)]
    (changed,) = changes
    event = changed.event
    assert isinstance(event, ModelChanged)
    assert (changed.seq, event.model, event.dry_run) == (seq, LATER, shown)
    tried = dry_run(before, LATER, changed.at)
    assert tried.sha256 == shown
    after = _fold(entries[: seq + len(tried.released)])
    moved = {id: (o.due, after.obligations[id].due) for id, o in before.obligations.items()}
    assert {c.obligation: (c.due, c.due_after) for c in tried.clocks if c.obligation} == {
        id: dues for id, dues in moved.items() if dues[0] != dues[1]
    }
    assert all(was <= now for was, now in moved.values())
    assert before.at.due <= after.at.due
    assert (after.charter.model, after.facts, after.state) == (LATER, before.facts, before.state)


async def _under_way(world: World, number: int) -> list[str]:
    """Initiatives of the former model: some convene, some plan, one rests."""
    started = [await world.start(FORMER) for _ in range(number)]
    for n, one in enumerate(started):
        await asyncio.gather(*(world.careful.say(*world.answer(one, seat)) for seat in range(n % 4)))
        if n % 3 == 1:
            await world.says(one, "take-exit", exit="advance")
        if n == number - 1:
            until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
            await world.says(one, "pause", until=until, reason="Remontti")
    for one in started:
        await agrees(world.database, world.services.temporal, one)
    return sorted(started, key=lambda one: (started.index(one) % 3, one))


async def _applied(world: World, change: str, kills: int) -> int:
    """Work through it with appliers that are killed at some moment, the last of which is not."""
    order = Applying(
        change=change,
        database_url=world.database_url,
        address=world.temporal.address,
        namespace=NAMESPACE,
        queue=world.queue,
        master=KEYS.master.hex(),
        link_key=(b"l" * 32).hex(),
        models=[plain(model) for model in (FORMER, LATER)],
    )
    chance = random.Random(SEED)
    for _ in range(kills):
        working = await applier(order)
        made = await _made(world, change)
        await _until_more(world, change, made + chance.randrange(1, 4), working)
        await asyncio.sleep(chance.random() * 0.1)
        await working.kill()
    await (await applier(order)).done()
    return kills


async def _until_more(world: World, change: str, made: int, working: Applier) -> None:
    """Wait until so many are made, or nothing is left."""
    async with asyncio.timeout(60):
        while await _made(world, change) < made and working.process.returncode is None:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.01)


async def _made(world: World, change: str) -> int:
    rows = await world.database.read(lambda session: model_changes.initiatives(session, change))
    return sum(row.seq is not None for row in rows)


def _fold(entries: tuple[Entry, ...]) -> Initiative:
    return fold(decode(entry.text) for entry in entries)


def _wanted() -> dict[str, Any]:
    return {
        "from_model": FORMER.id,
        "from_version": FORMER.version,
        "to_model": LATER.id,
        "to_version": LATER.version,
        "reason": REASON,
    }


async def _admin(world: World) -> str:
    now = datetime.now(UTC)
    return await world.database.write(
        lambda session: api_keys.create(session, KeyRole.ADMIN, secrets.token_hex(4), now)
    )


async def _asked(world: World, key: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    method = "GET" if body is None else "POST"
    headers = {"Authorization": f"Bearer {key}"}
    answer = await world.careful.client.request(method, f"/api/v1/model-changes{path}", json=body, headers=headers)
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found
