"""What depends on a commitment or an activity, exactly: asked before it is released, and told after."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from api.problems import NotFound
from api.services import Services
from domain.dependants import Dependants, of_activity, of_commitment, owners
from domain.facts import Activity, Commitment, CommitmentState, Facts, Indicator
from domain.initiative import Initiative
from domain.phases.joint_planning import events as planning
from domain.phases.piloting import Piloting
from domain.phases.piloting import events as piloting
from domain.sealed import Sealed
from models import sayings

_TEXTS = (
    *(planning.ActivityAdded, planning.CommitmentMade, planning.IndicatorDefined),
    *(piloting.CommitmentRenewed, piloting.IndicatorRedefined),
)


@dataclass(frozen=True)
class DependantView:
    """Something that depends on what was asked about: `steps` activities that come before others lie between; 0 is
    directly. `seat` answers for it; `text` is None once erased.
    """

    id: str
    seat: str
    steps: int
    text: str | None = None
    state: CommitmentState | None = None


@dataclass(frozen=True)
class DependantsView:
    """All that depends on a commitment or an activity (`of`), and the seats that would be asked what becomes of it.

    `answers` are what seats said of a release in its activity during this pilot.
    """

    initiative: str
    of: str
    activity: str
    seat: str
    state: CommitmentState | None
    released: bool
    activities: tuple[DependantView, ...]
    commitments: tuple[DependantView, ...]
    indicators: tuple[DependantView, ...]
    observations: tuple[DependantView, ...]
    asked: tuple[str, ...]
    answers: dict[str, str]


async def dependants(services: Services, initiative: Initiative, thing: str) -> DependantsView:
    """What depends on a commitment or an activity as it stands now. Raises NotFound."""
    facts = initiative.now_in.so_far(initiative.facts)
    commitment, activity = facts.commitments.get(thing), facts.activities.get(thing)
    if commitment is None and activity is None:
        raise NotFound(
            "there is no such commitment or activity", path="thing", remedy="name one of the plan's, such as c1 or a1"
        )
    texts = await services.database.read(lambda session: _texts(services, session, initiative.id))
    if commitment is not None:
        return _view(initiative, facts, commitment, of_commitment(facts, commitment), texts)
    assert activity is not None
    return _view(initiative, facts, activity, of_activity(facts, activity.id), texts)


def _view(
    initiative: Initiative, facts: Facts, thing: Commitment | Activity, found: Dependants, texts: dict[str, str]
) -> DependantsView:
    activity, seat = (thing.activity, thing.seat) if isinstance(thing, Commitment) else (thing.id, thing.owner)
    state = initiative.now_in
    fallen = thing.state.has_fallen_away if isinstance(thing, Commitment) else thing.id in facts.released
    answers = state.answers.get(activity, {}) if isinstance(state, Piloting) else {}
    return DependantsView(
        initiative=initiative.id,
        of=thing.id,
        activity=activity,
        seat=seat,
        state=thing.state if isinstance(thing, Commitment) else None,
        released=fallen,
        activities=tuple(_shown(facts.activities[name], steps, texts) for name, steps in found.activities.items()),
        commitments=tuple(_shown(facts.commitments[name], steps, texts) for name, steps in found.commitments.items()),
        indicators=tuple(_shown(facts.indicators[name], steps, texts) for name, steps in found.indicators.items()),
        observations=tuple(
            DependantView(name, facts.observations[name].seat, steps) for name, steps in found.observations.items()
        ),
        asked=tuple(one for one in owners(facts, found) if one != seat and one in initiative.active),
        answers={of_seat: answer.value for of_seat, answer in answers.items()},
    )


def _shown(thing: Activity | Commitment | Indicator, steps: int, texts: dict[str, str]) -> DependantView:
    seat = thing.seat if isinstance(thing, Commitment) else thing.owner
    state = thing.state if isinstance(thing, Commitment) else None
    return DependantView(thing.id, seat, steps, texts.get(thing.id), state)


def _texts(services: Services, session: Session, initiative: str) -> dict[str, str]:
    """What was written of activities, commitments and indicators, by id: the last that was said of each."""
    kinds = [event.KIND for event in _TEXTS]
    sealed: dict[str, Sealed] = {}
    for entry in sayings.counting(session, initiative, kinds):
        match entry.event:
            case planning.ActivityAdded(name, text):
                sealed[name] = text
            case planning.CommitmentMade(name, text=text) | piloting.CommitmentRenewed(name, text=text):
                sealed[name] = text
            case planning.IndicatorDefined(name, text) | piloting.IndicatorRedefined(name, definition=text):
                sealed[name] = text
    known = services.vault.reveal_many(session, [text.commitment for text in sealed.values()])
    return {name: known[text.commitment] for name, text in sealed.items() if text.commitment in known}
