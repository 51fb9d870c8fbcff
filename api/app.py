"""The application: routes, problems, and what every request passes through."""

from __future__ import annotations

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import APIRouter, FastAPI

from api import problems
from api.limits import BodyLimit
from api.routes import (
    common,
    convening,
    establishment,
    evaluation,
    health,
    initiatives,
    joint_planning,
    need_identification,
    outbox,
    piloting,
    register,
)
from api.services import Services

API = "/api/v1"
PHASES = (need_identification, convening, joint_planning, piloting, evaluation, establishment)


def create(services: Services) -> FastAPI:
    """The API over these services."""
    app = FastAPI(
        title="Talkoot",
        version="1",
        description="Start, feed and read collaboration processes of rural communities.",
        docs_url="/docs",
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
    )
    app.state.services = services
    problems.install(app)
    v1 = APIRouter(prefix=API)
    for part in (initiatives, register, common, *PHASES):
        v1.include_router(part.router)
    app.include_router(v1)
    for part in (health, outbox):
        app.include_router(part.router)
    app.add_middleware(BodyLimit)
    app.add_middleware(CorrelationIdMiddleware, header_name="X-Request-ID")
    return app
