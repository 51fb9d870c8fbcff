"""Views: what readers see of an initiative, computed by the rules from its folded ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain import explaining, forecasting
from domain.charter import Origin
from domain.explaining import Explanation, Waiting
from domain.forecasting import NextEvent
from domain.initiative import Initiative
from domain.ledger.entries import Entry, content
from domain.merging.offers import MergedInto, TookIn
from domain.obligations import Obligation, ObligationState
from domain.operating_model import DecideHow, ExitKind
from domain.wire import plain
from models.states import InitiativeStatus

NONE: Mapping[int, int] = {}


@dataclass(frozen=True)
class ObligationView:
    """Who owes what: `due` is the instant it ends (exclusive), `due_day` the last local day in time."""

    id: str
    duty: str
    seat: str | None
    subject: str | None
    opened_at: datetime
    due: datetime
    due_day: date
    state: ObligationState
    next_step_at: datetime | None


@dataclass(frozen=True)
class VoteView:
    """The open vote: which exit it is on, how it is decided, until when, and how the ballots stand. Where consent is
    asked for, `objecting` names the seats that object, and `integrating` says that the round with them is on. Of a
    `secret` vote only `silent` is told before it is counted. `quorum` is how many must vote, be it to abstain (0: any
    number will do), and `short` names what of the gate the ballots do not meet yet: `quorum`, `sectors.distinct`.
    """

    exit: ExitKind
    how: DecideHow
    secret: bool
    objecting: tuple[str, ...]
    integrating: bool
    verdict: str | None
    due: datetime
    votes_for: int
    votes_against: int
    abstained: int
    needed: int
    silent: tuple[str, ...]
    quorum: int
    short: tuple[str, ...]


@dataclass(frozen=True)
class SeatView:
    """A seat of the initiative: whose, whether it takes part, and whether it is recused from the present decision."""

    id: str
    organisation: str
    sector: str
    municipality: str | None
    active: bool
    recused: bool


@dataclass(frozen=True)
class InitiativeView:
    """One initiative as its ledger stands after entry `seq`: what it waits for, on whom since when, and what comes
    next.

    `gate` explains what the advance of the present phase waits for: every clause with what it has and needs, whom it
    misses and, while it is not met, its `remedy` in words; `completing` is the smallest set whose acts would meet them,
    `in_time` what only time meets. `next_event` is what happens if nobody acts; `state` is what
    the phase knows, `facts` what former phases handed on, `matters` what is kept beside the phases, all without free
    text. `paused_until` is also until when a phase is held; `overrides` are what was set otherwise, by path, and
    `offered_to` is the organisation that is asked to go on with it as its backbone.

    `merge_offered` is the initiative that it is offered to become part of, `merged_into` the one that it went on in, by
    entry `seq` there, and `merged_from` those that it has taken in, as agreed by entry `seq` there: the ids of their
    needs by those that the needs have here, and the seats that came along.
    """

    id: str
    seq: int
    title: str | None
    model: str
    model_version: str
    model_sha256: str
    place: str
    theme: str
    mandate: str
    backbone: str
    follows: Origin | None
    status: InitiativeStatus
    outcome: str | None
    phase: str
    round: int
    phase_opened_at: datetime
    phase_due: datetime
    exits: dict[str, str]
    paused_until: datetime | None
    overrides: dict[str, str]
    offered_to: str | None
    merge_offered: str | None
    merged_into: MergedInto | None
    merged_from: tuple[TookIn, ...]
    gate: Explanation
    vote: VoteView | None
    waiting_on: tuple[Waiting, ...]
    next_event: NextEvent | None
    obligations: tuple[ObligationView, ...]
    seats: tuple[SeatView, ...]
    state: dict[str, Any]
    facts: dict[str, Any]
    matters: dict[str, dict[str, Any]]


def view(initiative: Initiative, seq: int, title: str | None, now: datetime) -> InitiativeView:
    """The view of a folded initiative at the instant `now`, which may find its mandate ended."""
    charter, stage = initiative.charter, initiative.at
    return InitiativeView(
        id=initiative.id,
        seq=seq,
        title=title,
        model=charter.model.id,
        model_version=charter.model.version,
        model_sha256=charter.model_sha256,
        place=charter.place,
        theme=charter.theme,
        mandate=initiative.mandate_on(initiative.calendar.local(now).date()).id,
        backbone=initiative.backbone,
        follows=charter.follows,
        status=_status(initiative),
        outcome=initiative.outcome,
        phase=stage.phase,
        round=stage.round,
        phase_opened_at=stage.opened_at,
        phase_due=stage.due,
        exits={exit.value: to for exit, to in initiative.rule.next.items()},
        paused_until=initiative.paused.until if initiative.paused else None,
        overrides=initiative.overrides or {},
        offered_to=initiative.offer.mandate.given_to if initiative.offer else None,
        merge_offered=initiative.merge.offer.into if initiative.merge.offer else None,
        merged_into=initiative.merge.into,
        merged_from=initiative.merge.took_in,
        gate=explaining.explain(initiative, now),
        vote=_vote(initiative),
        waiting_on=explaining.waiting_on(initiative),
        next_event=forecasting.next_if_nobody_acts(initiative),
        obligations=tuple(obligation_view(initiative, o) for o in initiative.obligations.values()),
        seats=tuple(_seat(initiative, seat) for seat in initiative.seats),
        state=plain(initiative.state),
        facts=plain(initiative.facts),
        matters={name: plain(kept) for name, kept in initiative.matters.items()},
    )


def obligation_view(initiative: Initiative, obligation: Obligation) -> ObligationView:
    """The view of one obligation."""
    return ObligationView(
        id=obligation.id,
        duty=obligation.duty,
        seat=obligation.seat,
        subject=obligation.subject,
        opened_at=obligation.opened_at,
        due=obligation.due,
        due_day=initiative.calendar.due_day(obligation.due),
        state=obligation.state,
        next_step_at=obligation.next_at,
    )


def _status(initiative: Initiative) -> InitiativeStatus:
    if initiative.outcome is not None:
        return InitiativeStatus.ENDED
    if initiative.paused is None:
        return InitiativeStatus.OPEN
    return InitiativeStatus.PAUSED if initiative.paused.hold is None else InitiativeStatus.HELD


def _seat(initiative: Initiative, seat_id: str) -> SeatView:
    seat = initiative.seats[seat_id]
    return SeatView(
        id=seat.id,
        organisation=seat.organisation,
        sector=seat.sector,
        municipality=seat.municipality,
        active=seat.id in initiative.active,
        recused=seat.id in initiative.at.recused,
    )


def _vote(initiative: Initiative) -> VoteView | None:
    vote, count = initiative.at.vote, explaining.open_tally(initiative)
    if vote is None or count is None:
        return None
    return VoteView(
        exit=vote.exit,
        how=count.how or initiative.rule.gate.decide.how,
        secret=count.secret,
        objecting=count.against if count.how is DecideHow.CONSENT else (),
        integrating=vote.integration is not None,
        verdict=vote.verdict,
        due=vote.due,
        votes_for=count.votes_for,
        votes_against=count.votes_against,
        abstained=count.abstained,
        needed=count.needed,
        silent=count.silent,
        quorum=count.quorum,
        short=count.short,
    )


@dataclass(frozen=True)
class EntryView:
    """A ledger entry: its content exactly as hashed, and the texts that the reader may see, by field (None: erased, or
    a secret ballot).

    `superseded_by` is the entry of the correction since which it counts no more; what it is superseded by, and why, is
    told there.
    """

    seq: int
    leaf_hash: str
    content: dict[str, Any]
    texts: dict[str, str | None]
    superseded_by: int | None = None


def entry_view(entry: Entry, texts: dict[str, str], superseded: Mapping[int, int] = NONE) -> EntryView:
    """The view of an entry, with texts by commitment, and the entries that are superseded with the corrections that did
    it.
    """
    said = content(entry)
    private: dict[str, str] = said["private"]
    shown = {name: texts.get(ref) for name, ref in private.items()}
    return EntryView(entry.seq, entry.leaf_hash, said, shown, superseded.get(entry.seq))
