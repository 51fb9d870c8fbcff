"""The settings, read as far as they can be: what is wrong with them must not hide what else is."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import ValidationError, model_validator

from stack import ports
from stack.cluster_settings import TOGETHER
from stack.doctor import shapes
from stack.doctor.findings import Finding, fault, warning, well
from stack.settings import Settings
from stack.tracing import TracingMissing, exporting

PART = "settings"
_PREFIX = "TALKOOT_"
_LIKE = "https://talkoot.example.org"
_OF_THE_COMMAND_LINE = {"url", "key", "auditor_key"}  # where commands over HTTP find an API, and their keys
_FILE = Path("/etc/talkoot/env")  # where docs/operations.md puts them
_GIVEN = f"give it to this command too: set -a; . {_FILE}; set +a"


class _AsFarAsTheyGo(Settings):
    @model_validator(mode="after")
    def _safe_in_production(self) -> Self:
        """Also settings that production would refuse can be looked at."""
        return self

    @model_validator(mode="after")
    def _of_one_cluster(self) -> Self:
        """And those that do not go together."""
        return self


def read(data: Path | None) -> tuple[Settings, list[Finding]]:
    """The settings to examine the rest with, and what is wrong with them; a wrong one counts as not set."""
    given: dict[str, Any] = {} if data is None else {"data": data}
    try:
        settings, faults = Settings(**given), []
    except ValidationError as refused:
        faults = list(_faults(refused))
        names = {str(error["loc"][0]) for error in refused.errors() if error["loc"]}
        defaults = {name: Settings.model_fields[name].default for name in names}
        settings = _AsFarAsTheyGo(**{**given, **defaults})
    found = [*faults, *_misspelt(), *_doubtful(settings)]
    return settings, found or [well(PART, f"can be used, for {settings.environment}")]


def _faults(refused: ValidationError) -> Iterator[Finding]:
    for error in refused.errors():
        said = error["msg"].removeprefix("Value error, ")
        if error["type"] == TOGETHER:
            yield fault(PART, error["ctx"]["reason"], error["ctx"]["remedy"])
        elif not error["loc"]:
            yield fault(PART, said, f"{_where()}, and {_GIVEN}")
        else:
            name = str(error["loc"][0])
            yield fault(PART, f"{_PREFIX}{name.upper()} cannot be used: {said}", shapes.remedy(name))


def _where() -> str:
    """Where settings that are lacking belong."""
    begun = "set it where the processes get theirs"
    return begun if _FILE.exists() else f"install -D -m 600 deploy/env.example {_FILE}, fill it in"


def _misspelt() -> Iterator[Finding]:
    known = set(Settings.model_fields) | _OF_THE_COMMAND_LINE
    for name in sorted(os.environ):
        if name.startswith(_PREFIX) and name.removeprefix(_PREFIX).lower() not in known:
            close = difflib.get_close_matches(name.removeprefix(_PREFIX).lower(), known, n=1)
            remedy = f"write {_PREFIX}{close[0].upper()}" if close else "leave it out"
            yield warning(PART, f"{name} is no setting of this version", remedy)


def _doubtful(settings: Settings) -> Iterator[Finding]:
    if settings.public_url is not None:
        url = urlsplit(settings.public_url)
        if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment:
            yield fault(PART, "TALKOOT_PUBLIC_URL is no address of a website", f"write it like {_LIKE}")
        elif url.scheme == "http" and settings.environment == "production":
            yield warning(
                PART, "TALKOOT_PUBLIC_URL is not encrypted: links in letters are their readers' keys", "use https"
            )
    if settings.traces_url and not _can_trace():
        yield fault(
            PART, "TALKOOT_TRACES_URL is set, and what tracing needs is missing", "install requirements-tracing.lock"
        )
    if settings.metrics_port == settings.api_port and ports.meet(settings.metrics_host, settings.api_host):
        yield fault(PART, "TALKOOT_METRICS_PORT is the port of the API", "set another one")
    if settings.environment == "production" and not settings.controller:
        yield warning(
            PART,
            "TALKOOT_CONTROLLER is not set: the privacy notice names nobody",
            "set it to who runs this installation",
        )
    if "@" not in settings.sender:
        yield fault(PART, "TALKOOT_SENDER is no mail address", "write it like talkoot@example.org")


def _can_trace() -> bool:
    try:
        exporting()
    except TracingMissing:
        return False
    return True
