"""The front door: whoever comes by the bare address is led to where everything is described."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

router = APIRouter(tags=["front"], include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
async def front() -> RedirectResponse:
    """To the reference of the API."""
    return RedirectResponse("/docs", 307)
