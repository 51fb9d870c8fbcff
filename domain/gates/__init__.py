"""Gates: the clauses an advance must satisfy, explaining themselves: have, need, met, missing whom.

Counting is by seat. Needed shares are rounded up, a tie fails. See `10-phases`, "Counting" and "Gate clauses".
"""

from domain.gates.clauses import Clause
from domain.gates.deciding import decision
from domain.gates.evidence import Duties, Evidence, Found, Indicators
from domain.gates.opening import clauses, open_but_for_the_decision

__all__ = [
    "Clause",
    "Duties",
    "Evidence",
    "Found",
    "Indicators",
    "clauses",
    "decision",
    "open_but_for_the_decision",
]
