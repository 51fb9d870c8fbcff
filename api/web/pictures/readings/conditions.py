"""The five conditions by sector, from how they were rated in the newest round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.conditions import ConditionsView, RatedView, SectorRated
from api.web.pictures.conditions import Condition, Conditions, Rating, Sector
from api.web.pictures.picture import Table
from api.web.pictures.readings.speaking import Speaking
from letters import story


def conditions_of(view: ConditionsView, language: str, id: str = "conditions") -> Conditions:
    """The picture of the newest round in which anybody rated. Sectors of fewer than three answers are not shown, nor
    the mean that would betray them: to nobody.
    """
    say = Speaking(language)
    words = say.of("conditions")
    newest = max((rated.round for one in view.conditions for rated in one.rounds if rated.n), default=0)
    told = [_Told.of(one.condition, one.rounds, newest, say) for one in view.conditions]
    steps = list(words["steps"])
    steps[view.least - 1] = words["limit"].format(step=steps[view.least - 1])
    rule = words["rule"].format(least=view.least, floor=view.no_sector_below)
    return Conditions(
        id=id,
        title=words["title"],
        description=_described([one.shown for one in told], words),
        conditions=tuple(one.shown for one in told),
        steps=tuple(steps),
        limit=view.least,
        floor=view.no_sector_below,
        sectors=" · ".join(_key(told, say)),
        foot=" ".join((*_hidden(told, say), rule)),
        table=_table(told, say),
    )


@dataclass(frozen=True)
class _Told:
    """A condition as it is shown, and of its sectors those that are shown and those that are not."""

    shown: Condition
    sectors: tuple[SectorRated, ...]
    hidden: tuple[SectorRated, ...]

    @classmethod
    def of(cls, name: str, rounds: Iterable[RatedView], newest: int, say: Speaking) -> _Told:
        words, rated = say.of("conditions"), next((one for one in rounds if one.round == newest), None)
        found = rated.sectors if rated else ()
        sectors = tuple(one for one in found if one.median is not None)
        hidden = tuple(one for one in found if one.median is None)
        ratings = tuple(Rating(_sector(one.sector, say), one.median) for one in sectors if one.median is not None)
        known = rated.mean if rated else None
        met = rated.met if rated else None
        shown = Condition(
            name=_capitalised(story.words_in(say.language)["conditions"][name]),
            met=met,
            verdict={True: words["met"], False: words["unmet"], None: words["few"]}[met],
            mean="" if known is None else say.number(f"{known / 100:g}"),
            ratings=ratings,
            listed=", ".join(words["rated"].format(name=one.sector.name, value=one.value) for one in ratings),
        )
        return cls(shown, sectors, hidden)


def _sector(sector: str, say: Speaking) -> Sector:
    letters = say.of("letters")
    return Sector(letters.get(sector, letters["unknown"]), say.sector(sector))


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _key(told: Iterable[_Told], say: Speaking) -> Iterator[str]:
    """What the letters mean, with the most answers that a sector gave to one of the conditions."""
    most: dict[str, int] = {}
    for one in (sector for condition in told for sector in condition.sectors):
        most[one.sector] = max(one.n, most.get(one.sector, 0))
    for sector, n in sorted(most.items()):
        named = _sector(sector, say)
        yield say.of("conditions")["sector"].format(letter=named.letter, name=named.name, n=n)


def _hidden(told: Iterable[_Told], say: Speaking) -> Iterator[str]:
    hidden = sorted({one.sector for condition in told for one in condition.hidden})
    if hidden:
        yield say.of("conditions")["hidden"].format(sectors=", ".join(map(say.sector, hidden)))


def _described(conditions: Iterable[Condition], words: Mapping[str, str]) -> str:
    by_met: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for one in conditions:
        by_met[one.met].append(one.name)
    met, unmet, unknown = (", ".join(by_met[found]) or words["nothing"] for found in (True, False, None))
    return words["description"].format(met=met, unmet=unmet, unknown=unknown)


def _table(told: list[_Told], say: Speaking) -> Table:
    words = say.of("conditions")
    sectors = sorted({one.sector for condition in told for one in condition.sectors})
    rows = []
    for one in told:
        medians = {rated.sector: str(rated.median) for rated in one.sectors}
        given = (medians.get(sector, say.word("unknown")) for sector in sectors)
        rows.append((one.shown.name, *given, one.shown.mean or "–", one.shown.verdict))
    head = (words["first"], *map(say.sector, sectors), words["mean"], words["verdict"])
    return Table(say.word("numbers"), words["title"], head, tuple(rows))
