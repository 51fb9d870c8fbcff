"""Routes of staff's pages: whoever is not signed in is led there and back, and loses nothing that they typed."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.routing import Match

from api import sessions
from api.problems import NotFound, SignInNeeded
from api.safety import STAFF
from api.services import Services
from api.sessions import SentFromElsewhere
from api.web.routing import PageRoute, typed_into
from api.web.staff import late_forms
from api.web.staff.laying_out import staff_page
from api.web.staff.problems import told
from api.web.staff.sending import UNCERTAIN, sent_as
from api.web.staff.words import language_of, words_in
from domain.refusals import Malformed, NotEntitled, Refusal

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
            case Malformed() if request.method in sessions.READING:
                return staff_page(request, "refused.html", 404, who=None, why="missing")
            case Refusal() if error.status in UNCERTAIN:
                return await self._away(request, error.status)
            case Refusal():
                return await _refused(request, error)
        return await super().told(request, error)

    def language(self, request: Request) -> str:
        """See PageRoute."""
        return language_of(request)


async def _refused(request: Request, refusal: Refusal) -> Response:
    """A refusal that the page itself has no place for, in the reader's language, with what was typed."""
    typed, sentence = sent_as(await typed_into(request)).typed, told(words_in(language_of(request)), refusal)
    return staff_page(request, "refused_by_rule.html", refusal.status, who=None, sentence=sentence, typed=typed)


async def _too_late(request: Request) -> Response:
    """What was typed into a form after the session's end waits for its owner in their vault; where nobody knows any
    more who that is, it comes back on a page, to be sent again. Where no page is read at the form's address, nothing
    was typed, but a button pressed: its owner is led to the page above, to press it there.
    """
    services: Services = request.app.state.services
    typed, back = await typed_into(request), _page_above(request)
    if back != request.url.path:
        return see_other(f"{SIGN_IN}?{urlencode({'next': back})}")
    secret = sessions.brought(request, services)
    if not typed or (secret and await late_forms.keep(services, secret, back, typed)):
        return see_other(f"{SIGN_IN}?{urlencode({'next': back} | ({'kept': 'yes'} if typed else {}))}")
    return staff_page(request, "send_again.html", 401, who=None, typed=typed, address=back)


def _page_above(request: Request) -> str:
    """The address of the form, or the nearest above it at which a page is read."""
    path = request.url.path
    while path.count("/") > 1 and not _is_read(request, path):
        path = path.rpartition("/")[0]
    return path


def _is_read(request: Request, path: str) -> bool:
    asked = {**request.scope, "method": "GET", "path": path}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.router.routes)


def _asked(request: Request) -> str:
    """The address that was asked for, with what stands behind its question mark."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _page_of(request: Request) -> str:
    """The page, on this site, that has asked by itself."""
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    return page.path + (f"?{page.query}" if page.query else "") or "/staff"
