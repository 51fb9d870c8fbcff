"""What is reported to a funder of an initiative, from its ledger: the plan, who took part, what was decided by which
mandate, promised, claimed and learned. Nobody is named, and each text is told by where it lies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.backbone.events import BackboneHandedOver
from domain.closing import Promise, Result, Written, of_kind, promised, results
from domain.correcting.effective import effective
from domain.events import (
    InitiativeEnded,
    InitiativeStarted,
    LessonWritten,
    PhaseExited,
    PhaseHeld,
    TakenBy,
    VoteCounted,
)
from domain.folding import fold
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.operating_model import ExitKind
from domain.phases.evaluation.events import ReportWritten, ResultsPublished
from domain.phases.joint_planning.events import ActivityAdded, GoalAdded
from domain.phases.piloting.events import EarlyWinTold
from domain.sealed import Sealed
from domain.seats import Sector


@dataclass(frozen=True)
class Share:
    """How many seats of a sector were there, take part, and had something said for them."""

    sector: Sector
    seats: int
    take_part: int
    spoke: int


@dataclass(frozen=True)
class Decision:
    """How a phase was left or held, by entry `seq`: who or what took it, by which mandate, valid then or not, and the
    votes, if it was voted on. `to` is the next phase or `end`; None: the same one goes on.
    """

    seq: int
    at: datetime
    phase: str
    exit: ExitKind
    to: str | None
    taken_by: TakenBy
    mandate: str
    mandate_valid: bool
    verdict: str | None = None
    reason: Sealed | None = None
    votes: VoteCounted | None = None


@dataclass(frozen=True)
class Report:
    """What an initiative has to report as it stands, ended or not (`outcome` and `ended_at` None)."""

    initiative: Initiative
    title: Sealed
    began_at: datetime
    ended_at: datetime | None
    shares: tuple[Share, ...]
    goals: tuple[Written, ...]
    activities: tuple[Written, ...]
    decisions: tuple[Decision, ...]
    promised: tuple[Promise, ...]
    results: tuple[Result, ...]
    lessons: tuple[Written, ...]
    wins: tuple[Written, ...]
    """Early wins of its pilots."""
    found: tuple[Written, ...]
    """The newest report of an evaluation (`report`), and the results as they were told last (`results`)."""

    mandates: dict[str, str]
    """Where each mandate that it stood on is written down, by its id."""

    @property
    def texts(self) -> list[Sealed]:
        """All texts that it speaks of."""
        parts = (self.goals, self.activities, self.promised, self.results, self.lessons, self.wins, self.found)
        reasons = [one.reason for one in self.decisions if one.reason]
        return [self.title, *reasons, *(one.text for part in parts for one in part)]


def report(entries: Iterable[Recorded]) -> Report:
    """What the ledger of an initiative has to report. What was corrected is told as it counts now."""
    told = list(entries)
    initiative, counting = fold(told), list(effective(told))
    started = told[0].event
    assert isinstance(started, InitiativeStarted), "an initiative's ledger begins with its start"
    ended = next((one.at for one in told if isinstance(one.event, InitiativeEnded)), None)
    kept = initiative.facts.activities
    return Report(
        initiative=initiative,
        title=started.title,
        began_at=told[0].at,
        ended_at=ended,
        shares=_shares(told, initiative),
        goals=tuple(Written(e.goal, e.text) for e in of_kind(counting, GoalAdded)),
        activities=tuple(Written(e.activity, e.title) for e in of_kind(counting, ActivityAdded) if e.activity in kept),
        decisions=tuple(_decisions(told)),
        promised=promised(counting, initiative),
        results=results(counting, initiative),
        lessons=tuple(Written(e.lesson, e.works_when) for e in of_kind(counting, LessonWritten)),
        wins=tuple(Written(e.win, e.text) for e in of_kind(counting, EarlyWinTold)),
        found=tuple(_found(counting)),
        mandates={one.id: one.meeting_reference for one in (initiative.charter.mandate, *initiative.mandates)},
    )


def _found(counting: list[Recorded]) -> Iterable[Written]:
    kinds: dict[str, type[ReportWritten | ResultsPublished]] = {"report": ReportWritten, "results": ResultsPublished}
    for name, kind in kinds.items():
        if written := of_kind(counting, kind):
            yield Written(name, written[-1].text)


def _shares(told: list[Recorded], initiative: Initiative) -> tuple[Share, ...]:
    spoke, active = {one.seat for one in told}, set(initiative.active)
    found = list[Share]()
    for sector in Sector:
        seats = [seat.id for seat in initiative.roster if seat.sector is sector]
        if seats:
            found.append(Share(sector, len(seats), len(active.intersection(seats)), len(spoke.intersection(seats))))
    return tuple(found)


def _decisions(told: list[Recorded]) -> Iterable[Decision]:
    votes: VoteCounted | None = None
    for one in told:
        match one.event:
            case VoteCounted() as counted:
                votes = counted
            case PhaseExited() as e:
                by_vote = votes if e.taken_by is TakenBy.VOTE else None
                yield Decision(
                    *(one.seq, one.at, e.phase, e.exit, e.to, e.taken_by, e.mandate, e.mandate_valid),
                    *(e.verdict, e.reason, by_vote),
                )
                votes = None
            case PhaseHeld() as e:
                yield Decision(
                    *(one.seq, one.at, e.phase, ExitKind.HOLD, None, TakenBy.ROLE, e.mandate, e.mandate_valid),
                    reason=e.reason,
                )
            case BackboneHandedOver() as e:
                yield Decision(
                    *(one.seq, one.at, e.phase, ExitKind.HAND_OVER, None, TakenBy.ROLE, e.mandate, e.mandate_valid),
                    reason=e.reason,
                )
            case _:
                pass
