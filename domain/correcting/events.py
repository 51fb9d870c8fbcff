"""What happens when something that was said is corrected."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events import Event
from domain.sealed import Sealed


@dataclass(frozen=True)
class ClauseChange:
    """What a correction changes in one clause of a gate: of the present phase, or of the one that was left by the exit
    of entry `exit`. A clause that a gate does not have counts as met, with nothing of nothing.
    """

    clause: str
    had: int
    needed: int
    was_met: bool
    has: int
    needs: int
    is_met: bool
    exit: int | None = None


@dataclass(frozen=True)
class Impact:
    """What a correction changes beside the answer itself.

    `clauses` are those of gates, of passed phases first; `builds` the later entries that name what the corrected one
    made; `exits` the exits taken since whose gate was met and would not be now: each is to be decided anew.
    """

    clauses: tuple[ClauseChange, ...] = ()
    builds: tuple[int, ...] = ()
    exits: tuple[int, ...] = ()


@dataclass(frozen=True)
class EntrySuperseded(Event, kind="entry.superseded"):
    """What entry `entry` says does not count any more. The next entry, `by`, stands in its place; None: it is
    withdrawn. With a withdrawn one the entries `fallen` count no more, by which it had fulfilled duties; `made` names
    the kind of thing that it had made, whose id is never used again.
    """

    entry: int
    by: int | None = None
    fallen: tuple[int, ...] = ()
    made: str | None = None
    impact: Impact = Impact()
    reason: Sealed | None = None


@dataclass(frozen=True)
class ExitConfirmed(Event, kind="exit.confirmed"):
    """The exits that the correction of entry `correction` put in doubt stand, for this reason."""

    correction: int
    reason: Sealed
