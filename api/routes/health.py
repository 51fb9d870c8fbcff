"""Health: whether the process lives, and whether what it depends on can be reached."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text
from temporalio.service import RPCError

from api.doors import Here
from api.problems import Unavailable, declared
from models.engine import DatabaseAway

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """What can be reached."""

    status: str = "ok"


@router.get("/healthz")
async def alive() -> Health:
    """The process answers."""
    return Health()


@router.get("/readyz", responses=declared())
async def ready(here: Here) -> Health:
    """Database and workflow server answer; 503 says which does not."""
    try:
        await here.database.read(lambda session: session.execute(text("SELECT 1")))
    except DatabaseAway:
        raise Unavailable("the database cannot be reached") from None
    try:
        healthy = await here.temporal.service_client.check_health(timeout=timedelta(seconds=1))
    except (RPCError, RuntimeError):
        healthy = False
    if not healthy:
        raise Unavailable("the workflow server cannot be reached; reading works, writing waits")
    return Health()
