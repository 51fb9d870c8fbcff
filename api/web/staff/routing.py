"""Routes of staff's pages: whoever is not signed in is led there and back, and loses nothing that they typed."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse

from api import sessions
from api.problems import NotFound, SignInNeeded
from api.safety import STAFF
from api.services import Services
from api.sessions import SentFromElsewhere
from api.web.filling import FORM, typed_in
from api.web.routing import PageRoute
from api.web.staff import late_forms
from api.web.staff.laying_out import staff_page
from domain.refusals import NotEntitled

SIGN_IN = "/sign-in"
HTMX = "HX-Request"
"""The header of what a page asks by itself; the page itself is named in `HX-Current-URL`."""
STOP_ASKING = 286
"""With this status htmx shows what it gets, and asks no more."""


def see_other(address: str) -> RedirectResponse:
    """Lead on to a page of ours, to be read."""
    return RedirectResponse(address, 303, STAFF)


class StaffRoute(PageRoute):
    """A route of staff's pages."""

    async def told(self, request: Request, error: Exception) -> Response:
        """See PageRoute."""
        match error:
            case SignInNeeded() if request.method == "POST":
                return await _too_late(request)
            case SignInNeeded() if HTMX in request.headers:
                return staff_page(request, "over.html", STOP_ASKING, who=None, next=_page_of(request))
            case SignInNeeded():
                return see_other(f"{SIGN_IN}?{urlencode({'next': _asked(request)})}")
            case SentFromElsewhere():
                return staff_page(request, "refused.html", error.status, who=None, why="elsewhere")
            case NotEntitled():
                return staff_page(request, "refused.html", error.status, who=None, why="not_entitled")
            case NotFound() | RequestValidationError():
                return staff_page(request, "refused.html", 404, who=None, why="missing")
        return await super().told(request, error)


async def _too_late(request: Request) -> Response:
    """What was typed into a form after the session's end waits for its owner in their vault; where nobody knows any
    more who that is, it comes back on a page, to be sent again.
    """
    services: Services = request.app.state.services
    is_form = request.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM
    typed, back = typed_in(await request.body()) if is_form else {}, request.url.path
    secret = sessions.brought(request, services)
    if not typed or (secret and await late_forms.keep(services, secret, back, typed)):
        return see_other(f"{SIGN_IN}?{urlencode({'next': back} | ({'kept': 'yes'} if typed else {}))}")
    return staff_page(request, "send_again.html", 401, who=None, typed=typed, address=back)


def _asked(request: Request) -> str:
    """The address that was asked for, with what stands behind its question mark."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _page_of(request: Request) -> str:
    """The page, on this site, that has asked by itself."""
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    return page.path + (f"?{page.query}" if page.query else "") or "/staff"
