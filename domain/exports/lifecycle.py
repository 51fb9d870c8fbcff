"""Where in the life of a piece of work an entry stands, in the words of XES's standard life cycle."""

from __future__ import annotations

from typing import Final

COMPLETE: Final = "complete"
"""What is told happened in one moment."""

_TRANSITIONS: Final = {
    "initiative.started": "start",
    "initiative.paused": "suspend",
    "initiative.resumed": "resume",
    "phase.opened": "start",
    "phase.held": "suspend",
    "obligation.opened": "schedule",
    "obligation.handed_over": "reassign",
    "obligation.released": "withdraw",
    "obligation.withdrawn": "withdraw",
    "obligation.lapsed": "autoskip",
    "model_change.proposed": "schedule",
    "merge.offered": "schedule",
    "merge.withdrawn": "withdraw",
    "vote.called": "start",
    "absence.began": "start",
    "letter.suppressed": "autoskip",
    "letter.superseded": "withdraw",
    "letter.failed": "ate_abort",
    "letter.held": "suspend",
}


def transition(kind: str) -> str:
    """The transition that an entry of this kind is."""
    return _TRANSITIONS.get(kind, COMPLETE)
