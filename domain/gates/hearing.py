"""Hearing: a sector had the chance to speak. It was asked, and has answered or let its time to answer pass."""

from __future__ import annotations

from domain.gates.clauses import COORDINATOR, Clause, named
from domain.gates.evidence import Evidence
from domain.operating_model import GateRule
from domain.seats import Sector


def clauses(rule: GateRule, evidence: Evidence) -> tuple[Clause, ...]:
    """A clause for each sector that must be heard."""
    return tuple(_heard(sector, evidence) for sector in rule.hear or ())


def _heard(sector: Sector, evidence: Evidence) -> Clause:
    """Every seat of the sector has had its chance; a voice without a seat is heard by having spoken."""
    asked = [seat.id for seat in evidence.seats.values() if seat.sector is sector]
    name, voices = f"hear.{sector}", evidence.standing.voices.get(sector, 0)
    unheard = tuple(seat for seat in asked if seat in evidence.unheard)
    have, need = len(asked) - len(unheard) + voices, max(len(asked) + voices, 1)
    if have >= need:
        return Clause(name, have, need, True)
    if not asked:
        return Clause(name, have, need, False, (sector,), f"no seat of {sector} was invited, so none can be heard")
    ends = [evidence.unheard[seat] for seat in unheard]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return Clause(name, have, need, False, (COORDINATOR,), f"{named(unheard)} have still to be asked")
    remedy = f"wait for {named(unheard)}, or until their time to answer is over"
    return Clause(name, have, need, False, unheard, remedy, at=max(known))
