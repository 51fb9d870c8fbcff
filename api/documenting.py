"""Documenting: the OpenAPI description says problems as they are sent, with their media type and nothing else."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from api.problems import MEDIA_TYPE


def install(app: FastAPI) -> None:
    """Describe the application's problems by their own media type."""
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
