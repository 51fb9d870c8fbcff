"""Documenting: the OpenAPI description says problems as they are sent, with their media type and nothing else.

It is shown by a page of ours (`api.web`), which works without internet.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.routing import Route

from api.problems import MEDIA_TYPE


def install(app: FastAPI) -> None:
    """Describe the application's problems by their own media type; leave it to our page to show the description."""
    theirs = {app.docs_url, app.redoc_url, app.swagger_ui_oauth2_redirect_url}  # FastAPI's, which load from elsewhere
    app.router.routes[:] = [r for r in app.router.routes if not (isinstance(r, Route) and r.path in theirs)]
    describe = app.openapi

    def described() -> dict[str, Any]:
        fresh = app.openapi_schema is None
        schema = describe()
        if fresh:
            for operations in schema["paths"].values():
                for operation in operations.values():
                    _correct(operation["responses"])
        return schema

    app.openapi = described  # type: ignore[method-assign]


def _correct(responses: dict[str, Any]) -> None:
    for response in responses.values():
        content = response.get("content", {})
        if MEDIA_TYPE in content:  # FastAPI puts every model under the media type of the answer
            response["content"] = {MEDIA_TYPE: content["application/json"]}
