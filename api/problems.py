"""Problems: every refusal and failure as RFC 9457 problem+json that tells a person what to do."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.safety import everywhere
from api.sentences import sentence
from api.strict import shown
from domain.refusals import Malformed, Refusal
from domain.sheets.faults import Fault
from models.engine import DatabaseAway
from models.importing.outcomes import FileFaulty

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"
DOCS = "/docs"
"""Where all of the API is described."""
MOST_FAULTS = 10
"""How many more faults of an input's shape are told beside the first."""
RETRY_SECONDS = 2
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
WRITING = (409, 410, 413, 415)
"""What a request that changes something may meet besides what any request may."""
ASKING_TEMPORAL = (*WRITING, 504)
"""The same for what a workflow decides."""


class Problem(BaseModel):
    """Why a request was refused, and what to do.

    `type` names the kind, `path` the place in the input, if it has one. `faults` are those of a file, all of them.
    """

    type: str = Field(examples=["urn:talkoot:AlreadyAnswered"])
    title: str = Field(examples=["This has been answered already"])
    status: int = Field(examples=[409])
    detail: str = Field(examples=["this seat has answered 'yes' already"])
    path: str = Field(default="", examples=["reply"])
    remedy: str = Field(default="", examples=["nothing is needed: the answer stands"])
    faults: tuple[Fault, ...] | None = None


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


class NotJson(Refusal):
    """The body says that it is something else than JSON, or nothing at all."""

    status = 415
    title = "The body is not declared as JSON"


class NotCsv(Refusal):
    """The body says that it is something else than CSV in UTF-8, or nothing at all."""

    status = 415
    title = "The body is not declared as CSV"


class NotYaml(Refusal):
    """The body says that it is something else than YAML, or nothing at all."""

    status = 415
    title = "The body is not declared as YAML"


class NotMail(Refusal):
    """The body says that it is something else than a message, or nothing at all."""

    status = 415
    title = "The body is not declared as a message"


class WrongMethod(Refusal):
    """The address is known, and takes other methods."""

    status = 405
    title = "This address does not take this method"


class Unavailable(Refusal):
    """A part of Talkoot cannot be reached now. Nothing was changed; try again after a moment."""

    status = 503
    title = "A part of Talkoot cannot be reached now"


class StillWorking(Refusal):
    """No answer in time: whether it counts is not known yet. Sent again with the same key it counts once."""

    status = 504
    title = "It is not known yet whether this was taken"


class TooMany(Refusal):
    """More at once than can be taken; after `retry_after` seconds there may be room again."""

    status = 429
    title = "Too many at once"
    retry_after = RETRY_SECONDS


def problem(refusal: Refusal) -> JSONResponse:
    """The response that tells of a refusal."""
    body = Problem(
        type=f"urn:talkoot:{refusal.code}",
        title=refusal.title,
        status=refusal.status,
        detail=sentence(refusal.path, refusal.reason),
        path=refusal.path,
        remedy=refusal.remedy,
        faults=refusal.faults if isinstance(refusal, FileFaulty) else None,
    )
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}
    headers |= {"Retry-After": str(RETRY_SECONDS)} if refusal.status in (503, 504) else {}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body.model_dump(exclude_none=True), refusal.status, headers, MEDIA_TYPE)


def declared(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The problems a route declares, on top of those that any route may answer.

    Their shape is named and not given: of a model FastAPI would make a validator for each route and status, which took
    seconds of each start.
    """
    every = {401, 403, 404, 422, 429, 503}
    shape = {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}
    return {status: {"content": {MEDIA_TYPE: shape}} for status in sorted(every | set(statuses))}


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
    first, *others = error.errors()
    remedy = first.get("ctx", {}).get("remedy", f"correct this and send it again; see {DOCS} for the shape")
    told = "; ".join(_said(one) for one in (first, *others[:MOST_FAULTS]))
    return problem(Malformed(told, path=_place(first), remedy=remedy))


def _place(fault: Any) -> str:
    """Where in the input a fault of its shape is."""
    place = [] if fault["type"] == "json_invalid" else [*fault["loc"][1:]]
    if "field" in (told := fault.get("ctx", {})):
        place.append(told["field"])
    return shown(".".join(str(part) for part in place))


def _said(fault: Any) -> str:
    match fault["type"]:
        case "json_invalid":
            why = fault.get("ctx", {}).get("error", "")
            return f"the body is no JSON, by character {fault['loc'][-1]}: {why}"
        case "missing":
            return sentence(_place(fault), "is missing") if _place(fault) else "there is no body"
    return sentence(_place(fault), str(fault["msg"]).removeprefix("Value error, "))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    match error.status_code:
        case 404:
            refusal: Refusal = NotFound("there is no such address", remedy=f"see {DOCS} for those there are")
        case 405:
            allowed = ", ".join(_methods(request))
            refusal = WrongMethod(
                "this address takes other methods", remedy=f"use one of: {allowed}; {DOCS} lists them"
            )
            error.headers = {**(error.headers or {}), "Allow": allowed}
        case 400:
            refusal = Malformed(
                "the body is no JSON that can be read",
                remedy="send one object in UTF-8, not deeply nested",
            )
        case status:
            refusal = Refusal("the request cannot be taken", remedy=f"see {DOCS} for what can be")
            refusal.status = status
    response = problem(refusal)
    response.headers.update(error.headers or {})
    return response


def _methods(request: Request) -> list[str]:
    """All that an address takes, by whichever of its routes."""
    asked = [(method, {**request.scope, "method": method}) for method in _METHODS]
    return [method for method, scope in asked if any(r.matches(scope)[0] is Match.FULL for r in request.app.routes)]


async def _database_away(_: Request, error: Exception) -> JSONResponse:
    log.warning("database_away", reason=str(error))
    return problem(Unavailable("the database cannot be reached now", remedy="try again in a moment with the same key"))


async def _failed(request: Request, error: Exception) -> JSONResponse:
    log.error("request_failed", exc_info=error)
    refusal = Refusal("something went wrong on our side", remedy="try again; if it stays so, tell the operator")
    refusal.status = 500
    refusal.title = "Something went wrong on our side"
    response = problem(refusal)  # passes by what adds them to other answers
    response.headers.update(everywhere(request.app.state.services.public_url))
    return response
