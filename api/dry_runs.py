"""Dry runs of a change of the model: what it would change in one initiative, tried by the rules that would make it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api import modelling
from api.folds import Folded
from api.looking_ahead import UNWRITTEN, at_the_head
from api.preparing import LooksUp
from api.services import Services
from domain.clockwork import tick
from domain.deciding import require_going_on
from domain.folding import after_all
from domain.foreseeing import led_on
from domain.initiative import Initiative
from domain.operating_model import OperatingModel
from domain.remodelling.deciding import made
from domain.remodelling.dry_run import DryRun, dry_run
from domain.remodelling.noticing import asked_from
from domain.sealed import Sealed
from domain.wire import plain
from models.foreseen_letters import Happening, Mail, foresee


@dataclass(frozen=True)
class Proposed:
    """A change that waits for an approval: by which dry run, and which actor has proposed it."""

    model: str
    version: str
    dry_run: str
    by: str


@dataclass(frozen=True)
class DryRunView:
    """What a change of the model would do to an initiative. Nothing of it has happened.

    `sha256` is over `shows`, and is what a proposal and its approval name. If the change were made now, new duties
    would be asked from `asked_from` on (none: there are no new ones). `proposed` is what waits for an approval now.
    """

    sha256: str
    shows: DryRun
    asked_from: datetime | None
    proposed: Proposed | None


@dataclass(frozen=True)
class WithMail(DryRunView):
    """The same, with the `mail` that the change would bring now."""

    mail: Mail


async def tried_with_mail(services: Services, initiative: str, model: OperatingModel, *, names: bool) -> WithMail:
    """The dry run as the initiative stands, with the names of those who would get letters, or without. Raises the
    Refusal that the change would meet.
    """

    def look(session: Session, folded: Folded) -> WithMail:
        standing, now = folded.initiative, services.clock()
        found = _tried(standing, model, now)
        events = made(standing, model, found.shows, Sealed(UNWRITTEN, 1, "fi"), now)
        followed = tick(after_all(standing, events, now), now)
        happening = Happening(initiative, folded.seq, tuple(led_on(standing, (*events, *followed), now)), now)
        return WithMail(**vars(found), mail=foresee(session, services.vault, services.keys, happening, names=names))

    return await at_the_head(services, initiative, look)


async def tried(services: Services, initiative: str, model: OperatingModel) -> DryRunView:
    """The dry run as the initiative stands. Raises the Refusal that the change would meet."""
    folded, now = (await services.folds.of(initiative)).initiative, services.clock()
    return await asyncio.to_thread(_tried, folded, model, now)


def _tried(initiative: Initiative, model: OperatingModel, now: datetime) -> DryRunView:
    require_going_on(initiative)
    shows, waiting = dry_run(initiative, model, now), initiative.model_proposal
    return DryRunView(
        sha256=shows.sha256,
        shows=shows,
        asked_from=asked_from(initiative.calendar, model, now) if shows.new else None,
        proposed=Proposed(waiting.model, waiting.version, waiting.dry_run, waiting.by) if waiting else None,
    )


async def published(services: Services, model: str, version: str) -> OperatingModel:
    """A published version that may be gone by here. Raises UnknownModel, ModelInvalid."""
    return await services.database.read(
        lambda session: modelling.startable(services, session, model, version, told_at="version")
    )


def lookup(services: Services, model: str, version: str) -> LooksUp:
    """What is added to a command that names a published version: its rules."""

    def looked_up(session: Session, now: datetime) -> dict[str, Any]:
        return {"rules": plain(modelling.startable(services, session, model, version, told_at="version"))}

    return looked_up
