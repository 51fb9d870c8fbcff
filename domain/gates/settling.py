"""What must be done or settled to the last piece: duties of a kind, commitments, claims, requirements, grounds."""

from __future__ import annotations

from domain.gate_words import Settled
from domain.gates.clauses import Clause, named
from domain.gates.evidence import Duties, Evidence
from domain.operating_model import GateRule

_NOTHING = Duties(0, 0, ())
_LACKING = {
    Settled.COMMITMENTS: "commitments have still to be settled by",
    Settled.CLAIMS: "claims wait for the verdict of",
    Settled.REQUIREMENTS: "requirements have still to be covered by",
    Settled.GROUNDS: "grounds wait for evidence from",
    Settled.APPLICATION: "steps of the application are still to be taken by",
    Settled.LESSONS: "lessons of earlier initiatives wait for an answer of",
}


def clauses(rule: GateRule, evidence: Evidence) -> tuple[Clause, ...]:
    """A clause for each kind of duty, and for each kind of thing."""
    return (
        *(_done(kind, evidence.duties.get(kind, _NOTHING)) for kind in rule.done),
        *(_settled(word, evidence.found.settled.get(word, _NOTHING)) for word in rule.settled or ()),
    )


def _done(kind: str, duties: Duties) -> Clause:
    remedy = f"{kind} is still owed by {named(duties.owing)}" if duties.owing else ""
    either = bool(duties.owing and duties.either)
    missing = tuple(dict.fromkeys((*duties.owing, *duties.either))) if either else duties.owing
    return Clause(f"done.{kind}", duties.fulfilled, duties.of, not duties.owing, missing, remedy, either=either)


def _settled(word: Settled, things: Duties) -> Clause:
    which = f": {', '.join(things.left)}" if things.left else ""
    remedy = f"{things.of - things.fulfilled} {_LACKING[word]} {named(things.owing)}{which}" if things.owing else ""
    return Clause(word.value, things.fulfilled, things.of, not things.owing, things.owing, remedy)
