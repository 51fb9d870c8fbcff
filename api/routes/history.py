"""Histories: what the ledger tells, by what is asked, and back from a result to what it stands on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import claim_traces, reading, runs, timelines
from api.claim_traces import ClaimTrace
from api.doors import OVERSEERS, Here, Overseer, Reader
from api.problems import declared
from api.runs import Runs
from api.scopes import needs
from api.timelines import Timeline, Wanted
from api.words import PathId
from models.scopes import Scope

router = APIRouter(tags=["history"])
Asked = Annotated[Wanted, Query()]


@router.get("/initiatives/{initiative}/timeline", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def timeline(here: Here, asking: Reader, initiative: PathId, wanted: Asked) -> Timeline:
    """What happened in an initiative, what became of its letters and what the house tells of it, in order of time; by
    seat, duty, person or span of time, each entry in a sentence. A coordinator sees that an auditor read, not who.
    """
    await reading.require_sight(here, asking, initiative)
    timelines.require_scopes(asking.scopes, wanted)
    return await timelines.of_initiative(here, initiative, wanted, oversees=asking.role in OVERSEERS)


@router.get("/house/timeline", responses=declared())
@needs(Scope.LEDGER_READ)
async def house(here: Here, asking: Overseer, wanted: Asked) -> Timeline:
    """What the house tells: keys and roles, mandates and seats, models, sign-ins, what auditors read. Asked about a
    person, all that all initiatives tell of them as well, which needs the scope `initiatives:read`.
    """
    timelines.require_scopes(asking.scopes, wanted, in_house=True)
    return await timelines.of_house(here, wanted)


@router.get("/initiatives/{initiative}/claims/{claim}/trace", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def trace(here: Here, asking: Reader, initiative: PathId, claim: PathId) -> ClaimTrace:
    """From a claimed result back: the claim, its observations, the source of each figure, and who verified it; with
    the entries of the ledger that tell each.
    """
    await reading.require_sight(here, asking, initiative)
    return await claim_traces.trace(here, initiative, claim)


@router.get("/initiatives/{initiative}/run", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def run(here: Here, asking: Reader, initiative: PathId) -> Runs:
    """The run in Temporal that carries the initiative on, while Temporal keeps it."""
    await reading.require_sight(here, asking, initiative)
    return await runs.run_of(here, initiative)
