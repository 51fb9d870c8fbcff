"""The application: routes, problems, and what every request passes through."""

from __future__ import annotations

from collections.abc import Sequence

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig

from api import documenting, problems
from api.doorkeeping import Doorkeeper
from api.limits import BodyLimit, require_json
from api.routes import (
    absences,
    application,
    bundles,
    common,
    convening,
    corrections,
    establishment,
    evaluation,
    exports,
    health,
    history,
    hours,
    initiatives,
    joint_planning,
    keys,
    ledger,
    letter_wishes,
    letters,
    load,
    mail,
    mandates,
    meetings,
    model_change,
    model_changes,
    models,
    need_identification,
    open_calls,
    outbox,
    parking,
    personal,
    phone_list,
    piloting,
    printing,
    privacy,
    readiness,
    register,
    register_edits,
    register_imports,
    response,
    seats,
    sending,
    staff,
    support,
)
from api.safety import SafeHeaders
from api.services import Services
from api.version import PRODUCT, VERSION
from api.watching import Around, Watched
from api.web import call_routes, stop_routes
from api.web import routes as pages
from api.web.public import routes as public
from api.web.public import troubles
from api.web.staff import outcomes, own_sessions, signing_in
from api.web.staff.acts import pages as act_pages
from api.web.staff.board import pages as board_pages
from api.web.staff.history import downloads
from api.web.staff.history import routes as histories
from api.web.staff.initiative import pages as initiative_pages
from api.web.staff.phone import pages as phone_pages
from api.web.staff.phone import paper
from api.web.staff.register import files as register_files
from api.web.staff.register import keys as keys_page
from api.web.staff.register import load as load_pages
from api.web.staff.register import models as models_page
from api.web.staff.register import pages as register_pages
from api.web.staff.register import roles as roles_page
from api.web.staff.start import pages as start_pages

API = "/api/v1"
PHASES = (readiness, need_identification, convening, joint_planning, piloting, evaluation, establishment)
MATTERS = (mandates, seats, support, meetings, parking, application, hours)
REGISTER = (register_files, register_pages, load_pages, roles_page, keys_page, models_page)
BOARD = (board_pages, initiative_pages, act_pages)
STAFF = (signing_in, own_sessions, *BOARD, histories, downloads, outcomes, phone_pages, paper, start_pages)

UNWATCHED: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""FastAPI's own telemetry tells whole addresses, and so personal links: it stays off, whatever the environment says."""


def create(services: Services, around: Sequence[Around] = ()) -> FastAPI:
    """The API over these services; each of `around` stands around every request."""
    app = FastAPI(
        title=PRODUCT,
        version=VERSION,
        description="Start, feed and read collaboration processes of rural communities.",
        docs_url=None,  # a page of ours shows it, from files of ours
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
        generate_unique_id_function=_operation_id,
        telemetry=UNWATCHED,
    )
    app.state.services = services
    problems.install(app)
    troubles.install(app)
    said = (initiatives, letters, printing, *PHASES, *MATTERS, common, corrections, model_change, open_calls, load)
    told = (history, ledger, bundles, exports, absences, phone_list, response, sending)
    also = (personal, register, register_edits, letter_wishes, model_changes, keys, privacy, staff)
    for part in (*said, *told, *also):  # tried in this order
        app.include_router(part.router, prefix=API, dependencies=[Depends(require_json)])
    for part in (register_imports, models, mail):  # they take files, and say themselves of which kind
        app.include_router(part.router, prefix=API)
    for part in (public, health, outbox, call_routes, stop_routes, *STAFF, *REGISTER, pages):
        app.include_router(part.router)
    documenting.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(Doorkeeper)
    app.add_middleware(SafeHeaders)
    app.add_middleware(CorrelationIdMiddleware, header_name="X-Request-ID")
    for watch in around:
        app.add_middleware(Watched, around=watch, prefix=API)
    return app


def _operation_id(route: APIRoute) -> str:
    """The part of the API and what is done there: `convening_answer_invitation`."""
    return f"{route.tags[0]}_{route.name}".replace(" ", "_")
