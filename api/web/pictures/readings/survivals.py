"""Survival of established practices, from what each check-in told of each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.web.pictures.picture import Table
from api.web.pictures.readings.speaking import Speaking
from api.web.pictures.survival import CheckIn, Fate, Survival
from domain.phases.establishment import surviving
from domain.phases.establishment.surviving import Heard
from domain.spans import Span, Unit

_FATES: Final = {
    Heard.ALIVE: Fate.ALIVE,
    Heard.ADAPTED: Fate.ADAPTED,
    Heard.SHRUNK: Fate.SHRUNK,
    Heard.STOPPED: Fate.STOPPED,
    Heard.SPARED: Fate.STOPPED,
    Heard.UNKNOWN: Fate.UNKNOWN,
    Heard.TO_COME: Fate.TO_COME,
}


def survival_of(
    survivals: Sequence[surviving.Survival], at: Sequence[Span], language: str, id: str = "survival"
) -> Survival:
    """The picture of practices that are asked at these moments after their establishment. A check-in that a practice is
    not asked, as it was established too late, tells nothing of it: unknown.
    """
    say = Speaking(language)
    words = say.of("survival")
    check_ins = tuple(_check_in(number, span, survivals, words) for number, span in enumerate(at, start=1))
    fates = {fate: str(words["fates"][fate]) for fate in Fate}
    return Survival(
        id=id,
        title=words["title"],
        description=_described(check_ins, len(survivals), words),
        check_ins=check_ins,
        words=fates,
        table=Table(
            say.word("numbers"),
            words["title"],
            (words["first"], *fates.values()),
            tuple((one.name, *(str(one.counts.get(fate, 0)) for fate in Fate)) for one in check_ins),
        ),
    )


def _check_in(number: int, span: Span, survivals: Sequence[surviving.Survival], words: Mapping[str, Any]) -> CheckIn:
    counts = Counter(_told(number, one) for one in survivals)
    name = words["check_in"] if span.unit is Unit.MONTHS else words["check_in_days"]
    return CheckIn(name.format(months=span.amount, days=span.amount), counts)


def _told(number: int, of: surviving.Survival) -> Fate:
    heard = next((one.heard for one in of.check_ins if one.number == number), Heard.UNKNOWN)
    return _FATES[heard]


def _described(check_ins: Sequence[CheckIn], practices: int, words: Mapping[str, Any]) -> str:

    told = (
        words["told"].format(
            when=one.name,
            fates=", ".join(words["fate"].format(word=words["fates"][fate], count=count) for fate, count in one.told),
        )
        for one in check_ins
    )
    described: str = words["description"].format(practices=practices, told=" ".join(told))
    return described.strip()
