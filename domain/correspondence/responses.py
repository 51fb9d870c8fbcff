"""Responses: what works. When answers came, behind which letter, and from which sectors; nobody is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

LEAST: Final = 3
"""Groups smaller than this are shown to nobody but who coordinates them: they would tell of single people."""

BEFORE_ANY: Final = -1
"""In place of a step: no letter about it had gone out when the answer came, as by a page that was open already."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Sent:
    """A letter that went out: the first word of a matter (`rung` 0), or step `rung` of its ladder, which does `action`,
    counted from 1 on; None for one that a coordinator has sent to all, which stands on no ladder.
    """

    at: datetime
    rung: int | None = 0
    action: str = ""


@dataclass(frozen=True)
class Question:
    """What a seat was asked, when, and when it answered (None: it has not); and the letters about it, in any order."""

    sector: str
    opened_at: datetime
    answered_at: datetime | None = None
    letters: tuple[Sent, ...] = ()

    def behind(self) -> Sent | None:
        """The last letter that went out before the answer came; None for an answer that none went before."""
        came = self.answered_at
        before = [letter for letter in self.letters if came is not None and letter.at <= came]
        return max(before, key=lambda letter: (letter.at, letter.rung is None, letter.rung or 0), default=None)


@dataclass(frozen=True)
class Days:
    """The answers that came from the `first` to the `last` day after the question (0: within a day), and the reminders
    that went out on these days.
    """

    first: int
    last: int
    answers: int
    reminders: int


@dataclass(frozen=True)
class Rungs:
    """The answers that came behind letters of these steps, from the `first` to the `last` (0: the first word of the
    matter; -1: before any letter about it), what the steps do, and how many such letters went out. What coordinators
    have sent to all (`reminded`) stands behind the steps of all ladders.
    """

    first: int
    last: int
    actions: tuple[str, ...]
    letters: int
    answers: int


@dataclass(frozen=True)
class Sectors:
    """The questions to seats of a sector, or of several that are too small to be told alone, and their answers."""

    sectors: tuple[str, ...]
    asked: int
    answers: int


@dataclass(frozen=True)
class Response:
    """How many questions there were, how many were answered (None: so few that it is not told), and when, behind which
    letter, and by whom.
    """

    asked: int
    answered: int | None
    by_day: tuple[Days, ...]
    by_step: tuple[Rungs, ...]
    by_sector: tuple[Sectors, ...]


def responded(questions: Iterable[Question]) -> Response:
    """The response to these questions, exactly as it was."""
    days, reminders = Counter[int](), Counter[int]()
    letters, behind = Counter[int | None](), Counter[int | None]()
    actions: dict[int | None, set[str]] = {}
    asked, answered = Counter[str](), Counter[str]()
    for question in questions:
        asked[question.sector] += 1
        for letter in question.letters:
            letters[letter.rung] += 1
            actions.setdefault(letter.rung, set()).update((letter.action,) if letter.action else ())
            if letter.rung != 0:
                reminders[_day(question, letter.at)] += 1
        if question.answered_at is not None:
            answered[question.sector] += 1
            days[_day(question, question.answered_at)] += 1
            last = question.behind()
            behind[last.rung if last else BEFORE_ANY] += 1
    rungs = sorted(rung for rung in {*letters, *behind} if rung is not None)
    numbers = dict[int | None, int](zip(rungs, rungs, strict=True))
    if None in letters:
        numbers[None] = max((0, *rungs)) + 1
    return Response(
        asked=asked.total(),
        answered=answered.total(),
        by_day=tuple(Days(day, day, days[day], reminders[day]) for day in sorted({*days, *reminders})),
        by_step=tuple(
            Rungs(number, number, tuple(sorted(actions.get(rung, ()))), letters[rung], behind[rung])
            for rung, number in numbers.items()
        ),
        by_sector=tuple(Sectors((sector,), asked[sector], answered[sector]) for sector in sorted(asked)),
    )


def without_small_numbers(response: Response) -> Response:
    """The same for those who do not coordinate it: days and steps with fewer than three answers are told together with
    their neighbours, sectors with fewer than three questions together; of fewer than three questions nothing is told.
    """
    if response.asked < LEAST:
        return Response(response.asked, None, (), (), ())
    return replace(
        response,
        by_day=_together(response.by_day, _days),
        by_step=_together(response.by_step, _rungs),
        by_sector=_pooled(response.by_sector),
    )


def _day(question: Question, at: datetime) -> int:
    return max(0, (at - question.opened_at) // _DAY)


T = TypeVar("T", Days, Rungs)


def _together(parts: Sequence[T], join: Callable[[T, T], T]) -> tuple[T, ...]:
    """Neighbours joined, until each part has no answers or enough of them."""
    found: list[T] = []
    for part in parts:
        if found and 0 < found[-1].answers < LEAST:
            found[-1] = join(found[-1], part)
        else:
            found.append(part)
    while len(found) > 1 and 0 < found[-1].answers < LEAST:
        last = found.pop()
        found[-1] = join(found[-1], last)
    return tuple(found)


def _days(one: Days, other: Days) -> Days:
    return Days(one.first, other.last, one.answers + other.answers, one.reminders + other.reminders)


def _rungs(one: Rungs, other: Rungs) -> Rungs:
    actions = tuple(sorted({*one.actions, *other.actions}))
    return Rungs(one.first, other.last, actions, one.letters + other.letters, one.answers + other.answers)


def _pooled(groups: Sequence[Sectors]) -> tuple[Sectors, ...]:
    """The small ones in one; with the smallest of the others if that is small, too, or it could be worked out."""
    by_size = sorted(groups, key=lambda group: (group.asked, group.sectors))
    small = [group for group in by_size if group.asked < LEAST]
    others = by_size[len(small) :]
    while small and others and sum(group.asked for group in small) < LEAST:
        small.append(others.pop(0))
    kept = sorted(others, key=lambda group: group.sectors)
    if not small:
        return tuple(kept)
    sectors = tuple(sorted(sector for group in small for sector in group.sectors))
    asked, answers = (sum(getattr(group, name) for group in small) for name in ("asked", "answers"))
    return (*kept, Sectors(sectors, asked, answers))
