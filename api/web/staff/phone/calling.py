"""Calling: how a call went that brought no answer, as it is written down on its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from api.phone_calls import Called
from api.web.staff.problems import wrong_fields
from models.states import CallResult

RESULTS = tuple(CallResult)
_FIELDS = ("result", "actor", "again_on", "note")


def call_from(obligation: str, typed: Mapping[str, str]) -> Called | dict[str, str]:
    """The call that was filled in; or by field what is the matter: `choose`, `day` or `check`."""
    given: dict[str, Any] = {name: typed.get(name, "").strip() for name in _FIELDS}
    if given["result"] not in RESULTS:
        return {"result": "choose"}
    if given["result"] != CallResult.CALL_BACK:
        given["again_on"] = ""  # the field stands there for all, and counts for one
    elif not given["again_on"]:
        return {"again_on": "day"}
    said = {name: text for name, text in given.items() if text}
    try:
        return Called.model_validate({"obligation": obligation, **said})
    except ValidationError as error:
        return dict.fromkeys(wrong_fields(error), "check")
