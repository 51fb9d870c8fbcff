"""Documenting: the OpenAPI description says problems as they are sent, with their media type, and one of each status.

It is shown by a page of ours (`api.web`), which works without internet.
"""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.calling import AGAIN
from api.preconditions import PreconditionNeeded
from api.problems import (
    MEDIA_TYPE,
    NotCsv,
    NotFound,
    NotJson,
    NotMail,
    Problem,
    SignInNeeded,
    StillWorking,
    TooLarge,
    TooMany,
    Unavailable,
    problem,
)
from api.scopes import needed_by
from domain.refusals import AlreadyAnswered, InitiativeEnded, Malformed, NotEntitled, Refusal
from models.etags import Stale

_SAMPLES: tuple[Refusal, ...] = (
    SignInNeeded("no key was sent", remedy="send 'Authorization: Bearer …' with your API key or link token"),
    NotEntitled("this initiative has another coordinator", remedy="ask its coordinator"),
    NotFound("there is no such initiative", path="initiative", remedy="list the initiatives you may see"),
    AlreadyAnswered(
        "this seat has answered 'yes' already", path="reply", remedy="nothing is needed: the answer stands"
    ),
    InitiativeEnded("the initiative has ended", remedy="read its history"),
    TooLarge("the body is over 256 kB", remedy="send less, or in parts"),
    NotJson(
        "the body does not say that it is JSON", path="Content-Type", remedy="send 'Content-Type: application/json'"
    ),
    NotCsv(
        "the body does not say that it is CSV in UTF-8",
        path="Content-Type",
        remedy="save the file as CSV UTF-8, and send it with 'Content-Type: text/csv'",
    ),
    NotMail(
        "the body does not say that it is a message",
        path="Content-Type",
        remedy="send the message as it came, with 'Content-Type: message/rfc822'",
    ),
    Stale("somebody has changed it since it was read", path="If-Match", remedy="read it again"),
    PreconditionNeeded(
        "the edit does not say which state it was made for",
        path="If-Match",
        remedy="read it first, and send the ETag that came with it as If-Match",
    ),
    Malformed("is missing", path="reply", remedy="correct this and send it again"),
    TooMany("too many answers at once", remedy=AGAIN),
    Unavailable("the workflow server cannot be reached", remedy=AGAIN),
    StillWorking("no worker has answered in time", remedy=AGAIN),
)
"""A problem of each status that routes declare, as a reader may meet it; of 415 one for each type of bodies."""

_BODIES: dict[str, type[Refusal]] = {"text/csv": NotCsv, "message/rfc822": NotMail}
"""What a body of another type than JSON meets that does not say so."""


def install(app: FastAPI) -> None:
    """Describe the application's problems by their own media type."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        fresh = app.openapi_schema is None
        schema = describe()
        if fresh:
            parts = schema["components"]
            parts["schemas"] = dict(sorted((_problem_shape() | parts["schemas"]).items()))
            parts["examples"] = _examples()
            for operations in schema["paths"].values():
                for operation in operations.values():
                    _correct(operation)
            _tell_scopes(app, schema["paths"])
        return schema

    app.openapi = described  # type: ignore[method-assign]


def _tell_scopes(app: FastAPI, paths: dict[str, Any]) -> None:
    """Say of each operation which scopes open it; one of them is enough."""
    for context in iter_route_contexts(app.routes):
        for method in context.methods or ():
            operation = paths.get(context.path or "", {}).get(method.lower(), {})
            if "security" in operation:
                (scheme,) = operation["security"][0]
                operation["security"] = [{scheme: [scope]} for scope in sorted(needed_by(context.endpoint))]


def _problem_shape() -> dict[str, Any]:
    """The schemas of a problem and of what it holds, by their names."""
    shape = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    held: dict[str, Any] = shape.pop("$defs", {})
    return held | {Problem.__name__: shape}


def _examples() -> dict[str, Any]:
    """The samples as they are sent, by their code."""
    return {one.code: {"summary": one.title, "value": json.loads(bytes(problem(one).body))} for one in _SAMPLES}


def _correct(operation: dict[str, Any]) -> None:
    takes = operation.get("requestBody", {}).get("content", {})
    fits = next((kind for body, kind in _BODIES.items() if body in takes), NotJson)
    others = {NotJson, *_BODIES.values()} - {fits}
    codes = {str(sample.status): sample.code for sample in _SAMPLES if type(sample) not in others}
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if MEDIA_TYPE in content:
            shown = {codes[status]: {"$ref": f"#/components/examples/{codes[status]}"}}
            response["content"] = {MEDIA_TYPE: content[MEDIA_TYPE] | {"examples": shown}}
