"""Problems: every refusal and failure as RFC 9457 problem+json that tells a person what to do."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from domain.refusals import Malformed, Refusal
from models.engine import DatabaseAway

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2


class Problem(BaseModel):
    """Why a request was refused, and what to do.

    `type` names the kind, `path` the place in the input, if it has one.
    """

    type: str = Field(examples=["urn:talkoot:AlreadyAnswered"])
    title: str = Field(examples=["This has been answered already"])
    status: int = Field(examples=[409])
    detail: str = Field(examples=["this seat has answered 'yes' already"])
    path: str = Field(default="", examples=["reply"])
    remedy: str = Field(default="", examples=["nothing is needed: the answer stands"])


class NotFound(Refusal):
    """There is nothing of this name here, or nothing that the caller may see."""

    status = 404
    title = "There is nothing here"


class SignInNeeded(Refusal):
    """The request came without a valid key or personal link."""

    status = 401
    title = "A valid key or personal link is needed"


class TooLarge(Refusal):
    """The body is larger than the API takes."""

    status = 413
    title = "The request is too large"


class Unavailable(Refusal):
    """A part of Talkoot cannot be reached now. Nothing was changed; try again after a moment."""

    status = 503
    title = "A part of Talkoot cannot be reached now"


class StillWorking(Refusal):
    """No answer in time: whether it counts is not known yet. Sent again with the same key it counts once."""

    status = 504
    title = "It is not known yet whether this was taken"


class TooMany(Refusal):
    """More at once than can be taken."""

    status = 429
    title = "Too many at once"


def problem(refusal: Refusal) -> JSONResponse:
    """The response that tells of a refusal."""
    body = Problem(
        type=f"urn:talkoot:{refusal.code}",
        title=refusal.title,
        status=refusal.status,
        detail=refusal.reason,
        path=refusal.path,
        remedy=refusal.remedy,
    )
    headers = {"Retry-After": str(RETRY_SECONDS)} if refusal.status in (429, 503, 504) else {}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body.model_dump(), refusal.status, headers, MEDIA_TYPE)


def declared(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The problems a route declares, on top of those that any route may answer."""
    every = {401, 403, 404, 422, 429, 503}
    return {status: {"model": Problem, "content": {MEDIA_TYPE: {}}} for status in sorted(every | set(statuses))}


def install(app: FastAPI) -> None:
    """Answer every refusal, malformed request and failure as a problem."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DatabaseAway, _database_away)
    app.add_exception_handler(Exception, _failed)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return problem(error)


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    places = [str(part) for part in first["loc"] if part not in ("body", "query", "path", "header")]
    remedy = "correct this and send it again; the API's documentation shows the shape"
    return problem(Malformed(first["msg"], path=".".join(places), remedy=remedy))


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    refusal = NotFound(str(error.detail)) if error.status_code == 404 else Refusal(str(error.detail))
    if error.status_code != 404:
        refusal.status = error.status_code
        refusal.title = str(error.detail)
    return problem(refusal)


async def _database_away(_: Request, error: Exception) -> JSONResponse:
    log.warning("database_away", reason=str(error))
    return problem(Unavailable("the database cannot be reached now", remedy="try again in a moment with the same key"))


async def _failed(_: Request, error: Exception) -> JSONResponse:
    log.error("request_failed", exc_info=error)
    refusal = Refusal("something went wrong on our side", remedy="try again; if it stays so, tell the operator")
    refusal.status = 500
    refusal.title = "Something went wrong on our side"
    return problem(refusal)
