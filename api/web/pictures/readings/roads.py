"""The loop road of an initiative: from its fold for its page, from its row for the board."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from api.web.pictures.loop_road import LoopRoad, Rest, Stand, Stop
from api.web.pictures.readings.speaking import Speaking, local_day
from domain.cycle import PHASES
from domain.events import PhaseExited
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from letters.wording import titled
from models.states import InitiativeStatus

_ROAD: Final = tuple(PHASES)
_NOTHING: Final[Mapping[str, date]] = {}


def road_of(
    initiative: Initiative, language: str, id: str = "road", *, ended_on: Mapping[str, date] = _NOTHING
) -> LoopRoad:
    """The road of a folded initiative. `ended_on` tells of phases gone through on which day they were left last."""
    say = Speaking(language)
    words, model = say.of("road"), initiative.charter.model
    stands = _stands(initiative.at.phase, model.phases, initiative.rounds)
    if initiative.outcome is not None:
        stands |= {initiative.at.phase: Stand.DONE}
    names = {
        name: titled(model.phases[name].title, language) if name in model.phases else say.of("phases")[name]
        for name in _ROAD
    }
    stops = tuple(Stop(names[name], stands[name], _told(initiative, name, stands, say, ended_on)) for name in _ROAD)
    return LoopRoad(
        id=id,
        title=words["title"],
        description=_described(stops, words["description"]),
        stops=stops,
        round=words["round"].format(round=initiative.at.round),
        place=f"{_ROAD.index(initiative.at.phase) + 1} / {len(_ROAD)}",
        rest=_rest(initiative),
    )


def left_on(entries: Iterable[Recorded]) -> dict[str, date]:
    """On which day each phase was left last, by the ledger entries of an initiative."""
    return {one.event.phase: local_day(one.at) for one in entries if isinstance(one.event, PhaseExited)}


def small_road_of(
    phase: str, status: InitiativeStatus, language: str, id: str, *, phases: Collection[str] = _ROAD
) -> LoopRoad:
    """The road of a row: its present or last phase, and which phases its model has."""
    say = Speaking(language)
    words, ended = say.of("road"), status is InitiativeStatus.ENDED
    stands = _stands(phase, phases, phases) | ({phase: Stand.DONE} if ended else {})
    said = words["small_ended" if ended else "small_resting" if status.rests else "small"]
    title = said.format(number=_ROAD.index(phase) + 1, of=len(_ROAD), phase=say.of("phases")[phase])
    return LoopRoad(
        id=id,
        title=title,
        description="",
        stops=tuple(Stop(say.of("phases")[name], stands[name]) for name in _ROAD),
        rest=Rest.ENDED if ended else Rest.PAUSED if status.rests else None,
    )


def _stands(now: str, phases: Collection[str], visited: Collection[str]) -> dict[str, Stand]:
    """Where each phase lies. What the model leaves out, or the initiative has passed by, is not on its road."""
    at, found = _ROAD.index(now), dict.fromkeys(_ROAD, Stand.ABSENT)
    for number, name in enumerate(_ROAD):
        if number < at and name in phases and name in visited:
            found[name] = Stand.DONE
        elif number > at and name in phases:
            found[name] = Stand.AHEAD
    return found | {now: Stand.NOW}


def _rest(initiative: Initiative) -> Rest | None:
    if initiative.outcome is not None:
        return Rest.ENDED
    return Rest.PAUSED if initiative.paused is not None else None


def _told(
    initiative: Initiative, name: str, stands: Mapping[str, Stand], say: Speaking, ended_on: Mapping[str, date]
) -> str:
    words, stage = say.of("road"), initiative.at
    if stands[name] is Stand.DONE and name in ended_on:
        return str(words["done_on"].format(day=say.weekday(ended_on[name])))
    if name == stage.phase and initiative.outcome is not None:
        return str(words["ended"])
    if stands[name] is not Stand.NOW:
        return str(words["stands"][stands[name]])
    if initiative.paused is not None:
        return str(words["resting"].format(until=say.weekday(initiative.paused.until)))
    due = say.long_day(initiative.calendar.due_day(stage.due))
    return str(words["now_until"].format(since=say.weekday(stage.opened_at), until=due))


def _described(stops: Collection[Stop], words: Mapping[str, str]) -> str:
    by_stand = {stand: ", ".join(stop.name for stop in stops if stop.stand is stand) for stand in Stand}
    return " ".join(words[stand].format(phases=names) for stand, names in by_stand.items() if names)
