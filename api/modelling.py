"""Operating models over HTTP: what ships with Talkoot and what was proposed here, tried, approved and started from."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from api.doors import Principal
from api.problems import NotFound
from api.services import Services
from domain.ledger.canonical import sha256_of
from domain.operating_model import OperatingModel
from domain.publishing import Trial, trial
from domain.refusals import ModelInvalid, ModelPublished, UnknownModel
from domain.schema import parse
from domain.simulating import Passage
from domain.wire import plain
from models import proposals
from models.tables import ProposedModel
from operating_models.load import load_text
from operating_models.pin import pin


@dataclass(frozen=True)
class ModelView:
    """A version of a model. One that ships with Talkoot is published from the first; else `approvals` are counted.

    `sha256` is what an approval names, and what the charters of initiatives pin.
    """

    id: str
    version: str
    sha256: str
    title: dict[str, str]
    ships: bool
    proposed_at: datetime | None = None
    approvals: int = 0
    published_at: datetime | None = None


@dataclass(frozen=True)
class CourseView:
    """Where a trial led: its phases, the outcome (None: no end), when, and how many reminders fell due."""

    passages: tuple[Passage, ...]
    outcome: str | None
    ended_at: datetime
    reminders: int


@dataclass(frozen=True)
class Proposal:
    """A proposed model and its trial: everybody answers, and, by phase, nobody does once it has been entered."""

    model: ModelView
    everybody: CourseView
    silent: dict[str, CourseView]


@dataclass(frozen=True)
class ModelText:
    """A model with all its rules, as charters hold them, and the YAML that was proposed (None: it ships)."""

    model: ModelView
    rules: dict[str, Any]
    text: str | None


@lru_cache(maxsize=64)
def read_model(text: str) -> OperatingModel:
    """The model that a YAML text says. Raises ModelInvalid."""
    return parse(load_text(text))


async def propose(services: Services, asking: Principal, content: bytes, dry_run: bool) -> Proposal:
    """Read a model, try it, and keep it for approval, if it is no dry run. Raises ModelInvalid, ModelPublished."""
    text, now = _decoded(content), services.clock()
    model, tried = await asyncio.to_thread(_tried, text, now)
    tried.require()
    shipped = services.models.get(model.id)
    if shipped is not None and shipped.version == model.version:
        raise ModelPublished(
            f"{model.id} {model.version} ships with Talkoot",
            path="operating_model.version",
            remedy="give your model an id of its own, or the next version",
        )
    sha256 = sha256_of(plain(model))

    def kept(session: Session) -> ModelView:
        row = proposals.propose(session, model, sha256, text, asking.id, now)
        return _view(session, row)

    seen = ModelView(model.id, model.version, sha256, model.title, ships=False)
    view = seen if dry_run else await services.database.write(kept)
    return Proposal(view, _course(tried.everybody), {phase: _course(led) for phase, led in tried.silent.items()})


async def approve(services: Services, asking: Principal, model: str, version: str, sha256: str) -> ModelView:
    """Approve a proposal as it stands. Raises UnknownModel, NotAsked, AlreadyAnswered."""
    now = services.clock()

    def approved(session: Session) -> ModelView:
        return _view(session, proposals.approve(session, model, version, sha256, asking.id, now))

    return await services.database.write(approved)


async def listed(services: Services) -> list[ModelView]:
    """All versions: those that ship, then those proposed here."""
    here = await services.database.read(lambda session: [_view(session, row) for row in proposals.listed(session)])
    return [*(_shipped(model) for model in services.models.values()), *here]


async def one(services: Services, model: str, version: str) -> ModelText:
    """A version with its rules. Raises NotFound."""
    shipped = services.models.get(model)
    if shipped is not None and shipped.version == version:
        return ModelText(_shipped(shipped), plain(shipped), None)

    def found(session: Session) -> ModelText:
        row = session.get(ProposedModel, (model, version))
        if row is None:
            raise NotFound(f"there is no {model} {version}", path="version", remedy="list the models")
        return ModelText(_view(session, row), plain(read_model(row.text)), row.text)

    return await services.database.read(found)


def startable(
    services: Services, session: Session, model: str, version: str | None, told_at: str = "model_version"
) -> OperatingModel:
    """The newest published version of a model, or the one that is named. Raises UnknownModel, ModelInvalid."""
    published = [read_model(row.text) for row in proposals.published_texts(session, model)]
    known = {found.version: found for found in (*published, services.models.get(model)) if found is not None}
    if not known:
        shipped = ", ".join(services.models)
        raise UnknownModel(f"no operating model '{model}' is published", path="model", remedy=f"one of: {shipped}")
    if version is not None and version not in known:
        raise UnknownModel(f"{model} {version} is not published", path=told_at, remedy=f"one of: {', '.join(known)}")
    chosen = known[version or max(known, key=_rank)]
    if chosen.day_milliseconds is not None and not services.development:
        raise ModelInvalid("days of seconds are for development only", path="model", remedy="use a model without pace")
    return chosen


def _rank(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ModelInvalid("the file is not UTF-8 text", remedy="save it as plain UTF-8 text") from None


def _tried(text: str, now: datetime) -> tuple[OperatingModel, Trial]:
    model = read_model(text)
    return model, trial(model, pin(model.calendar.zone, model.calendar.holidays, now.date()), now)


def _course(led: Any) -> CourseView:
    return CourseView(led.passages, led.outcome, led.ended_at, led.reminders)


def _shipped(model: OperatingModel) -> ModelView:
    return ModelView(model.id, model.version, sha256_of(plain(model)), model.title, ships=True)


def _view(session: Session, row: ProposedModel) -> ModelView:
    count = len(proposals.approvals(session, row.model_id, row.version))
    return ModelView(
        id=row.model_id,
        version=row.version,
        sha256=row.sha256,
        title=read_model(row.text).title,
        ships=False,
        proposed_at=row.proposed_at,
        approvals=count,
        published_at=row.published_at,
    )
