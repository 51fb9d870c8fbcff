"""The report of an initiative to its funder: one page, put together as the ledger stands at a checkpoint that is signed
for it and printed on it. It names organisations and nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api import conditions, timesheets, trends
from api.conditions import ConditionsView
from api.doors import Principal
from api.sealing import sealed
from api.services import Services
from api.trends import IndicatorView
from domain import reporting
from domain.closing import Written
from domain.facts import CommitmentState, Verdict
from domain.house import ReportTaken
from domain.ledger.checkpoints import short
from domain.ledger.entries import decode
from domain.matters.hours import Hours
from domain.matters.hours.sheet import Sheet
from domain.operating_model import ExitKind
from domain.reporting import Decision, Report, Share
from domain.sealed import Sealed
from models import house
from models.append import STREAM, entries_after
from models.register import organisation, seats


@dataclass(frozen=True)
class Told:
    """Something that was written down; `text` is None once erased. `by` is the organisation that answers for it."""

    id: str
    text: str | None
    by: str | None = None
    state: CommitmentState | Verdict | None = None
    released: bool = False


@dataclass(frozen=True)
class DecisionTold:
    """A decision with where its mandate is written down, and its reason, None once erased or where none was given."""

    what: Decision
    phase: Mapping[str, str]
    to: Mapping[str, str] | None
    reference: str
    reason: str | None


@dataclass(frozen=True)
class Printed:
    """The checkpoint that stands on the page: how many entries, when it was signed, and how it is read by eye."""

    size: int
    origin: str
    at: datetime
    short: str


@dataclass(frozen=True)
class FunderReport:
    """All that stands on the page. `hours` is None where the model keeps none; phases are named in each language,
    `checkpoint` is None where the page is looked at and not taken, and `found` are the report of the evaluation and the
    results as they were told.
    """

    initiative: str
    title: str | None
    place: str
    theme: str
    backbone: str
    model: str
    phase: Mapping[str, str]
    outcome: str | None
    began_at: datetime
    ended_at: datetime | None
    shares: tuple[Share, ...]
    goals: tuple[Told, ...]
    activities: tuple[Told, ...]
    indicators: tuple[IndicatorView, ...]
    decisions: tuple[DecisionTold, ...]
    promised: tuple[Told, ...]
    results: tuple[Told, ...]
    hours: Sheet | None
    wins: tuple[Told, ...]
    lessons: tuple[Told, ...]
    conditions: ConditionsView
    checkpoint: Printed | None
    found: tuple[Told, ...] = ()


async def taken(services: Services, asking: Principal, initiative: str) -> FunderReport:
    """Sign the log, tell in the house that the report is taken, and put it together. The caller has let the reader in.

    Raises Unavailable while the log is not signed.
    """
    signed = (await sealed(services)).checkpoint
    event, now = ReportTaken(initiative=initiative, size=signed.size), services.clock()

    def tell(session: Session) -> None:
        house.record(session, [event], actor=house.actor_for(session, asking.id), now=now)

    await services.database.write(tell)
    return await put_together(services, initiative, Printed(signed.size, signed.origin, now, short(signed)))


async def put_together(services: Services, initiative: str, checkpoint: Printed | None = None) -> FunderReport:
    """What there is to report as the initiative stands now. The caller has let the reader in."""
    stands = (await services.folds.of(initiative)).initiative
    indicators = await trends.indicators(services, stands)
    rated = await conditions.conditions(services, stands)
    hours = (await timesheets.hours(services, stands)).sheet if stands.has(Hours.KIND) else None

    def read(session: Session) -> FunderReport:
        found = reporting.report(decode(entry.text) for entry in entries_after(session, STREAM + initiative, 0))
        texts = services.vault.reveal_many(session, [text.commitment for text in found.texts])
        said = _Said(found, texts, {seat.id: of.name for seat, of in seats(session, [s.id for s in stands.roster])})
        return said.report(session, indicators, rated, hours, checkpoint)

    return await services.database.read(read)


@dataclass(frozen=True)
class _Said:
    """What there is to report, with the texts by commitment and the organisations by seat."""

    of: Report
    texts: Mapping[str, str]
    names: Mapping[str, str]

    def report(
        self,
        session: Session,
        indicators: tuple[IndicatorView, ...],
        rated: ConditionsView,
        hours: Sheet | None,
        checkpoint: Printed | None,
    ) -> FunderReport:
        """The whole page."""
        stands, found = self.of.initiative, self.of
        owners = {one.id: self.names.get(one.owner) for one in stands.facts.activities.values()}
        return FunderReport(
            initiative=stands.id,
            title=self._text(found.title),
            place=stands.charter.place,
            theme=stands.charter.theme,
            backbone=organisation(session, stands.backbone).name,
            model=f"{stands.charter.model.id} {stands.charter.model.version}",
            phase=stands.charter.model.phases[stands.at.phase].title,
            outcome=stands.outcome,
            began_at=found.began_at,
            ended_at=found.ended_at,
            shares=found.shares,
            goals=self._told(found.goals),
            activities=tuple(
                Told(one.id, self._text(one.text), owners.get(one.id), released=one.id in stands.facts.released)
                for one in found.activities
            ),
            indicators=indicators,
            decisions=tuple(self._decided(one) for one in found.decisions),
            promised=tuple(Told(p.id, self._text(p.text), self.names.get(p.seat), p.state) for p in found.promised),
            results=tuple(Told(one.id, self._text(one.text), state=one.verdict) for one in found.results),
            hours=hours,
            wins=self._told(found.wins),
            lessons=self._told(found.lessons),
            conditions=rated,
            checkpoint=checkpoint,
            found=self._told(found.found),
        )

    def _text(self, sealed: Sealed | None) -> str | None:
        return self.texts.get(sealed.commitment) if sealed else None

    def _told(self, written: Iterable[Written]) -> tuple[Told, ...]:
        return tuple(Told(one.id, self._text(one.text)) for one in written)

    def _decided(self, one: Decision) -> DecisionTold:
        phases = self.of.initiative.charter.model.phases
        reference = self.of.mandates.get(one.mandate, one.mandate)
        to = phases[one.to].title if one.to in phases and one.exit is not ExitKind.STOP else None
        return DecisionTold(one, phases[one.phase].title, to, reference, self._text(one.reason))
