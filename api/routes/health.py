"""Health: whether the process lives, and whether what it depends on can be reached."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from fastapi import APIRouter
from pydantic import BaseModel
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.service import RPCError, RPCStatusCode

from api.doors import Here
from api.problems import Unavailable, declared
from api.services import Services
from api.version import PRODUCT, VERSION
from models.engine import DatabaseAway
from models.migrate import Tables, tables

router = APIRouter(tags=["health"])

PATIENCE = 5.0  # seconds
_BRIEF = 2.0  # the same
_DOCTOR = "on the machine that runs this, 'talkoot doctor' says why"


class Health(BaseModel):
    """What can be reached, and of what."""

    status: str = "ok"
    product: str = PRODUCT
    version: str = VERSION


@router.get("/healthz")
async def alive() -> Health:
    """The process answers."""
    return Health()


@router.get("/readyz", responses=declared())
async def ready(here: Here) -> Health:
    """Database and workflow server answer, and the tables are those of this version; 503 says what is amiss."""
    try:
        async with asyncio.timeout(PATIENCE):  # a server that is there and silent would be waited for without end
            standing = await here.database.read(tables)
    except (DatabaseAway, TimeoutError):
        raise Unavailable("the database cannot be reached", remedy=_DOCTOR) from None
    if standing is not Tables.CURRENT:
        raise Unavailable(standing.lack, path="database", remedy=standing.remedy)
    asked = DescribeNamespaceRequest(namespace=here.temporal.namespace)
    try:
        async with asyncio.timeout(_BRIEF):  # the client's own does not bound its connecting
            await here.temporal.workflow_service.describe_namespace(asked, timeout=timedelta(seconds=1))
    except (RPCError, RuntimeError, TimeoutError) as error:
        lacks = isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND
        raise await _unavailable(
            here, f"has no namespace '{asked.namespace}'" if lacks else "cannot be reached"
        ) from None
    here.workflow_server.answered()
    return Health()


async def _unavailable(here: Services, how: str) -> Unavailable:
    """What keeps us from the workflow server, for whoever asks: where it is, our log says."""
    why = await here.workflow_server.ailment(PATIENCE)
    said, remedy = (why.said, why.remedy) if why else (f"the workflow server {how}", _DOCTOR)
    return Unavailable(f"{said}; reading works, writing waits", remedy=remedy)
