"""The part of a story about the rules themselves: since when which model is in force, why, and what it still brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from domain.operating_model import OperatingModel
from domain.telling import Account


def rules_told(
    account: Account, words: Mapping[str, Any], language: str, day: Callable[[date], str], why: str | None
) -> Iterator[tuple[str, str | None]]:
    """Sentences, each with its place in the operating model (None: a plain fact); none where nothing has changed."""
    initiative, said = account.initiative, words["rules"]
    model, changed, proposed = initiative.charter.model, initiative.remodelled, initiative.model_proposal
    if changed is not None:
        since, title = initiative.calendar.local(changed.at).date(), _in(language, model.title)
        told = said["changed"].format(day=day(since), version=model.version, model=title, former=changed.version)
        yield told, None
        if why:
            yield said["why"].format(reason=" ".join(why.split())), None
        coming = [*_titles(model, (*changed.duties, *changed.beside), changed.matters, language)]
        if changed.asked_from is not None and coming:
            begins = initiative.calendar.local(changed.asked_from).date()
            yield said["coming"].format(day=day(begins), duties=", ".join(coming)), "decision.notice"
    if proposed is not None:
        yield said["proposed"].format(version=proposed.version), None


def _titles(model: OperatingModel, kinds: tuple[str, ...], matters: tuple[str, ...], language: str) -> Iterator[str]:
    for part in (*model.phases, *(model.matters or ())):
        asked = model.part(part).obligations
        yield from (_in(language, duty.title) for kind, duty in asked.items() if kind in kinds)
    yield from (_in(language, (model.matters or {})[name].title) for name in matters)


def _in(language: str, titles: Mapping[str, str]) -> str:
    return titles.get(language) or next(iter(titles.values()))
