"""Indicators as readers see them: each contract, its series with the breaks between them, and whether it drifts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session

from api.services import Services
from domain.events import Event
from domain.facts import Level, Value
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.phases.joint_planning import events as planning
from domain.phases.piloting import Piloting
from domain.phases.piloting import events as piloting
from domain.phases.piloting.drifting import drifting
from domain.phases.piloting.events import Drift
from domain.sealed import Sealed
from models import sayings

_TOLD: tuple[type[Event], ...] = (
    planning.IndicatorDefined,
    planning.IndicatorReassigned,
    planning.IndicatorBaselineSet,
    planning.IndicatorTargetSet,
    piloting.IndicatorRedefined,
    piloting.ObservationReported,
)


@dataclass(frozen=True)
class Observed:
    """A value and when it was reported. A number of None could not be obtained, which is a value."""

    observation: str
    at: datetime
    value: Value


@dataclass(frozen=True)
class SeriesView:
    """The values under one definition. Before the second and every later one lies a break, for the `reason` told.

    Texts are None once erased.
    """

    series: int
    since: datetime
    definition: str | None
    reason: str | None
    baseline: Value | None = None
    target: Value | None = None
    low: Value | None = None
    high: Value | None = None
    values: tuple[Observed, ...] = ()


@dataclass(frozen=True)
class IndicatorView:
    """A measurement contract: the `owner` seat reports every `rhythm` at a cost of `minutes`, and its deputy stands in.

    `drift` tells how the newest series drifts now; it is known while the pilot goes on.
    """

    id: str
    level: Level
    owner: str
    rhythm: str
    minutes: int
    drift: Drift | None = None
    series: tuple[SeriesView, ...] = field(default_factory=tuple)


async def indicators(services: Services, initiative: Initiative) -> tuple[IndicatorView, ...]:
    """The indicators of an initiative in the order they were defined, whatever became of the plan."""

    def found(session: Session) -> tuple[list[Recorded], dict[str, str]]:
        kinds = [event.KIND for event in _TOLD]
        recorded = sayings.counting(session, initiative.id, kinds)
        said = (value for one in recorded for value in vars(one.event).values() if isinstance(value, Sealed))
        return recorded, services.vault.reveal_many(session, [text.commitment for text in said])

    recorded, texts = await services.database.read(found)
    views: dict[str, IndicatorView] = {}
    for one in recorded:
        _tell(views, one, texts)
    state = initiative.now_in
    drifts = drifting(state, initiative) if isinstance(state, Piloting) else {}
    return tuple(replace(view, drift=drifts.get(view.id)) for view in views.values())


def _tell(views: dict[str, IndicatorView], one: Recorded, texts: dict[str, str]) -> None:
    """What an entry changes. Values go into the series that they were reported in."""
    match one.event:
        case planning.IndicatorDefined() as event:
            first = SeriesView(1, one.at, texts.get(event.definition.commitment), None)
            views[event.indicator] = IndicatorView(
                event.indicator, event.level, event.owner, event.rhythm, event.minutes, series=(first,)
            )
        case planning.IndicatorReassigned(indicator, owner):
            views[indicator] = replace(views[indicator], owner=owner)
        case planning.IndicatorBaselineSet(indicator, value):
            _change(views, indicator, baseline=value)
        case planning.IndicatorTargetSet(indicator, target, low, high):
            _change(views, indicator, target=target, low=low, high=high)
        case piloting.IndicatorRedefined() as event:
            view = views[event.indicator]
            views[view.id] = replace(view, series=(*view.series, _broken(event, one.at, texts)))
        case piloting.ObservationReported() as event:
            values = views[event.indicator].series[-1].values
            _change(views, event.indicator, values=(*values, Observed(event.observation, one.at, event.value)))
        case _:
            pass


def _broken(event: piloting.IndicatorRedefined, at: datetime, texts: dict[str, str]) -> SeriesView:
    return SeriesView(
        series=event.series,
        since=at,
        definition=texts.get(event.definition.commitment),
        reason=texts.get(event.reason.commitment),
        baseline=event.baseline,
        target=event.target,
        low=event.low,
        high=event.high,
    )


def _change(views: dict[str, IndicatorView], indicator: str, **fields: object) -> None:
    """Change the newest series of an indicator."""
    view = views[indicator]
    newest = replace(view.series[-1], **fields)  # type: ignore[arg-type]
    views[indicator] = replace(view, series=(*view.series[:-1], newest))
