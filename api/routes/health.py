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
from api.version import PRODUCT, VERSION
from models.engine import DatabaseAway
from models.migrate import Tables, tables

router = APIRouter(tags=["health"])

PATIENCE = 5.0  # seconds
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
        await here.temporal.workflow_service.describe_namespace(asked, timeout=timedelta(seconds=1))
    except (RPCError, RuntimeError) as error:
        lacks = isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND
        why = f"has no namespace '{asked.namespace}'" if lacks else "cannot be reached"
        raise Unavailable(f"the workflow server {why}; reading works, writing waits", remedy=_DOCTOR) from None
    return Health()
