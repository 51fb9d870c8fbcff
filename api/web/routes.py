"""The pages: personal links, the place where coordinators' letters lead, the API's reference, and static files."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doors import Here, Principal, by_link
from api.problems import NotFound
from api.safety import FOREVER
from api.services import Services
from api.web import statics
from api.web.desk import desk_of, speaks_now
from api.web.filling import FORM, typed_in
from api.web.noticing import noticed
from api.web.origins import from_elsewhere
from api.web.outcomes.own import may_be_seen, own_outcomes
from api.web.own import chosen, own_page, told
from api.web.pages import HEADERS, SCRIPTED, page
from api.web.parting import parting
from api.web.posting import Posting
from api.web.routing import PageRoute
from api.web.telling import Telling
from api.web.wishing import said_not_me

router = APIRouter(route_class=PageRoute, tags=["pages"], include_in_schema=False)


@router.api_route("/p/{token}", methods=["GET", "HEAD"])
async def personal(here: Here, request: Request, token: str) -> HTMLResponse:
    """What is asked of the one whose link this is; whoever passed it on is told so, and no more.

    Changes nothing: mail scanners follow links, too.
    """
    asking = await _reader(here, token)
    if asking.passed_on or not await speaks_now(here, asking):
        return told(request, "passed_on")
    desk = await desk_of(here, asking, chosen(request))
    return own_page(request, "personal.html", headers=SCRIPTED, **Telling(here, desk, token).page())


@router.api_route("/p/{token}/closing", methods=["GET", "HEAD"])
async def leaves_behind(here: Here, request: Request, token: str) -> Response:
    """What an initiative that has ended leaves behind, for those who took part; until then it leads to their page."""
    asking = await _reader(here, token)
    if asking.passed_on:
        return told(request, "passed_on")
    desk = await desk_of(here, asking, chosen(request))
    if desk.initiative.outcome is None:
        return RedirectResponse(f"/p/{token}", 303, HEADERS)
    return own_page(request, "closing.html", **await parting(here, desk, token))


@router.api_route("/p/{token}/outcomes", methods=["GET", "HEAD"])
async def came_of_it(here: Here, request: Request, token: str) -> Response:
    """What came of it, for those who take part, once it is being evaluated; until then it leads to their page."""
    asking = await _reader(here, token)
    if asking.passed_on or not await speaks_now(here, asking):
        return told(request, "passed_on")
    desk = await desk_of(here, asking, chosen(request))
    if not may_be_seen(desk.initiative):
        return RedirectResponse(f"/p/{token}", 303, HEADERS)
    return own_page(request, "outcomes/own.html", **await own_outcomes(here, desk, token))


@router.post("/p/{token}")
async def answer(here: Here, request: Request, token: str) -> Response:
    """Take a form of that page. Then the page shows the receipt; otherwise the form comes back as it was typed."""
    is_form = request.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM
    posted = typed_in(await request.body()) if is_form else {}
    try:
        asking = await _reader(here, token)
    except NotFound:
        if not said_not_me(here, token, posted):
            raise
        return told(request, "not_me")
    if asking.passed_on or not await speaks_now(here, asking):  # also what a second click on passing it on leads to
        return told(request, "passed_on")
    desk = await desk_of(here, asking, chosen(request))
    posting = Posting(here, asking, token, desk, posted)
    taken = await posting.take(elsewhere=from_elsewhere(request, here.public_url))
    if isinstance(taken, str) and said_not_me(here, token, posted):
        return told(request, "not_me")
    if isinstance(taken, str):
        return RedirectResponse(f"/p/{token}#{taken}", 303, HEADERS)
    if not await speaks_now(here, asking):
        return told(request, "passed_on")
    desk = await desk_of(here, asking, chosen(request))
    return own_page(
        request, "personal.html", taken.status, headers=SCRIPTED, **Telling(here, desk, token, taken.draft).page()
    )


@router.post("/p/{token}/seen")
async def seen(here: Here, request: Request, token: str) -> Response:
    """Take note that somebody looks at the page, as its own script tells once; from elsewhere nothing is noted."""
    await _reader(here, token)
    if from_elsewhere(request, here.public_url):
        return Response(status_code=403, headers=HEADERS)
    await noticed(here, token)
    return Response(status_code=204, headers=HEADERS)


@router.api_route("/docs", methods=["GET", "HEAD"])
async def reference(request: Request) -> HTMLResponse:
    """Every route of the API with its schemas and examples, to be read and tried out with a key of one's own."""
    return page("reference.html", headers=SCRIPTED, description=request.app.openapi_url)


@router.api_route("/static/{name}", methods=["GET", "HEAD"])
async def static(request: Request, name: str) -> Response:
    """A static file by its name, which says what it holds; compressed for whoever can read that."""
    file = statics.files().get(name)
    if file is None:
        raise NotFound("there is no such file")
    headers = FOREVER | {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.compressed, headers=headers | {"Content-Encoding": "gzip"}, media_type=file.media_type)
    return Response(file.content, headers=headers, media_type=file.media_type)


async def _reader(here: Services, token: str) -> Principal:
    now = here.clock()
    found = await here.database.read(lambda session: by_link(session, token, now)) if token.isascii() else None
    if found is None:
        raise NotFound("the link is unknown, expired or revoked")
    return found
