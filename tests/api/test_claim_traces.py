"""From a claimed result back to the figures it stands on, their sources, and the outsider who verified it."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from api.claim_traces import trace
from api.problems import NotFound
from domain.facts import Verdict
from domain.ledger.entries import GENESIS, Entry, encode
from models.append import Proposal, append
from models.engine import Database
from models.vault import Vault
from tests.domain.correcting.histories import scripted
from tests.fixtures.cycle import OUTSIDER
from tests.fixtures.rules import Play


class Telling(Vault):
    """Stands where a vault does: every text is its own commitment."""

    def reveal_many(self, session: Any, commitments: Iterable[str], opened: Any = None) -> dict[str, str]:
        return {one: f"text {one}" for one in commitments}


@pytest.fixture
def play() -> Play:
    return scripted("establishment")


@pytest.fixture
async def services(database: Database, play: Play) -> Any:
    prev, entries = GENESIS, list[Entry]()
    for one in play.entries:
        entry = encode(one, stream=f"initiative:{play.initiative.id}", prev=prev, model="m@1", command_key=None)
        prev = entry.leaf_hash
        entries.append(entry)
    vault = Telling(b"v" * 32)
    whole = Proposal(play.initiative.id, 0, tuple(entries))
    assert await database.write(lambda session: append(session, vault, whole)) == ()
    return SimpleNamespace(database=database, vault=vault)


async def test_a_claim_leads_to_its_observations_their_source_and_its_verifier(services: Any, play: Play) -> None:
    found = await trace(services, play.initiative.id, "c1")
    assert found.text
    assert {one.observation for one in found.observations} == {"o1", "o2"}
    for one in found.observations:
        assert one.source is not None
        assert one.source.definition
        assert one.seat == one.source.owner
    assert found.verifiers[-1] == OUTSIDER
    assert [(one.verifier, one.verdict) for one in found.verdicts] == [(OUTSIDER, Verdict.CONFIRMED)]
    kinds = {entry.seq: entry.event.KIND for entry in play.entries}
    assert [kinds[seq] for seq in found.entries] == sorted(
        (kinds[seq] for seq in found.entries),
        key=["indicator.defined", "observation.reported", "claim.made", "verdict.given"].index,
    )
    assert kinds[found.entry] == "claim.made"


async def test_a_claim_that_is_not_there_is_not_found(services: Any, play: Play) -> None:
    with pytest.raises(NotFound):
        await trace(services, play.initiative.id, "c9")
