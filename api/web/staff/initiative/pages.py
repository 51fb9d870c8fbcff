"""The page of one initiative, where coordinators' letters lead."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api import responding
from api.call_desk import watched
from api.doors import Here
from api.web.pictures.readings.responses import response_of
from api.web.pictures.readings.roads import road_of
from api.web.pictures.readings.timelines import timeline_of
from api.web.staff.acts.catalogue import known, offered
from api.web.staff.door import Staff, only
from api.web.staff.initiative.duties import duties
from api.web.staff.initiative.history import past
from api.web.staff.initiative.reading import seen
from api.web.staff.initiative.telling import facts, gate, heading, told
from api.web.staff.laying_out import staff_page
from api.web.staff.routing import StaffRoute
from api.web.staff.words import language_of, words_in
from api.words import PathId
from domain.actors import Role

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/initiatives")
Reader = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.AUDITOR, Role.ADMIN))]


@router.api_route("/{initiative}", methods=["GET", "HEAD"])
async def shown(request: Request, here: Here, who: Reader, initiative: PathId, done: str = "") -> Response:
    """Where it stands, what is missing and from whom, what comes if nobody acts, and what can be done."""
    language = language_of(request)
    words, found = words_in(language), await seen(here, who, initiative, language)
    of_seats, own = duties(found, words)
    history = await past(here, found, words)
    goes_on = found.view.outcome is None
    return staff_page(
        request,
        "initiative/page.html",
        who=who,
        here="home",
        seen=found,
        heading=heading(found, words),
        told=told(found),
        facts=facts(found, words),
        gate=gate(found, words) if goes_on else [],
        duties=of_seats,
        own=own,
        held=len((await watched(here, who.principal, initiative)).held) if goes_on else 0,
        road=road_of(found.initiative, language),
        timeline=timeline_of(found.initiative, found.now, language, sent=history.sent) if goes_on else None,
        response=response_of(await responding.of_initiative(here, who.principal, initiative), language),
        past=history,
        acts=offered(found.initiative, found.view.status) if found.acts else [],
        done=words["act"].get(done, "") if known(done) else "",
    )
