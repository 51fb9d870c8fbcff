"""Outcomes: what an initiative promised, what was observed and what an outsider verified, how it is doing and what was
learned, as it stands now. Organisations are named, and nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from api import claim_traces, funder_report
from api.claim_traces import ClaimTrace
from api.funder_report import FunderReport
from api.services import Services
from domain.initiative import Initiative
from domain.phases.establishment import surviving
from domain.phases.establishment.checking_in import DUTY
from domain.phases.establishment.surviving import Survival
from domain.refusals import NotAsked
from domain.spans import Span


@dataclass(frozen=True)
class Outcomes:
    """The facts of the report to a funder, each claim with the figures that it stands on, and how an established
    practice lived on (None before there is one), asked so long `after` its establishment.
    """

    facts: FunderReport
    claims: tuple[ClaimTrace, ...]
    survival: Survival | None
    after: tuple[Span, ...]


async def outcomes(services: Services, initiative: str) -> Outcomes:
    """What there is to show. The caller has let the reader in."""
    facts = await funder_report.put_together(services, initiative)
    traces = await claim_traces.traces(services, initiative, [one.id for one in facts.results])
    stands = (await services.folds.of(initiative)).initiative
    survival = _survival(stands)
    return Outcomes(facts, tuple(traces), survival, _asked_after(stands) if survival else ())


def _survival(initiative: Initiative) -> Survival | None:
    try:
        return surviving.survival(initiative)
    except NotAsked:
        return None


def _asked_after(initiative: Initiative) -> tuple[Span, ...]:
    rule = initiative.rule.obligations.get(DUTY)
    return tuple(rule.at) if rule else ()
